import { type Rational, rational } from '../../arithmetic/rational.js';
import type { Expression } from '../../expression/syntax/expression.js';

/** What a formula can be evaluated in: quotients of polynomials, intervals, or dual numbers over either. */
export interface Field<T> {
  constant(value: Rational): T;
  readonly pi: T;
  add(a: T, b: T): T;
  multiply(a: T, b: T): T;
  /** Throws NotFollowed where a is 0 or not separated from it. */
  invert(a: T): T;
  exp(a: T): T;
  log(a: T): T;
  sqrt(a: T): T;
  sin(a: T): T;
  cos(a: T): T;
  erf(a: T): T;
  /** whether a is 0; null where that is not settled */
  vanishes(a: T): boolean | null;
  /** |a| */
  size(a: T): T;
  /** 1 where a > 0, else 0 */
  isPositive(a: T): T;
}

/** The checker cannot follow a step; the certificate then counts as not verified. */
export class NotFollowed extends Error {}

/** A field with the values of names and moments in it. */
export interface Surroundings<T> {
  readonly field: Field<T>;
  value(name: string): T;
  moment(kind: 'mean' | 'var', argument: Expression): T;
}

/** The value of a formula in a field. Throws NotFollowed. */
export function valueIn<T>(surroundings: Surroundings<T>, formula: Expression): T {
  const { field } = surroundings;
  const known = new Map<Expression, T>();
  const of = (node: Expression): T => {
    const found = known.get(node);
    if (found !== undefined) return found;
    const value = compute(node);
    known.set(node, value);
    return value;
  };
  const compute = (node: Expression): T => {
    switch (node.kind) {
      case 'number':
        return field.constant(node.value);
      case 'constant':
        return node.name === 'pi' ? field.pi : field.exp(field.constant(one));
      case 'symbol':
        return surroundings.value(node.name);
      case 'sum':
        return node.terms.map(of).reduce((a, b) => field.add(a, b));
      case 'product':
        return node.factors.map(of).reduce((a, b) => field.multiply(a, b));
      case 'power':
        return raised(field, of(node.base), node.exponent, of);
      case 'call':
        return applied(field, node.function, node.arguments.map(of));
      case 'conditional': {
        const chosen = truth(node.condition);
        const [then, otherwise] = [of(node.then), of(node.otherwise)];
        return field.add(otherwise, field.multiply(chosen, subtract(field, then, otherwise)));
      }
      case 'moment':
        return surroundings.moment(node.moment, node.argument);
      case 'comparison':
      case 'logical':
        throw new NotFollowed('a condition stands where a number is expected');
    }
  };
  const not = (value: T): T => subtract(field, field.constant(one), value);
  /** 1 where the condition holds, else 0 */
  const truth = (condition: Expression): T => {
    if (condition.kind === 'comparison') {
      const gap = subtract(field, of(condition.left), of(condition.right));
      const opposite = (): T => field.multiply(field.constant(rational(-1)), gap);
      switch (condition.operator) {
        case '>':
          return field.isPositive(gap);
        case '>=':
          return not(field.isPositive(opposite()));
        case '<':
          return field.isPositive(opposite());
        case '<=':
          return not(field.isPositive(gap));
        case '==':
        case '!=': {
          const vanishes = field.vanishes(gap);
          if (vanishes === null) throw new NotFollowed('whether two sides are equal is not settled');
          return field.constant(rational(vanishes === (condition.operator === '==') ? 1 : 0));
        }
      }
    }
    if (condition.kind !== 'logical') throw new NotFollowed('an unknown condition');
    const parts = condition.operands.map(truth);
    if (condition.operator === 'not') return not(parts[0]);
    if (condition.operator === 'and') return parts.reduce((a, b) => field.multiply(a, b));
    return not(parts.map(not).reduce((a, b) => field.multiply(a, b)));
  };
  return of(formula);
}

const one = rational(1);

/** The difference a − b in a field. */
export function subtract<T>(field: Field<T>, a: T, b: T): T {
  return field.add(a, field.multiply(field.constant(rational(-1)), b));
}

/** a to a whole power. */
export function wholePower<T>(field: Field<T>, a: T, exponent: number): T {
  if (Math.abs(exponent) > largestPower) throw new NotFollowed(`a power beyond ${largestPower}`);
  const base = exponent < 0 ? field.invert(a) : a;
  let result = field.constant(one);
  for (let i = 0; i < Math.abs(exponent); i++) result = field.multiply(result, base);
  return result;
}

const largestPower = 64;

function raised<T>(field: Field<T>, base: T, exponent: Expression, of: (node: Expression) => T): T {
  if (exponent.kind === 'number') {
    const { numerator, denominator } = exponent.value;
    if (denominator === 1n) return wholePower(field, base, Number(numerator));
    if (denominator === 2n) return wholePower(field, field.sqrt(base), Number(numerator));
  }
  return field.exp(field.multiply(of(exponent), field.log(base)));
}

/** The functions of the grammar through those of a field (docs/expressions.md). */
function applied<T>(field: Field<T>, name: string, values: readonly T[]): T {
  const [z] = values;
  const number = (numerator: number, denominator = 1): T => field.constant(rational(numerator, denominator));
  const half = (value: T): T => field.multiply(number(1, 2), value);
  const minus = (value: T): T => field.multiply(number(-1), value);
  const larger = (a: T, b: T): T => half(field.add(field.add(a, b), field.size(subtract(field, a, b))));
  switch (name) {
    case 'exp':
    case 'log':
    case 'sqrt':
    case 'sin':
    case 'cos':
    case 'erf':
      return field[name](z);
    case 'sign':
      return subtract(field, field.isPositive(z), field.isPositive(minus(z)));
    case 'abs':
      return field.size(z);
    case 'tan':
      return field.multiply(field.sin(z), field.invert(field.cos(z)));
    case 'sinh':
      return half(subtract(field, field.exp(z), field.exp(minus(z))));
    case 'cosh':
      return half(field.add(field.exp(z), field.exp(minus(z))));
    case 'tanh': {
      const square = field.exp(field.multiply(number(2), z));
      return field.multiply(subtract(field, square, number(1)), field.invert(field.add(square, number(1))));
    }
    case 'sigmoid':
      return field.invert(field.add(number(1), field.exp(minus(z))));
    case 'softplus':
      return field.log(field.add(number(1), field.exp(z)));
    case 'relu':
      return larger(z, number(0));
    case 'gelu': {
      const scaled = field.multiply(z, field.invert(field.sqrt(number(2))));
      return half(field.multiply(z, field.add(number(1), field.erf(scaled))));
    }
    case 'max':
      return values.reduce(larger);
    case 'min':
      return minus(values.map(minus).reduce(larger));
    default:
      throw new NotFollowed(`the function ${name}`);
  }
}
