import { memoised } from '../../arithmetic/memoised.js';
import { isInteger, type Rational } from '../../arithmetic/rational.js';
import { functions } from '../functions/functions.js';
import { type ComparisonOperator, type Expression, type NodeOf, smallInteger } from '../syntax/expression.js';
import { fractionParts } from '../syntax/fractionParts.js';
import type { FunctionName } from '../syntax/functionName.js';

/**
 * What an expression can be evaluated in: doubles, rationals, enclosures. Null is no value,
 * or none that is seen to be one; no method is asked with it.
 */
export interface Field<T> {
  number(value: Rational): T | null;
  constant(name: 'pi' | 'e'): T | null;
  add(a: T, b: T): T | null;
  multiply(a: T, b: T): T | null;
  divide(a: T, b: T): T | null;
  /** exponent ≥ 1 */
  wholePower(base: T, exponent: number): T | null;
  /** any other power; `of` gives the value of the exponent */
  power(base: T, exponent: Expression, of: (node: Expression) => T | null): T | null;
  call(name: FunctionName, values: readonly T[]): T | null | 'byDefinition';
  compare(operator: ComparisonOperator, left: T, right: T): Truth;
  /** what a comparison is of which a side has no value: not known, or without a truth, whatever stands beside it */
  readonly withoutSides: 'open' | null;
  /** the value of a conditional whose condition is open */
  either(then: T, otherwise: T): T | null;
}

/** Whether a condition holds: open where the values do not settle it, null where a part of it has none. */
export type Truth = boolean | 'open' | null;

/** What names and moments stand for. */
export interface Surroundings<T> {
  symbol(name: string): T | null;
  moment(node: NodeOf<'moment'>): T | null;
}

/** The one walk of a tree over a field: every node once, equal nodes being one. */
export class Walk<T> {
  readonly value = memoised<Expression, T | null>((node) => this.compute(node));

  constructor(
    private readonly field: Field<T>,
    private readonly surroundings: Surroundings<T>,
  ) {}

  private compute(node: Expression): T | null {
    const { field } = this;
    switch (node.kind) {
      case 'number':
        return field.number(node.value);
      case 'constant':
        return field.constant(node.name);
      case 'symbol':
        return this.surroundings.symbol(node.name);
      case 'sum':
        return this.folded(node.terms, (a, b) => field.add(a, b));
      case 'product':
        return this.product(node);
      case 'power':
        return this.power(node.base, node.exponent);
      case 'call':
        return this.call(node.function, node.arguments);
      case 'conditional': {
        const holds = this.truth(node.condition);
        if (holds === null) return null;
        if (holds !== 'open') return this.value(holds ? node.then : node.otherwise);
        const then = this.value(node.then);
        const otherwise = then === null ? null : this.value(node.otherwise);
        return then === null || otherwise === null ? null : field.either(then, otherwise);
      }
      case 'moment':
        return this.surroundings.moment(node);
      case 'comparison':
      case 'logical':
        return null;
    }
  }

  /** One division, by all that stands below the line; the number comes last. */
  private product(node: Expression): T | null {
    const { coefficient, numerators, denominators } = fractionParts(node);
    let above = this.folded(numerators, (a, b) => this.field.multiply(a, b));
    const isOne = isInteger(coefficient) && coefficient.numerator === 1n;
    if (numerators.length === 0 || (above !== null && !isOne)) {
      const factor = this.field.number(coefficient);
      above = above === null || factor === null ? factor : this.field.multiply(above, factor);
    }
    if (above === null || denominators.length === 0) return above;
    let below: T | null = null;
    for (const { base, exponent } of denominators) {
      const value = this.value(base);
      const factor = value === null || exponent === 1 ? value : this.field.wholePower(value, exponent);
      if (factor === null) return null;
      below = below === null ? factor : this.field.multiply(below, factor);
      if (below === null) return null;
    }
    return below === null ? null : this.field.divide(above, below);
  }

  private folded(nodes: readonly Expression[], join: (a: T, b: T) => T | null): T | null {
    let total: T | null = null;
    for (const [i, node] of nodes.entries()) {
      const value = this.value(node);
      if (value === null) return null;
      total = i === 0 ? value : join(total as T, value);
      if (total === null) return null;
    }
    return total;
  }

  private power(base: Expression, exponent: Expression): T | null {
    const below = this.value(base);
    if (below === null) return null;
    const whole = smallInteger(exponent);
    if (whole === null || whole === 0) return this.field.power(below, exponent, this.value);
    const power = Math.abs(whole) === 1 ? below : this.field.wholePower(below, Math.abs(whole));
    if (power === null || whole > 0) return power;
    const one = this.field.number({ numerator: 1n, denominator: 1n });
    return one === null ? null : this.field.divide(one, power);
  }

  private call(name: FunctionName, nodes: readonly Expression[]): T | null {
    const values: T[] = [];
    for (const node of nodes) {
      const value = this.value(node);
      if (value === null) return null;
      values.push(value);
    }
    const result = this.field.call(name, values);
    if (result !== 'byDefinition') return result;
    const definition = functions[name].definition(nodes);
    if (definition === null) throw new Error(`${name} has no definition to be evaluated by`);
    return this.value(definition);
  }

  truth(condition: Expression): Truth {
    switch (condition.kind) {
      case 'comparison': {
        const [left, right] = [this.value(condition.left), this.value(condition.right)];
        if (left === null || right === null) return this.field.withoutSides;
        return this.field.compare(condition.operator, left, right);
      }
      case 'logical': {
        const parts = condition.operands.map((operand) => this.truth(operand));
        if (parts.includes(null)) return null;
        if (condition.operator === 'not') return parts[0] === 'open' ? 'open' : !parts[0];
        const decisive = condition.operator === 'or';
        if (parts.includes(decisive)) return decisive;
        return parts.includes('open') ? 'open' : !decisive;
      }
      case 'conditional': {
        const holds = this.truth(condition.condition);
        if (holds === null) return null;
        if (holds !== 'open') return this.truth(holds ? condition.then : condition.otherwise);
        const [then, otherwise] = [this.truth(condition.then), this.truth(condition.otherwise)];
        return then === null || otherwise === null ? null : then === otherwise ? then : 'open';
      }
      default:
        return null;
    }
  }
}
