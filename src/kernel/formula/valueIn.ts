import { isZero, one, type Rational, rational } from '../../arithmetic/rational.js';
import { NotFollowed } from '../notFollowed.js';
import { type ElementaryFunction, type Formula, largestPower, numeralOf } from './formula.js';

/** What a formula can be evaluated in. `of` is the formula that a value belongs to. Every method may throw NotFollowed. */
export interface Field<T> {
  constant(value: Rational): T;
  readonly pi: T;
  name(name: string): T;
  add(a: T, b: T): T;
  multiply(a: T, b: T): T;
  invert(a: T, of: Formula): T;
  /** an elementary function */
  apply(name: ElementaryFunction, a: T, of: Formula): T;
  /** a broken power, of what is not negative */
  root(a: T, exponent: Rational, of: Formula): T;
  /** any power of what must be shown to be positive */
  raise(a: T, exponent: T, of: Formula): T;
  choose(formula: Conditional, evaluate: (formula: Formula) => T): T;
  moment(kind: 'mean' | 'var', of: Formula): T;
}

/** `c ? a : b` */
export type Conditional = Extract<Formula, { kind: 'conditional' }>;

/** Evaluates formulas in a field, parts that they share once; what is known of some is added to. Throws NotFollowed. */
export function valuesIn<T>(field: Field<T>, known = new Map<Formula, T>()): (formula: Formula) => T {
  const evaluate = (formula: Formula): T => {
    const found = known.get(formula);
    if (found !== undefined) return found;
    const value = compute(formula);
    known.set(formula, value);
    return value;
  };
  const compute = (formula: Formula): T => {
    switch (formula.kind) {
      case 'number':
        return field.constant(formula.value);
      case 'pi':
        return field.pi;
      case 'name':
        return field.name(formula.name);
      case 'sum':
        return formula.parts.map(evaluate).reduce((a, b) => field.add(a, b));
      case 'product':
        return formula.parts.map(evaluate).reduce((a, b) => field.multiply(a, b));
      case 'inverse':
        return field.invert(evaluate(formula.of), formula.of);
      case 'power':
        return powerIn(formula.base, formula.exponent);
      case 'function':
        return field.apply(formula.name, evaluate(formula.of), formula.of);
      case 'conditional':
        return field.choose(formula, evaluate);
      case 'moment':
        return field.moment(formula.moment, formula.of);
    }
  };
  const powerIn = (base: Formula, exponent: Formula): T => {
    const number = numeralOf(exponent);
    if (number === null) return field.raise(evaluate(base), evaluate(exponent), base);
    if (number.denominator !== 1n) return field.root(evaluate(base), number, base);
    return wholePower(field, evaluate(base), Number(number.numerator), base);
  };
  return evaluate;
}

/** a to a whole power; a^0 is 1 wherever a has a value. */
export function wholePower<T>(field: Field<T>, a: T, exponent: number, of: Formula): T {
  if (Math.abs(exponent) > largestPower) throw new NotFollowed(`a power beyond ${largestPower}`);
  const base = exponent < 0 ? field.invert(a, of) : a;
  let result = field.constant(one);
  for (let i = 0; i < Math.abs(exponent); i++) result = field.multiply(result, base);
  return result;
}

/** a − b */
export function subtract<T>(field: Pick<Field<T>, 'add' | 'multiply' | 'constant'>, a: T, b: T): T {
  return field.add(a, field.multiply(field.constant(rational(-1)), b));
}

/** factor · a, but 0 without a product where the factor is 0. */
export function weighted<T>(field: Pick<Field<T>, 'multiply' | 'constant'>, factor: Rational, a: T): T {
  return isZero(factor) ? field.constant(factor) : field.multiply(field.constant(factor), a);
}
