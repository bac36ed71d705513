import { exactRoot } from '../../arithmetic/exactRoot.js';
import { compare, dividedBy, isZero, one, plus, power, type Rational, times, zero } from '../../arithmetic/rational.js';
import { exactValue } from '../functions/functions.js';
import { holds } from '../syntax/condition.js';
import { type Expression, number } from '../syntax/expression.js';
import { type SampleTable, sampledSurroundings } from './samples.js';
import { type Field, Walk } from './walk.js';

/** Rows of exact data: samples × names. */
export type ExactSamples = SampleTable<Rational>;

/**
 * The exact value of an expression, or null when it is not a rational number that can be told as one: a name without a
 * value, π, exp(1), √2, a division by zero, mean(…) without samples.
 */
export function evaluateExact(
  expression: Expression,
  values: ReadonlyMap<string, Rational>,
  samples?: ExactSamples,
): Rational | null {
  return exactWalk(values, samples).value(expression);
}

/** Whether a condition holds, decided exactly; null when a side of it has no exact value, or when it is no condition. */
export function decideExact(
  condition: Expression,
  values: ReadonlyMap<string, Rational>,
  samples?: ExactSamples,
): boolean | null {
  const truth = exactWalk(values, samples).truth(condition);
  return truth === 'open' ? null : truth;
}

function exactWalk(values: ReadonlyMap<string, Rational>, samples: ExactSamples | undefined): Walk<Rational> {
  const symbol = (name: string): Rational | null => values.get(name) ?? null;
  return new Walk(
    rationals,
    sampledSurroundings(rationals, samples ?? null, symbol, (value) => value),
  );
}

/** Rational numbers; what may be irrational has no value, and a condition on it is open. */
const rationals: Field<Rational> = {
  number: (value) => value,
  constant: () => null,
  add: plus,
  multiply: times,
  divide: (a, b) => (isZero(b) ? null : dividedBy(a, b)),
  wholePower: (base, exponent) => (exponent > largestExponent ? null : power(base, exponent)),
  power(base, exponent, of) {
    const above = of(exponent);
    return above && exactPower(base, above);
  },
  call(name, values) {
    const exact = exactValue(name, values.map(number));
    return exact?.kind === 'number' ? exact.value : null;
  },
  compare: (operator, left, right) => holds(operator, compare(left, right)),
  withoutSides: 'open',
  either: () => null,
};

/** Larger whole exponents are not worked out, nor roots of higher degree. */
const largestExponent = 1024;

/** A rational power that is rational: 4^(3/2) is 8; null for 0 to a negative power and for irrational or complex roots. */
function exactPower(base: Rational, exponent: Rational): Rational | null {
  if (isZero(base)) return exponent.numerator > 0n ? zero : exponent.numerator === 0n ? one : null;
  const whole = Number(exponent.numerator);
  const degree = Number(exponent.denominator);
  if (Math.abs(whole) > largestExponent || degree > largestExponent) return null;
  const root = degree === 1 ? base : exactRoot(base, degree);
  return root === null ? null : power(root, whole);
}
