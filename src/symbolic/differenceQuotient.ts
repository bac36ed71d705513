import { type Enclosure, exact, minus, times } from '../arithmetic/enclosure.js';
import { fromNumber, plus as plusRational, type Rational, rational, toNumber } from '../arithmetic/rational.js';
import { encloseExpression } from '../expression/evaluation/enclose.js';
import type { Expression } from '../expression/syntax/expression.js';

/**
 * The derivative of a formula by the named variables, one after the other, from central differences of its exact
 * enclosures alone, so that it shares nothing with any rule of differentiation; null where the formula is not defined
 * around the point. Of a formula that is smooth there the value is right to some twenty digits.
 */
export function differenceQuotient(
  formula: Expression,
  names: readonly string[],
  point: ReadonlyMap<string, number>,
): number | null {
  const at = new Map([...point].map(([name, value]) => [name, fromNumber(value)]));
  const value = differences(formula, names, at);
  return value === null ? null : toNumber(value.lower);
}

/** The differences' error, of order step², is below a double's; two of them leave three quarters of the bits. */
const step = rational(1, 2n ** 40n);
const bits = 320;

function differences(
  formula: Expression,
  names: readonly string[],
  at: ReadonlyMap<string, Rational>,
): Enclosure | null {
  const [name, ...others] = names;
  if (name === undefined) return encloseExpression(formula, at, bits);
  const beside = (offset: Rational): Enclosure | null =>
    differences(formula, others, new Map([...at, [name, plusRational(at.get(name) as Rational, offset)]]));
  const above = beside(step);
  const below = beside(rational(-step.numerator, step.denominator));
  if (above === null || below === null) return null;
  return times(minus(above, below), exact(rational(step.denominator, 2n)));
}
