import type { Enclosure } from '../../arithmetic/enclosure.js';
import * as enclosures from '../../arithmetic/enclosure.js';
import { exponential, logarithm, piEnclosure, squareRoot } from '../../arithmetic/enclosureFunctions.js';
import { type Rational, rational } from '../../arithmetic/rational.js';
import { functions } from '../functions/functions.js';
import { type ComparisonOperator, type Expression, smallInteger } from '../syntax/expression.js';

/** Samples over which mean(…) and var(…) are taken: names, then one row of exact numbers a sample. */
export interface SampleRows {
  readonly names: readonly string[];
  readonly rows: readonly (readonly Rational[])[];
}

/**
 * An interval with exact end points that holds the expression's value at an exact point; null where the value is not
 * defined there or is not separated from a point where it is not. Works with about `bits` significant binary digits.
 */
export function encloseExpression(
  expression: Expression,
  values: ReadonlyMap<string, Rational>,
  bits: number,
  samples: SampleRows | null = null,
): Enclosure | null {
  return new Evaluation(values, bits, samples).value(expression);
}

class Evaluation {
  private readonly known = new Map<Expression, Enclosure | null>();

  constructor(
    private readonly values: ReadonlyMap<string, Rational>,
    private readonly bits: number,
    private readonly samples: SampleRows | null,
  ) {}

  value(node: Expression): Enclosure | null {
    const found = this.known.get(node);
    if (found !== undefined) return found;
    const result = this.compute(node);
    const rounded = result === null ? null : enclosures.outward(result, this.bits);
    this.known.set(node, rounded);
    return rounded;
  }

  private compute(node: Expression): Enclosure | null {
    switch (node.kind) {
      case 'number':
        return enclosures.exact(node.value);
      case 'constant':
        return node.name === 'pi' ? piEnclosure(this.bits) : exponential(enclosures.exact(rational(1)), this.bits);
      case 'symbol': {
        const value = this.values.get(node.name);
        return value === undefined ? null : enclosures.exact(value);
      }
      case 'sum':
        return this.folded(node.terms, enclosures.plus);
      case 'product':
        return this.folded(node.factors, enclosures.times);
      case 'power':
        return this.power(node.base, node.exponent);
      case 'call':
        return this.call(node);
      case 'conditional': {
        const holds = this.truth(node.condition);
        if (holds === null) return null;
        if (holds !== 'open') return this.value(holds ? node.then : node.otherwise);
        const then = this.value(node.then);
        const otherwise = this.value(node.otherwise);
        return then === null || otherwise === null ? null : enclosures.hull(then, otherwise);
      }
      case 'moment':
        return this.moment(node);
      case 'comparison':
      case 'logical': {
        const holds = this.truth(node);
        if (holds === null) return null;
        return holds === 'open'
          ? { lower: rational(0), upper: rational(1) }
          : enclosures.exact(rational(holds ? 1 : 0));
      }
    }
  }

  private folded(parts: readonly Expression[], join: (a: Enclosure, b: Enclosure) => Enclosure): Enclosure | null {
    let total: Enclosure | null = null;
    for (const part of parts) {
      const value = this.value(part);
      if (value === null) return null;
      total = total === null ? value : enclosures.outward(join(total, value), this.bits);
    }
    return total;
  }

  private power(base: Expression, exponent: Expression): Enclosure | null {
    const below = this.value(base);
    if (below === null) return null;
    const whole = smallInteger(exponent);
    if (whole !== null) return Math.abs(whole) > largestPower ? null : enclosures.power(below, whole, this.bits);
    if (exponent.kind === 'number' && exponent.value.denominator === 2n && exponent.value.numerator === 1n)
      return squareRoot(below, this.bits);
    const above = this.value(exponent);
    const logarithmOfBase = logarithm(below, this.bits);
    if (above === null || logarithmOfBase === null) return null;
    return exponential(enclosures.times(above, logarithmOfBase), this.bits);
  }

  private call(node: Extract<Expression, { kind: 'call' }>): Enclosure | null {
    const { enclosure, definition } = functions[node.function];
    const simpler = enclosure === 'byDefinition' ? definition(node.arguments) : null;
    if (enclosure === 'byDefinition') return simpler && this.value(simpler);
    const values = node.arguments.map((argument) => this.value(argument));
    return values.every((value) => value !== null) ? enclosure(values, this.bits) : null;
  }

  /** Where a side of a comparison has no value, neither has the condition, whatever stands beside it: null. */
  private truth(condition: Expression): Truth | null {
    if (condition.kind === 'comparison') {
      const left = this.value(condition.left);
      const right = this.value(condition.right);
      return left === null || right === null ? null : compared(condition.operator, left, right);
    }
    if (condition.kind !== 'logical') return null;
    const parts = condition.operands.map((operand) => this.truth(operand));
    if (parts.includes(null)) return null;
    switch (condition.operator) {
      case 'not':
        return parts[0] === 'open' ? 'open' : !parts[0];
      case 'and':
        return parts.includes(false) ? false : parts.includes('open') ? 'open' : true;
      case 'or':
        return parts.includes(true) ? true : parts.includes('open') ? 'open' : false;
    }
  }

  private moment(node: Extract<Expression, { kind: 'moment' }>): Enclosure | null {
    if (this.samples === null || this.samples.rows.length === 0) return null;
    const { names, rows } = this.samples;
    const count = enclosures.exact(rational(1, rows.length));
    let total = enclosures.exact(rational(0));
    let squares = enclosures.exact(rational(0));
    for (const row of rows) {
      const inner = new Map([...this.values, ...names.map((name, i) => [name, row[i]] as const)]);
      const value = encloseExpression(node.argument, inner, this.bits, this.samples);
      if (value === null) return null;
      total = enclosures.outward(enclosures.plus(total, value), this.bits);
      const square = enclosures.power(value, 2, this.bits) as Enclosure;
      squares = enclosures.outward(enclosures.plus(squares, square), this.bits);
    }
    const mean = enclosures.times(total, count);
    if (node.moment === 'mean') return mean;
    return enclosures.minus(enclosures.times(squares, count), enclosures.power(mean, 2, this.bits) as Enclosure);
  }
}

/** Beyond this a numeric power only costs memory. */
const largestPower = 4096;

/** open: the enclosures do not settle it */
type Truth = boolean | 'open';

function compared(operator: ComparisonOperator, left: Enclosure, right: Enclosure): Truth {
  const sign = enclosures.signOf(enclosures.minus(left, right));
  if (sign === null) {
    const gap = enclosures.minus(left, right);
    if (gap.lower.numerator >= 0n && operator === '>=') return true;
    if (gap.lower.numerator >= 0n && operator === '<') return false;
    if (gap.upper.numerator <= 0n && operator === '<=') return true;
    if (gap.upper.numerator <= 0n && operator === '>') return false;
    return 'open';
  }
  switch (operator) {
    case '<':
      return sign < 0;
    case '<=':
      return sign <= 0;
    case '>':
      return sign > 0;
    case '>=':
      return sign >= 0;
    case '==':
      return sign === 0;
    case '!=':
      return sign !== 0;
  }
}
