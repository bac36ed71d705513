import { equal, negated, rational } from '../../arithmetic/rational.js';
import type { Normaliser } from './normaliser.js';
import { forEachPower, type Monomial, monomialOf, type Polynomial } from './polynomial.js';
import { type Fraction, zeroFraction } from './ring.js';

/**
 * A simpler fraction that has the sign of a polynomial everywhere, by an increasing function: u − v for exp(u) − exp(v),
 * u for erf(u); null when there is none.
 */
export function sameSign(normaliser: Normaliser, polynomial: Polynomial): Fraction | null {
  const { ring, options } = normaliser;
  if (options.purpose === 'display') return null;
  const [[monomial, coefficient], other] = polynomial;
  if (other === undefined) {
    for (const [variable, atom] of ring.atoms.entries()) {
      if (monomial !== monomialOf(variable, 1) || atom.kind !== 'call' || atom.function !== 'erf') continue;
      return ring.multiply(ring.constant(coefficient), atom.arguments[0]);
    }
    return null;
  }
  if (polynomial.size !== 2 || !equal(coefficient, negated(other[1]))) return null;
  const first = logarithmOfExponentials(normaliser, monomial);
  const second = logarithmOfExponentials(normaliser, other[0]);
  if (first === null || second === null) return null;
  return ring.multiply(ring.constant(coefficient), ring.add(first, ring.negate(second)));
}

/** The exponent of a product of exponentials, else null. */
function logarithmOfExponentials({ ring }: Normaliser, monomial: Monomial): Fraction | null {
  let result: Fraction | null = zeroFraction;
  forEachPower(monomial, (variable, exponent) => {
    const atom = ring.atoms[variable];
    if (atom.kind !== 'exponential' || result === null) result = null;
    else result = ring.add(result, ring.multiply(ring.constant(rational(exponent)), atom.exponent));
  });
  return result;
}
