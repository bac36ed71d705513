import { type Rational, rational } from '../numeric/rational.js';
import { independentParts, multiples } from './independentParts.js';
import type { Normaliser } from './normalForm.js';
import { learnNonnegative, primeFactors, rationalPowerOf } from './normalFormRoots.js';
import { absolutePolynomial, oriented } from './normalFormSigns.js';
import { forEachPower, type Polynomial, variablePolynomial } from './polynomial.js';
import { type Fraction, oneFraction, TooLarge } from './ring.js';

/**
 * exp(u): u is split into rationally independent parts q·b (b a monomial, or a monomial over one denominator), and each
 * becomes a whole power of the atom exp(b/D). exp(c·log|p|) is |p|^c.
 */
export function exponentialOf(normaliser: Normaliser, exponent: Fraction, guarded: boolean): Fraction {
  const { ring } = normaliser;
  let result = oneFraction;
  for (const { basis, coefficient } of independentParts(normaliser, exponent)) {
    const logarithm = basis.denominator.size === 0 ? soleLogarithm(normaliser, basis) : null;
    const factor =
      logarithm !== null
        ? rationalPowerOf(normaliser, absolutePolynomial(normaliser, logarithm), coefficient, guarded)
        : exponentialAtom(normaliser, basis, coefficient);
    result = ring.multiply(result, factor);
  }
  return result;
}

function exponentialAtom(normaliser: Normaliser, basis: Fraction, coefficient: Rational): Fraction {
  const { ring } = normaliser;
  const { count, granularity } = multiples(normaliser, `exp ${ring.fractionText(basis)}`, coefficient);
  const unit = ring.multiply(basis, ring.constant(rational(1n, granularity)));
  const variable = ring.variable(`exp(${ring.fractionText(unit)})`, () => ({
    atom: { kind: 'exponential', exponent: unit },
    dependsOnData: ring.hasData(unit),
  }));
  return ring.polynomial(variablePolynomial(variable, count));
}

/** p when the basis is the single atom log|p|. */
function soleLogarithm(normaliser: Normaliser, basis: Fraction): Polynomial | null {
  const [[monomial]] = basis.numerator;
  if (monomial.length !== 2) return null;
  let found: Polynomial | null = null;
  forEachPower(monomial, (variable, exponent) => {
    const atom = normaliser.ring.atoms[variable];
    if (exponent === 1 && atom.kind === 'logarithm') found = atom.argument;
  });
  return found;
}

/** log(u) on its domain u > 0, as a sum over the factors of u: whole multiples of log|p|, and exponents of exponentials. */
export function logarithmOf(normaliser: Normaliser, value: Fraction, guarded: boolean): Fraction {
  const { ring } = normaliser;
  if (value.numerator.size === 0) throw new TooLarge('log of an expression that is zero');
  const { coefficient, content, rest } = ring.primitive(value.numerator);
  let result = ring.constant(rational(0));
  const add = (part: Fraction, factor: number): void => {
    result = ring.add(result, ring.multiply(ring.constant(rational(factor)), part));
  };
  for (const [prime, exponent] of primeFactors(coefficient)) {
    add(logarithmAtom(normaliser, ring.constant(rational(prime)).numerator), exponent);
  }
  let odd = 0;
  forEachPower(content, (variable, exponent) => {
    const atom = ring.atoms[variable];
    if (atom.kind === 'exponential') add(atom.exponent, exponent);
    else add(logarithmAtom(normaliser, variablePolynomial(variable)), exponent);
    if (atom.kind !== 'exponential' && exponent % 2 !== 0) odd++;
  });
  if (rest.size > 1) add(logarithmAtom(normaliser, rest), 1);
  for (const { factor, exponent } of value.denominator.values()) add(logarithmAtom(normaliser, factor), -exponent);
  if (!guarded && odd + (rest.size > 1 ? 1 : 0) === 1 && value.denominator.size === 0 && coefficient.numerator > 0n) {
    if (rest.size > 1) learnNonnegative(normaliser, rest);
    else
      forEachPower(content, (variable, exponent) => {
        if (exponent % 2 !== 0 && ring.atoms[variable].kind !== 'exponential')
          learnNonnegative(normaliser, variablePolynomial(variable));
      });
  }
  return result;
}

function logarithmAtom(normaliser: Normaliser, argument: Polynomial): Fraction {
  const { ring } = normaliser;
  const { argument: canonical } = oriented(ring, argument);
  return normaliser.atom(
    `logarithm(${ring.textOf(canonical)})`,
    { kind: 'logarithm', argument: canonical },
    ring.polynomialHasData(canonical),
  );
}
