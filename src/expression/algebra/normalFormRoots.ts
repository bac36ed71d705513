import { primeFactors } from '../../arithmetic/primeFactors.js';
import { negated, one, type Rational, rational } from '../../arithmetic/rational.js';
import { factorsOf } from './factors.js';
import { DivisionByZero } from './normalFormErrors.js';
import { absolutePolynomial, isNotNegative, learnNonnegative } from './normalFormSigns.js';
import type { Normaliser } from './normaliser.js';
import {
  constantPolynomial,
  invertMonomial,
  negatePolynomial,
  onePolynomial,
  type Polynomial,
  polynomialKey,
  variablePolynomial,
} from './polynomial.js';
import { type Fraction, oneFraction } from './ring.js';
import { rootPower } from './rootPower.js';

/** u^(p/q), defined for u ≥ 0 (u > 0 when p < 0). */
export function rationalPowerOf(
  normaliser: Normaliser,
  value: Fraction,
  exponent: Rational,
  guarded: boolean,
): Fraction {
  const { ring } = normaliser;
  const divide = (a: Fraction): Fraction => {
    const inverse = ring.invert(a);
    if (inverse === null) throw new DivisionByZero('the expression divides by zero everywhere');
    normaliser.noteDivisor(a, guarded);
    return inverse;
  };
  if (exponent.numerator < 0n) return divide(rationalPowerOf(normaliser, value, negated(exponent), guarded));
  const index = Number(exponent.denominator);
  const count = Number(exponent.numerator);
  if (index === 1) return ring.power(value, count) as Fraction;
  if (value.numerator.size === 0) return value;
  return ring.power(rootOf(normaliser, value, index, guarded), count) as Fraction;
}

/** A factor whose sign is not known. */
interface Open {
  readonly base: Polynomial;
  readonly exponent: number;
}

/**
 * u^(1/index), defined for u ≥ 0. Of an even root whole powers come out with their absolute value; of what is left, factors
 * known not to be negative get roots of their own, the others one together.
 */
function rootOf(normaliser: Normaliser, value: Fraction, index: number, guarded: boolean): Fraction {
  const { ring, options } = normaliser;
  const isDisplay = options.purpose === 'display';
  const { coefficient, content, powers } = factorsOf(ring, value);
  let result = oneFraction;
  const multiply = (factor: Fraction): void => {
    result = ring.multiply(result, factor);
  };
  const open: Open[] = [];
  const visit = (base: Polynomial, exponent: number, wholePart: (share: number) => number = Math.floor): void => {
    const whole = index % 2 === 0 ? wholePart(exponent / index) : 0;
    const size = whole % 2 === 0 ? ring.polynomial(base) : absolutePolynomial(normaliser, base);
    multiply(ring.power(size, whole) as Fraction);
    const left = exponent - index * whole;
    if (left === 0) return;
    if (!isNotNegative(normaliser, base)) open.push({ base, exponent: left });
    else if (left > 0 || index % 2 !== 0) multiply(rootPower(normaliser, base, rational(left, index)));
    else multiply(rootPower(normaliser, inverted(base), rational(-left, index)));
  };
  for (const [prime, exponent] of primeFactors(coefficient)) visit(constantPolynomial(rational(prime)), exponent);
  for (const { variable, exponent } of content) {
    const atom = ring.atoms[variable];
    if (atom.kind === 'exponential') {
      const share = ring.multiply(atom.exponent, ring.constant(rational(exponent, index)));
      multiply(normaliser.exponential(share, guarded));
    } else if (atom.kind === 'root' && !(isDisplay && index === 2)) {
      multiply(rootPower(normaliser, atom.radicand, rational(exponent, index * atom.index)));
    } else visit(variablePolynomial(variable), exponent, isDisplay ? Math.trunc : Math.floor);
  }
  for (const { base, exponent } of powers) visit(base, exponent);

  const isNegative = coefficient.numerator < 0n;
  if (open.length === 0 && !isNegative) return result;
  if (open.length === 1 && open[0].exponent % 2 !== 0 && !guarded) {
    learnNonnegative(normaliser, isNegative ? negatePolynomial(open[0].base) : open[0].base);
  }
  return ring.multiply(result, jointRoot(normaliser, open, isNegative, index));
}

/** 1 over a polynomial of one term. */
function inverted(polynomial: Polynomial): Polynomial {
  const [[monomial]] = polynomial;
  return new Map([[invertMonomial(monomial), one]]);
}

/** The root of a product of factors of unknown sign. */
function jointRoot(normaliser: Normaliser, factors: readonly Open[], isNegative: boolean, index: number): Fraction {
  const { ring } = normaliser;
  let above: Polynomial = isNegative ? negatePolynomial(onePolynomial) : onePolynomial;
  const denominator = new Map<string, { factor: Polynomial; exponent: number }>();
  for (const { base, exponent } of factors) {
    if (base.size === 1 || exponent > 0) {
      const power = ring.power(ring.polynomial(base), exponent) as Fraction;
      above = ring.product(above, power.numerator);
    } else denominator.set(polynomialKey(base), { factor: base, exponent: -exponent });
  }
  if (denominator.size === 0) return rootPower(normaliser, above, rational(1, index));
  const exponent = ring.constant(rational(1, index));
  const base: Fraction = { numerator: above, denominator };
  const text = `power(${ring.fractionText(base)};${ring.fractionText(exponent)})`;
  return normaliser.atom(text, { kind: 'power', base, exponent }, ring.hasData(base));
}
