import { primeFactors } from '../../arithmetic/primeFactors.js';
import { minus, type Rational, rational } from '../../arithmetic/rational.js';
import { factorsOf } from './factors.js';
import { independentParts, multiples } from './independentParts.js';
import { DivisionByZero } from './normalFormErrors.js';
import { rationalPowerOf } from './normalFormRoots.js';
import { absolutePolynomial, knownSign, learnNonnegative, oriented } from './normalFormSigns.js';
import type { Normaliser } from './normaliser.js';
import { forEachPower, negatePolynomial, type Polynomial, variablePolynomial } from './polynomial.js';
import { type Fraction, oneFraction } from './ring.js';

/**
 * exp(u): u is split into rationally independent parts q·b (b a monomial, or a monomial over one denominator), and each
 * becomes a whole power of the atom exp(b/D). exp(c·log|p|) is |p|^c.
 */
export function exponentialOf(normaliser: Normaliser, exponent: Fraction, guarded: boolean): Fraction {
  const { ring } = normaliser;
  let result = oneFraction;
  const halves: Polynomial[] = [];
  for (const { basis, coefficient } of independentParts(normaliser, exponent)) {
    const logarithm = basis.denominator.size === 0 ? soleLogarithm(normaliser, basis) : null;
    if (logarithm === null) {
      result = ring.multiply(result, exponentialAtom(normaliser, basis, coefficient));
      continue;
    }
    const isHalf = coefficient.denominator === 2n;
    if (isHalf) halves.push(logarithm);
    const whole = isHalf ? minus(coefficient, rational(1, 2)) : coefficient;
    const size = absolutePolynomial(normaliser, logarithm);
    result = ring.multiply(result, rationalPowerOf(normaliser, size, whole, guarded));
  }
  return ring.multiply(result, rootOfSizes(normaliser, halves, guarded));
}

/** √|p·q·…|: one root when the product is known not to be negative, as the argument of a logarithm is. */
function rootOfSizes(normaliser: Normaliser, factors: readonly Polynomial[], guarded: boolean): Fraction {
  const { ring } = normaliser;
  if (factors.length === 0) return oneFraction;
  const joint = factors.reduce((a, b) => ring.product(a, b));
  const root = (value: Fraction): Fraction => rationalPowerOf(normaliser, value, rational(1, 2), guarded);
  const sign = knownSign(normaliser, joint);
  if (sign === 'nonnegative') return root(ring.polynomial(joint));
  if (sign === 'nonpositive') return root(ring.polynomial(negatePolynomial(joint)));
  return factors.map((factor) => root(absolutePolynomial(normaliser, factor))).reduce((a, b) => ring.multiply(a, b));
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
  if (value.numerator.size === 0) throw new DivisionByZero('the expression is the logarithm of zero everywhere');
  const { coefficient, content, powers } = factorsOf(ring, value);
  let result = ring.constant(rational(0));
  const add = (part: Fraction, factor: Rational | number): void => {
    const weight = typeof factor === 'number' ? rational(factor) : factor;
    result = ring.add(result, ring.multiply(ring.constant(weight), part));
  };
  for (const [prime, exponent] of primeFactors(coefficient)) {
    add(logarithmAtom(normaliser, ring.constant(rational(prime)).numerator), exponent);
  }
  const odd: Polynomial[] = [];
  const addPower = (base: Polynomial, exponent: number): void => {
    add(logarithmAtom(normaliser, base), exponent);
    if (exponent % 2 !== 0) odd.push(base);
  };
  for (const { variable, exponent } of content) {
    const atom = ring.atoms[variable];
    if (atom.kind === 'exponential') add(atom.exponent, exponent);
    else if (atom.kind === 'root')
      add(logarithmOf(normaliser, ring.polynomial(atom.radicand), guarded), rational(exponent, atom.index));
    else addPower(variablePolynomial(variable), exponent);
  }
  for (const { base, exponent } of powers) addPower(base, exponent);
  if (!guarded && odd.length > 0) {
    const joint = odd.reduce((a, b) => ring.product(a, b));
    learnNonnegative(normaliser, coefficient.numerator > 0n ? joint : negatePolynomial(joint));
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
