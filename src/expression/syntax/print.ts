import { isInteger, type Rational, rational } from '../../arithmetic/rational.js';
import { decimalText, shorterDecimal } from './decimal.js';
import { type Expression, type NodeOf, power } from './expression.js';
import { FormulaWriter } from './formulaWriter.js';
import type { FractionParts } from './fractionParts.js';
import { type Printed, precedence } from './precedence.js';

/**
 * Writes an expression in the grammar that parseExpression reads, short and with few parentheses.
 *
 * Reading the text gives the same tree back, as long as its names are names of the grammar and it stays within the
 * parser's limits of length, depth and digits.
 */
export function printExpression(node: Expression): string {
  return printer.write(node).text;
}

class Printer extends FormulaWriter {
  protected readonly signs = {
    ...{ '<': '<', '<=': '<=', '>': '>', '>=': '>=', '==': '==', '!=': '!=' },
    ...{ and: 'and', or: 'or', not: 'not' },
  };

  protected bracketed(text: string): string {
    return `(${text})`;
  }

  protected name({ name }: { readonly name: string }): string {
    return name;
  }

  protected number(value: Rational): Printed {
    const decimal = shorterDecimal(value);
    if (decimal !== null) return { text: decimal, level: precedence.atom };
    if (isInteger(value)) return { text: integerText(value.numerator), level: precedence.atom };
    return { text: `${integerText(value.numerator)}/${integerText(value.denominator)}`, level: precedence.product };
  }

  /** As one fraction. */
  protected fraction(factor: Rational, { numerators, denominators }: FractionParts): Printed {
    const above = numerators.map((part) => this.within(part, precedence.power));
    const below = denominators.map(({ base, exponent }) => this.within(power(base, exponent), precedence.power));
    const decimal = shorterDecimal(factor);
    if (decimal !== null) above.unshift(decimal);
    else {
      if (factor.numerator !== 1n) above.unshift(integerText(factor.numerator));
      if (factor.denominator !== 1n) below.unshift(integerText(factor.denominator));
    }
    const numerator = above.length === 0 ? '1' : above.join('*');
    if (below.length === 0) return { text: numerator, level: precedence.product };
    const denominator = below.length === 1 ? below[0] : `(${below.join('*')})`;
    return { text: `${numerator}/${denominator}`, level: precedence.product };
  }

  protected power(base: Expression, exponent: Expression): Printed {
    const text = `${this.within(base, precedence.atom)}^${this.within(exponent, precedence.atom)}`;
    return { text, level: precedence.power };
  }

  protected call({ function: name, arguments: values }: NodeOf<'call'>): Printed {
    return this.applied(name, values);
  }

  protected moment({ moment, argument }: NodeOf<'moment'>): Printed {
    return this.applied(moment, [argument]);
  }

  private applied(name: string, values: readonly Expression[]): Printed {
    return { text: `${name}(${values.map((value) => this.text(value)).join(', ')})`, level: precedence.atom };
  }

  protected conditional(node: NodeOf<'conditional'>): Printed {
    const [condition, then] = [node.condition, node.then].map((part) => this.within(part, precedence.or));
    return { text: `${condition} ? ${then} : ${this.text(node.otherwise)}`, level: precedence.conditional };
  }
}

function integerText(value: bigint): string {
  return decimalText(rational(value)) as string;
}

const printer = new Printer();
