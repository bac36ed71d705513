import { isInteger, type Rational, rational, times } from '../../arithmetic/rational.js';
import { independentParts, multiples } from './independentParts.js';
import { TooLarge } from './normalFormErrors.js';
import { rationalPowerOf } from './normalFormRoots.js';
import type { Normaliser } from './normaliser.js';
import { monomialOf } from './polynomial.js';
import { type Fraction, oneFraction, type Ring, zeroFraction } from './ring.js';

/** [sin u, cos u] through independent angles and the addition theorems; multiples of π/12 are exact. */
export function sineAndCosine(normaliser: Normaliser, angle: Fraction): SineAndCosine {
  const { ring } = normaliser;
  return independentParts(normaliser, angle)
    .map(({ basis, coefficient }) => multipleAngle(normaliser, basis, coefficient))
    .reduce((a, b) => added(ring, a, b), noAngle);
}

/** [sin u, cos u] */
type SineAndCosine = readonly [Fraction, Fraction];

const noAngle: SineAndCosine = [zeroFraction, oneFraction];

/** By the addition theorems. */
function added(ring: Ring, [s, c]: SineAndCosine, [t, d]: SineAndCosine): SineAndCosine {
  const sine = ring.add(ring.multiply(s, d), ring.multiply(c, t));
  return [sine, ring.add(ring.multiply(c, d), ring.negate(ring.multiply(s, t)))];
}

function multipleAngle(normaliser: Normaliser, basis: Fraction, coefficient: Rational): SineAndCosine {
  const { ring } = normaliser;
  const exact = isPi(normaliser, basis) ? exactAngle(normaliser, coefficient) : null;
  if (exact !== null) return exact;
  const { count, granularity } = multiples(normaliser, `angle ${ring.fractionText(basis)}`, coefficient);
  if (Math.abs(count) > largestAngleMultiple) throw new TooLarge('a large multiple of an angle');
  const unit = ring.multiply(basis, ring.constant(rational(1n, granularity)));
  const text = ring.fractionText(unit);
  const dependsOnData = ring.hasData(unit);
  const sineId = ring.variable(`sine(${text})`, () => ({ atom: { kind: 'sine', angle: unit }, dependsOnData }));
  const cosineId = ring.variable(`cosine(${text})`, () => ({ atom: { kind: 'cosine', angle: unit }, dependsOnData }));
  ring.relations.stateSine(sineId, cosineId);
  const single: SineAndCosine = [ring.atomFraction(sineId), ring.atomFraction(cosineId)];
  let result = noAngle;
  for (let n = 0; n < Math.abs(count); n++) result = added(ring, result, single);
  return count < 0 ? [ring.negate(result[0]), result[1]] : result;
}

const largestAngleMultiple = 200;

function isPi(normaliser: Normaliser, basis: Fraction): boolean {
  if (basis.denominator.size > 0 || basis.numerator.size !== 1) return false;
  const [[monomial]] = basis.numerator;
  const pi = normaliser.ring.atoms.findIndex((atom) => atom.kind === 'pi');
  return pi >= 0 && monomial === monomialOf(pi, 1);
}

/** sin and cos of q·π for q a multiple of 1/12, else null. */
function exactAngle(normaliser: Normaliser, turns: Rational): SineAndCosine | null {
  const twelfths = times(turns, rational(12));
  if (!isInteger(twelfths)) return null;
  const step = Number(((twelfths.numerator % 24n) + 24n) % 24n);
  const { ring } = normaliser;
  const root = (n: number): Fraction => rationalPowerOf(normaliser, ring.constant(rational(n)), rational(1, 2), true);
  const half = ring.constant(rational(1, 2));
  const quarterRoot = (n: number): Fraction => ring.multiply(ring.multiply(half, half), root(n));
  // sin(k·π/12) for k = 0, 1, …, 6
  const quarter: readonly Fraction[] = [
    zeroFraction,
    ring.add(quarterRoot(6), ring.negate(quarterRoot(2))),
    half,
    ring.multiply(half, root(2)),
    ring.multiply(half, root(3)),
    ring.add(quarterRoot(6), quarterRoot(2)),
    oneFraction,
  ];
  const sineOf = (k: number): Fraction => {
    const turn = ((k % 24) + 24) % 24;
    if (turn > 12) return ring.negate(sineOf(turn - 12));
    return quarter[turn > 6 ? 12 - turn : turn];
  };
  return [sineOf(step), sineOf(step + 6)];
}
