import {
  equal,
  greatestCommonDivisor,
  isInteger,
  negated,
  one,
  type Rational,
  rational,
  times,
} from '../numeric/rational.js';
import type { Normaliser } from './normalForm.js';
import { absolutePolynomial, knownSign, oriented } from './normalFormSigns.js';
import {
  divideWithRemainder,
  forEachPower,
  hasNegativeExponent,
  invertMonomial,
  type Monomial,
  monomialOf,
  negatePolynomial,
  onePolynomial,
  type Polynomial,
  variablePolynomial,
} from './polynomial.js';
import { splitSquare, squareRootOf } from './polynomialRoot.js';
import { type Fraction, oneFraction, TooLarge } from './ring.js';

/** The pass learned a fact that changes atoms it has already made: start again with it. */
export class Restart extends Error {}

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

/** How many units b/D make up coefficient·b; a new D starts the pass again. */
function multiples(normaliser: Normaliser, key: string, coefficient: Rational) {
  const { granularity: known } = normaliser.facts;
  const granularity = known.get(key) ?? 1n;
  if (granularity % coefficient.denominator !== 0n) {
    known.set(
      key,
      (granularity / greatestCommonDivisor(granularity, coefficient.denominator)) * coefficient.denominator,
    );
    throw new Restart();
  }
  known.set(key, granularity);
  const count = Number((coefficient.numerator * granularity) / coefficient.denominator);
  if (Math.abs(count) > largestMultiple)
    throw new TooLarge(`a multiple beyond ${largestMultiple} in an exponent or angle`);
  return { count, granularity };
}

const largestMultiple = 20_000;

/** u = Σ coefficient · basis; each basis element is a monomial, or a monomial over u's denominator after division. */
function independentParts(normaliser: Normaliser, value: Fraction): { basis: Fraction; coefficient: Rational }[] {
  const { ring } = normaliser;
  const parts: { basis: Fraction; coefficient: Rational }[] = [];
  let remainder = value.numerator;
  if (value.denominator.size > 0) {
    let below: Polynomial = onePolynomial;
    for (const { factor, exponent } of value.denominator.values()) {
      for (let n = 0; n < exponent; n++) below = ring.product(below, factor);
    }
    const lowest = scaledToPolynomial(remainder);
    if (lowest !== null) {
      const divided = divideWithRemainder(remainder, below);
      for (const [monomial, coefficient] of divided.quotient) {
        parts.push({ basis: ring.polynomial(new Map([[monomial, one]])), coefficient });
      }
      remainder = divided.remainder;
    }
  }
  for (const [monomial, coefficient] of remainder) {
    parts.push({ basis: { numerator: new Map([[monomial, one]]), denominator: value.denominator }, coefficient });
  }
  return parts;
}

/** The polynomial when no exponent is negative (division then ends), else null. */
function scaledToPolynomial(value: Polynomial): Polynomial | null {
  for (const monomial of value.keys()) {
    let negative = false;
    forEachPower(monomial, (_, exponent) => {
      negative ||= exponent < 0;
    });
    if (negative) return null;
  }
  return value;
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

function learnNonnegative(normaliser: Normaliser, polynomial: Polynomial): void {
  if (knownSign(normaliser, polynomial) !== null) return;
  normaliser.facts.nonnegative.add(normaliser.ring.textOf(polynomial));
  throw new Restart();
}

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
    if (inverse === null) throw new TooLarge('a negative power of zero');
    return inverse;
  };
  if (exponent.numerator < 0n) return divide(rationalPowerOf(normaliser, value, negated(exponent), guarded));
  const index = Number(exponent.denominator);
  const count = Number(exponent.numerator);
  if (index === 1) return ring.power(value, count) as Fraction;
  if (value.numerator.size === 0) return value;
  const root = index === 2 ? squareRoot(normaliser, value, guarded) : otherRoot(normaliser, value, index, guarded);
  return ring.power(root, count) as Fraction;
}

/** sqrt(u): squares come out with their absolute value, factors known not to be negative get roots of their own. */
function squareRoot(normaliser: Normaliser, value: Fraction, guarded: boolean): Fraction {
  const { ring } = normaliser;
  let radicand = value.numerator;
  let outside = oneFraction;
  for (const { factor, exponent } of value.denominator.values()) {
    const inverse = ring.invert(absolutePolynomial(normaliser, factor)) as Fraction;
    outside = ring.multiply(outside, ring.power(inverse, Math.ceil(exponent / 2)) as Fraction);
    if (exponent % 2 === 1) radicand = ring.product(radicand, factor);
  }
  const { coefficient, content, rest } = ring.primitive(radicand);
  const { square, free } = splitSquare(coefficient);
  outside = ring.multiply(outside, ring.constant(square));
  const loose: Polynomial[] = [];
  forEachPower(content, (variable, exponent) => {
    const atom = ring.atoms[variable];
    if (atom.kind === 'exponential') {
      const half = exponentialOf(
        normaliser,
        ring.multiply(atom.exponent, ring.constant(rational(exponent, 2))),
        guarded,
      );
      outside = ring.multiply(outside, half);
      return;
    }
    const half = normaliser.options.purpose === 'display' ? Math.trunc(exponent / 2) : Math.floor(exponent / 2);
    const size =
      half % 2 === 0
        ? ring.polynomial(variablePolynomial(variable))
        : absolutePolynomial(normaliser, variablePolynomial(variable));
    outside = ring.multiply(outside, ring.power(size, half) as Fraction);
    if (exponent % 2 !== 0) loose.push(variablePolynomial(variable, exponent - 2 * half));
  });
  if (rest.size > 1) {
    const exact = squareRootOf(rest);
    if (exact !== null) outside = ring.multiply(outside, absolutePolynomial(normaliser, exact));
    else loose.push(rest);
  }
  return ring.multiply(outside, rootsOfLoose(normaliser, free, loose, guarded));
}

function rootsOfLoose(
  normaliser: Normaliser,
  number: Rational,
  factors: readonly Polynomial[],
  guarded: boolean,
): Fraction {
  const { ring } = normaliser;
  let result = oneFraction;
  let open: Polynomial[] = [];
  for (const factor of factors) {
    const sign = knownSign(normaliser, notInverted(factor));
    if (sign === 'positive' || sign === 'nonnegative') result = ring.multiply(result, rootAtom(normaliser, factor, 2));
    else open.push(factor);
  }
  let negative = number.numerator < 0n;
  for (const [prime, exponent] of primeFactors(number)) {
    if (exponent % 2 !== 0)
      result = ring.multiply(result, rootAtom(normaliser, ring.constant(rational(prime)).numerator, 2));
  }
  if (open.length === 1) {
    const only = negative ? negatePolynomial(open[0]) : open[0];
    if (!guarded) learnNonnegative(normaliser, negative ? negatePolynomial(notInverted(open[0])) : notInverted(only));
    open = [only];
    negative = false;
  }
  if (open.length === 0 && !negative) return result;
  let radicand: Polynomial = ring.constant(rational(negative ? -1 : 1)).numerator;
  for (const factor of open) radicand = ring.product(radicand, factor);
  return ring.multiply(result, rootAtom(normaliser, radicand, 2));
}

/** 1/v has the sign of v. */
function notInverted(factor: Polynomial): Polynomial {
  const [[monomial]] = factor;
  return factor.size === 1 && hasNegativeExponent(monomial) ? new Map([[invertMonomial(monomial), one]]) : factor;
}

function otherRoot(normaliser: Normaliser, value: Fraction, index: number, guarded: boolean): Fraction {
  const { ring } = normaliser;
  if (value.denominator.size > 0) {
    const exponent = ring.constant(rational(1, index));
    const text = `power(${ring.fractionText(value)};${ring.fractionText(exponent)})`;
    return normaliser.atom(text, { kind: 'power', base: value, exponent }, ring.hasData(value));
  }
  const { coefficient, content, rest } = ring.primitive(value.numerator);
  const single = content.length === 2 && equal(coefficient, one) && rest.size === 1;
  if (single) {
    let result: Fraction | null = null;
    forEachPower(content, (variable, exponent) => {
      const atom = ring.atoms[variable];
      if (atom.kind === 'exponential') {
        result = exponentialOf(
          normaliser,
          ring.multiply(atom.exponent, ring.constant(rational(exponent, index))),
          guarded,
        );
      }
    });
    if (result !== null) return result;
    if (!guarded)
      forEachPower(content, (variable, exponent) => {
        if (exponent % 2 !== 0) learnNonnegative(normaliser, variablePolynomial(variable));
      });
  }
  return rootAtom(normaliser, value.numerator, index);
}

function rootAtom(normaliser: Normaliser, radicand: Polynomial, index: number): Fraction {
  const { ring } = normaliser;
  const text = `root${index}(${ring.textOf(radicand)})`;
  return normaliser.atom(text, { kind: 'root', index, radicand }, ring.polynomialHasData(radicand));
}

/** [sin u, cos u] through independent angles and the addition theorems; multiples of π/6 and π/4 are exact. */
export function sineAndCosine(normaliser: Normaliser, angle: Fraction): readonly [Fraction, Fraction] {
  const { ring } = normaliser;
  let sine = ring.constant(rational(0));
  let cosine: Fraction = oneFraction;
  for (const { basis, coefficient } of independentParts(normaliser, angle)) {
    const [s, c] = multipleAngle(normaliser, basis, coefficient);
    const nextSine = ring.add(ring.multiply(sine, c), ring.multiply(cosine, s));
    cosine = ring.add(ring.multiply(cosine, c), ring.negate(ring.multiply(sine, s)));
    sine = nextSine;
  }
  return [sine, cosine];
}

function multipleAngle(normaliser: Normaliser, basis: Fraction, coefficient: Rational): readonly [Fraction, Fraction] {
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
  ring.relateSine(sineId, cosineId);
  const s = ring.atomFraction(sineId);
  const c = ring.atomFraction(cosineId);
  let sine = ring.constant(rational(0));
  let cosine: Fraction = oneFraction;
  for (let n = 0; n < Math.abs(count); n++) {
    const nextSine = ring.add(ring.multiply(sine, c), ring.multiply(cosine, s));
    cosine = ring.add(ring.multiply(cosine, c), ring.negate(ring.multiply(sine, s)));
    sine = nextSine;
  }
  return [count < 0 ? ring.negate(sine) : sine, cosine];
}

const largestAngleMultiple = 200;

function isPi(normaliser: Normaliser, basis: Fraction): boolean {
  if (basis.denominator.size > 0 || basis.numerator.size !== 1) return false;
  const [[monomial]] = basis.numerator;
  const pi = normaliser.ring.atoms.findIndex((atom) => atom.kind === 'pi');
  return pi >= 0 && monomial === (monomialOf(pi, 1) as Monomial);
}

/** sin and cos of q·π for q a multiple of 1/6 or 1/4, else null. */
function exactAngle(normaliser: Normaliser, turns: Rational): readonly [Fraction, Fraction] | null {
  const twelfths = times(turns, rational(12));
  if (!isInteger(twelfths)) return null;
  const step = Number(((twelfths.numerator % 24n) + 24n) % 24n);
  if (step % 2 !== 0 && step % 3 !== 0) return null;
  const { ring } = normaliser;
  const root = (n: number): Fraction => rationalPowerOf(normaliser, ring.constant(rational(n)), rational(1, 2), true);
  const half = ring.constant(rational(1, 2));
  // sin(k·π/12) for k = 0..6 where it has one square root
  const quarter: Record<number, Fraction> = {
    0: ring.constant(rational(0)),
    2: half,
    3: ring.multiply(half, root(2)),
    4: ring.multiply(half, root(3)),
    6: oneFraction,
  };
  const sineOf = (k: number): Fraction => {
    const turn = ((k % 24) + 24) % 24;
    if (turn > 12) return ring.negate(sineOf(turn - 12));
    return quarter[turn > 6 ? 12 - turn : turn];
  };
  return [sineOf(step), sineOf(step + 6)];
}

/** Prime factors of |value| with their exponents; what trial division leaves stands as if it were prime. */
export function primeFactors(value: Rational): [bigint, number][] {
  const factors = new Map<bigint, number>();
  const count = (n: bigint, direction: 1 | -1): void => {
    let rest = n < 0n ? -n : n;
    for (let p = 2n; p <= largestTrialDivisor && p * p <= rest; p += p === 2n ? 1n : 2n) {
      while (rest % p === 0n) {
        factors.set(p, (factors.get(p) ?? 0) + direction);
        rest /= p;
      }
    }
    if (rest > 1n) factors.set(rest, (factors.get(rest) ?? 0) + direction);
  };
  count(value.numerator, 1);
  count(value.denominator, -1);
  return [...factors].filter(([, exponent]) => exponent !== 0);
}

const largestTrialDivisor = 2000n;
