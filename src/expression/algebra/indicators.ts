import { isZero, type Rational } from '../../arithmetic/rational.js';
import type { Fraction } from './fraction.js';
import type { FractionArithmetic } from './fractionArithmetic.js';
import { DivisionByZero } from './normalFormErrors.js';
import {
  addTerm,
  asConstant,
  exponentIn,
  type Monomial,
  monomialOf,
  multiplyMonomials,
  type Polynomial,
  variablesOf,
} from './polynomial.js';

/*
 * An indicator e is 0 or 1, so that f(v) = f(v at e = 0) + e·(f(v at e = 1) − f(v at e = 0)) for every function f: what is
 * piecewise inside comes out, and the pieces are compared each by itself.
 */

/**
 * f of values that hold indicators, case by case; f is told whether its arguments are those of one case among others.
 * A case in which f is not defined anywhere (DivisionByZero) leaves the other: the expression has no value in it.
 */
export function byCases(
  ring: FractionArithmetic,
  values: readonly Fraction[],
  guarded: boolean,
  f: (values: readonly Fraction[], guarded: boolean) => Fraction,
): Fraction {
  const indicators = new Set(values.flatMap((value) => indicatorsIn(ring, value)));
  if (indicators.size === 0 || indicators.size > largestNumber) return f(values, guarded);
  const [indicator] = indicators;
  const at = (isTrue: boolean): Fraction =>
    byCases(
      ring,
      values.map((value) => settled(ring, value, indicator, isTrue)),
      true,
      f,
    );
  return joined(
    ring,
    indicator,
    () => at(true),
    () => at(false),
  );
}

/** Cases double with every indicator. */
const largestNumber = 4;

/** otherwise + indicator·(then − otherwise), where one of the two may be undefined everywhere. */
export function joined(
  ring: FractionArithmetic,
  indicator: number | Fraction,
  then: () => Fraction,
  otherwise: () => Fraction,
): Fraction {
  const holds = typeof indicator === 'number' ? ring.atomFraction(indicator) : indicator;
  const known = holds.denominator.size === 0 ? asConstant(holds.numerator) : null;
  if (known !== null) return isZero(known) ? otherwise() : then();
  let second: Fraction;
  try {
    second = otherwise();
  } catch (error) {
    if (error instanceof DivisionByZero) return then();
    throw error;
  }
  try {
    return ring.add(second, ring.multiply(holds, ring.add(then(), ring.negate(second))));
  } catch (error) {
    if (error instanceof DivisionByZero) return second;
    throw error;
  }
}

/** The variables of a fraction that are 0 or 1. */
export function indicatorsIn(ring: FractionArithmetic, value: Fraction): number[] {
  const parts = [value.numerator, ...[...value.denominator.values()].map(({ factor }) => factor)];
  const variables = new Set(parts.flatMap((part) => [...variablesOf(part)]));
  return [...variables].filter((variable) => ring.isIndicator(variable));
}

/** The polynomial with an indicator, and with it what excludes it, put to its value. */
export function settledPolynomial(
  ring: FractionArithmetic,
  a: Polynomial,
  indicator: number,
  isTrue: boolean,
): Polynomial {
  const excluded = isTrue ? ring.relations.partnerOf(indicator) : null;
  const result = new Map<Monomial, Rational>();
  for (const [monomial, coefficient] of a) {
    const power = exponentIn(monomial, indicator);
    if (power > 0 && !isTrue) continue;
    if (excluded !== null && exponentIn(monomial, excluded) > 0) continue;
    addTerm(result, power > 0 ? multiplyMonomials(monomial, monomialOf(indicator, -power)) : monomial, coefficient);
  }
  return result;
}

/** Denominators hold no indicators: the ring inverts case by case. */
function settled(
  ring: FractionArithmetic,
  { numerator, denominator }: Fraction,
  indicator: number,
  isTrue: boolean,
): Fraction {
  return { numerator: settledPolynomial(ring, numerator, indicator, isTrue), denominator };
}
