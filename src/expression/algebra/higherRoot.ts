import { primeFactors } from '../../arithmetic/primeFactors.js';
import { rational } from '../../arithmetic/rational.js';
import { factorsOf } from './factors.js';
import { isNotNegative, learnNonnegative } from './normalFormSigns.js';
import type { Normaliser } from './normaliser.js';
import {
  constantPolynomial,
  negatePolynomial,
  onePolynomial,
  type Polynomial,
  polynomialKey,
  variablePolynomial,
} from './polynomial.js';
import { type Fraction, oneFraction, type Ring } from './ring.js';
import { rootPower } from './rootPower.js';

/** u^(1/index), index ≥ 3, defined for u ≥ 0: factors known not to be negative get roots of their own, the others one together. */
export function higherRoot(normaliser: Normaliser, value: Fraction, index: number, guarded: boolean): Fraction {
  const { ring } = normaliser;
  const { coefficient, content, powers } = factorsOf(ring, value);
  let result = oneFraction;
  const open: { polynomial: Polynomial; exponent: number }[] = [];
  const visit = (polynomial: Polynomial, exponent: number): void => {
    if (isNotNegative(normaliser, polynomial)) {
      result = ring.multiply(result, rootPower(normaliser, polynomial, rational(exponent, index)));
    } else open.push({ polynomial, exponent });
  };
  for (const [prime, exponent] of primeFactors(coefficient)) visit(constantPolynomial(rational(prime)), exponent);
  for (const { variable, exponent } of content) {
    const atom = ring.atoms[variable];
    if (atom.kind === 'exponential') {
      const share = ring.multiply(atom.exponent, ring.constant(rational(exponent, index)));
      result = ring.multiply(result, normaliser.exponential(share, guarded));
    } else if (atom.kind === 'root') {
      const share = rational(exponent, index * atom.index);
      result = ring.multiply(result, rootPower(normaliser, atom.radicand, share));
    } else visit(variablePolynomial(variable), exponent);
  }
  for (const { base, exponent } of powers) visit(base, exponent);
  const negative = coefficient.numerator < 0n;
  if (open.length === 1 && open[0].exponent % 2 !== 0 && !guarded) {
    learnNonnegative(normaliser, negative ? negatePolynomial(open[0].polynomial) : open[0].polynomial);
  }
  if (open.length === 0 && !negative) return result;
  return ring.multiply(result, jointRoot(normaliser, open, negative, index));
}

/** The root of a product of factors of unknown sign. */
function jointRoot(
  normaliser: Normaliser,
  factors: readonly { readonly polynomial: Polynomial; readonly exponent: number }[],
  negative: boolean,
  index: number,
): Fraction {
  const { ring } = normaliser;
  let above: Polynomial = negative ? negatePolynomial(onePolynomial) : onePolynomial;
  const denominator = new Map<string, { factor: Polynomial; exponent: number }>();
  for (const { polynomial, exponent } of factors) {
    if (polynomial.size === 1) above = ring.product(above, powerOf(ring, polynomial, exponent));
    else if (exponent > 0) above = ring.product(above, powerOf(ring, polynomial, exponent));
    else denominator.set(polynomialKey(polynomial), { factor: polynomial, exponent: -exponent });
  }
  if (denominator.size === 0) return rootPower(normaliser, above, rational(1, index));
  const exponent = ring.constant(rational(1, index));
  const base: Fraction = { numerator: above, denominator };
  const text = `power(${ring.fractionText(base)};${ring.fractionText(exponent)})`;
  return normaliser.atom(text, { kind: 'power', base, exponent }, ring.hasData(base));
}

function powerOf(ring: Ring, polynomial: Polynomial, exponent: number): Polynomial {
  return (ring.power(ring.polynomial(polynomial), exponent) as Fraction).numerator;
}
