import { InputError } from '../../arithmetic/inputError.js';
import type { ArrayValue, Misfit } from './arrayValue.js';
import * as arrays from './arrayValue.js';
import type { Expression } from './expression.js';
import * as to from './expression.js';
import type { Syntax } from './syntax.js';

/** What is made of the elements at one place of several arrays. */
export type Combine = (elements: readonly Expression[]) => Expression;

/** What a part of a formula must be, with a message that names its column where it is something else. Throws InputError. */
export abstract class ArrayAssertions {
  constructor(private readonly where: string) {}

  /** What a part means. */
  abstract of(node: Syntax): ArrayValue;

  protected each(node: Syntax, values: readonly ArrayValue[], sign: string, combine: Combine): ArrayValue {
    return arrays.elementwise(values, combine, sign, this.misfit(node));
  }

  protected number(node: Syntax): ArrayValue {
    const value = this.of(node);
    if (!to.isCondition(value.elements[0])) return value;
    return this.fail(node, 'a condition', 'a number; `condition ? 1 : 0` makes one');
  }

  protected condition(node: Syntax): ArrayValue {
    const value = this.of(node);
    return to.isCondition(value.elements[0]) ? value : this.fail(node, 'a number', 'a condition such as `x > 0`');
  }

  protected misfit(node: Syntax): Misfit {
    return (what, expected) => this.fail(node, what, expected);
  }

  protected fail(node: Syntax, what: string, expected: string): never {
    throw new InputError(this.where, `${what} at column ${node.column}`, expected);
  }
}
