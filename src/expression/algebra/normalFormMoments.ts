import { dividedBy, one } from '../../arithmetic/rational.js';
import type { Normaliser } from './normaliser.js';
import { partialFractions } from './partialFractions.js';
import { invertMonomial, type Polynomial, scalePolynomial, splitMonomial, unitMonomial } from './polynomial.js';
import { type Fraction, oneFraction, zeroFraction } from './ring.js';

/**
 * mean or var of a fraction, with everything that does not depend on the sample taken out.
 *
 * For a proof var is written through means, and what stands inside a mean is split into partial fractions: the mean is
 * linear, so its atoms have to be linearly independent.
 */
export function momentOf(normaliser: Normaliser, name: 'mean' | 'var', value: Fraction): Fraction {
  const { ring, options } = normaliser;
  if (name === 'var' && options.purpose === 'display') return variance(normaliser, value);
  if (name === 'var') {
    const mean = momentOf(normaliser, 'mean', value);
    return ring.add(momentOf(normaliser, 'mean', ring.multiply(value, value)), ring.negate(ring.multiply(mean, mean)));
  }
  const inside = new Map([...value.denominator].filter(([, part]) => ring.polynomialHasData(part.factor)));
  const parts =
    options.purpose === 'display'
      ? [{ numerator: value.numerator, denominator: inside }]
      : partialFractions(ring, { numerator: value.numerator, denominator: inside });
  let result = zeroFraction;
  for (const part of parts) result = ring.add(result, meanOfPart(normaliser, part));
  for (const [key, { factor, exponent }] of value.denominator) {
    if (inside.has(key)) continue;
    result = ring.multiply(result, ring.power(ring.polynomial(factor), -exponent) as Fraction);
  }
  return result;
}

/** Every factor of the denominator depends on the sample. */
function meanOfPart(normaliser: Normaliser, { numerator, denominator }: Fraction): Fraction {
  const { ring } = normaliser;
  let result = zeroFraction;
  for (const [monomial, coefficient] of numerator) {
    const { wanted: inside, others: outside } = splitMonomial(monomial, (variable) => ring.dependsOnData[variable]);
    const argument: Fraction = { numerator: new Map([[inside, one]]), denominator };
    const mean =
      inside === unitMonomial && denominator.size === 0 ? oneFraction : momentAtom(normaliser, 'mean', argument);
    const factor: Polynomial = new Map([[outside, coefficient]]);
    result = ring.add(result, ring.multiply(ring.polynomial(factor), mean));
  }
  return result;
}

/** var of (outer factor) · u + (what does not depend on the sample) = factor² var(u). */
function variance(normaliser: Normaliser, value: Fraction): Fraction {
  const { ring } = normaliser;
  const varying: Fraction =
    value.denominator.size > 0
      ? value
      : ring.polynomial(new Map([...value.numerator].filter(([monomial]) => ring.monomialHasData(monomial))));
  if (varying.numerator.size === 0) return zeroFraction;
  const { coefficient, content } = ring.primitive(varying.numerator);
  const { others: outside } = splitMonomial(content, (variable) => ring.dependsOnData[variable]);
  const inner = scalePolynomial(varying.numerator, dividedBy(one, coefficient), invertMonomial(outside));
  const factor = ring.polynomial(new Map([[outside, coefficient]]));
  const atom = momentAtom(normaliser, 'var', { numerator: inner, denominator: varying.denominator });
  return ring.multiply(ring.multiply(factor, factor), atom);
}

function momentAtom(normaliser: Normaliser, name: 'mean' | 'var', argument: Fraction): Fraction {
  const text = `${name}(${normaliser.ring.fractionText(argument)})`;
  return normaliser.atom(text, { kind: 'moment', moment: name, argument }, false);
}
