import { powerModulo } from '../../arithmetic/modular.js';
import { dividedBy, negated, type Rational, times } from '../../arithmetic/rational.js';
import {
  addTerm,
  compareMonomials,
  forEachPower,
  hasNegativeExponent,
  invertMonomial,
  leadingTerm,
  type Monomial,
  multiplyMonomials,
  type Polynomial,
  variablesOf,
} from './polynomial.js';

/** a = quotient · b + remainder. */
export interface Division {
  readonly quotient: Polynomial;
  readonly remainder: Polynomial;
}

/** a / b when b divides a exactly (no relation applied, exponents not negative in either), else null. */
export function divideExactly(a: Polynomial, b: Polynomial): Polynomial | null {
  if (!mayDivide(a, b)) return null;
  return divided(a, b, true)?.quotient ?? null;
}

/** Quotient and remainder of a by b in the lexicographic order; no term of the remainder is divisible by b's leading monomial. */
export function divideWithRemainder(a: Polynomial, b: Polynomial): Division {
  return divided(a, b, false) as Division;
}

/** Term by term from the highest; null when `exact` and a remainder shows. */
function divided(a: Polynomial, b: Polynomial, exact: boolean): Division | null {
  const [leadMonomial, leadCoefficient] = leadingTerm(b);
  const inverse = invertMonomial(leadMonomial);
  const others = [...b].filter(([monomial]) => monomial !== leadMonomial);
  const quotient = new Map<Monomial, Rational>();
  const remainder = new Map<Monomial, Rational>();
  const rest = new Map(a);
  const open = new MonomialHeap(rest.keys());
  for (let monomial = open.pop(); monomial !== undefined; monomial = open.pop()) {
    const coefficient = rest.get(monomial);
    if (coefficient === undefined) continue;
    rest.delete(monomial);
    const step = multiplyMonomials(monomial, inverse);
    if (hasNegativeExponent(step)) {
      if (exact) return null;
      remainder.set(monomial, coefficient);
      continue;
    }
    const factor = dividedBy(coefficient, leadCoefficient);
    quotient.set(step, factor);
    const minusFactor = negated(factor);
    for (const [other, weight] of others) {
      const target = multiplyMonomials(other, step);
      if (!rest.has(target)) open.push(target);
      addTerm(rest, target, times(weight, minusFactor));
    }
  }
  return { quotient, remainder };
}

/** The highest monomial first; one that is pushed twice comes out twice. */
class MonomialHeap {
  private readonly items: Monomial[];

  constructor(monomials: Iterable<Monomial>) {
    this.items = [...monomials].sort((a, b) => compareMonomials(b, a));
  }

  push(monomial: Monomial): void {
    const { items } = this;
    let i = items.push(monomial) - 1;
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (compareMonomials(items[parent], items[i]) >= 0) return;
      [items[parent], items[i]] = [items[i], items[parent]];
      i = parent;
    }
  }

  pop(): Monomial | undefined {
    const { items } = this;
    const top = items[0];
    const last = items.pop();
    if (items.length === 0 || last === undefined) return top;
    items[0] = last;
    for (let i = 0; ; ) {
      const left = 2 * i + 1;
      if (left >= items.length) return top;
      const right = left + 1;
      const child = right < items.length && compareMonomials(items[right], items[left]) > 0 ? right : left;
      if (compareMonomials(items[i], items[child]) >= 0) return top;
      [items[i], items[child]] = [items[child], items[i]];
      i = child;
    }
  }
}

/**
 * False only when b does not divide a: all variables but one are given values, coefficients are taken modulo a prime,
 * and what divides still divides then. Most candidates fall here, at the cost of one pass over the terms.
 */
function mayDivide(a: Polynomial, b: Polynomial): boolean {
  const [lead] = leadingTerm(b);
  if (lead === '') return true;
  const main = lead.charCodeAt(0);
  const divisor = imageOf(b, main);
  const dividend = imageOf(a, main);
  if (divisor === null || dividend === null) return true;
  if (divisor[divisor.length - 1] === 0) return true;
  reduceBy(dividend, divisor);
  return dividend.slice(0, divisor.length - 1).every((value) => value === 0);
}

/** Leaves the remainder of a by b (highest coefficient not 0) in the lower entries of a, and 0 above. */
function reduceBy(a: number[], b: readonly number[]): void {
  const inverse = powerModulo(b[b.length - 1], prime - 2, prime);
  for (let top = a.length - 1; top >= b.length - 1; top--) {
    const factor = (a[top] * inverse) % prime;
    if (factor === 0) continue;
    const shift = top - b.length + 1;
    for (let i = 0; i < b.length; i++) a[shift + i] = (a[shift + i] - ((factor * b[i]) % prime) + prime) % prime;
  }
}

/** False only when a and b have no common factor: seen in one variable at a time, modulo a prime. */
export function mayShareFactor(a: Polynomial, b: Polynomial): boolean {
  const inB = variablesOf(b);
  return [...variablesOf(a)].some((variable) => {
    if (!inB.has(variable)) return false;
    const first = imageOf(a, variable);
    const second = imageOf(b, variable);
    if (first === null || second === null) return true;
    // a common factor keeps its degree where one of the two does
    const keepsDegree = [first, second].some((image) => image[image.length - 1] !== 0);
    return !keepsDegree || degreeOfCommonFactor(first, second) !== 0;
  });
}

/** Euclid's algorithm on coefficients modulo the prime. */
function degreeOfCommonFactor(a: number[], b: number[]): number {
  let [first, second] = [trimmed(a), trimmed(b)];
  while (second.length > 0) {
    reduceBy(first, second);
    [first, second] = [second, trimmed(first)];
  }
  return first.length - 1;
}

function trimmed(a: readonly number[]): number[] {
  const length = a.findLastIndex((value) => value !== 0) + 1;
  return a.slice(0, length);
}

/** Products of two residues stay below 2^53. */
const prime = 67108859;
const largestDegree = 4096;

const primeInteger = BigInt(prime);

/** Coefficients in one variable, lowest first, the others at fixed values; null where a coefficient has no residue or an exponent is out of bounds. */
function imageOf(a: Polynomial, main: number): number[] | null {
  const result: number[] = [];
  for (const [monomial, coefficient] of a) {
    const below = coefficient.denominator === 1n ? 1 : Number(coefficient.denominator % primeInteger);
    if (below === 0) return null;
    const above = Number(coefficient.numerator % primeInteger);
    let value = above < 0 ? above + prime : above;
    if (below !== 1) value = (value * powerModulo(below, prime - 2, prime)) % prime;
    let degree = 0;
    let isWithin = true;
    forEachPower(monomial, (variable, exponent) => {
      if (exponent < 0 || exponent > largestDegree) isWithin = false;
      else if (variable === main) degree = exponent;
      else
        value =
          (value * (exponent === 1 ? sampleOf(variable) : powerModulo(sampleOf(variable), exponent, prime))) % prime;
    });
    if (!isWithin) return null;
    while (result.length <= degree) result.push(0);
    result[degree] = (result[degree] + value) % prime;
  }
  return result;
}

/** Any values do; these are spread out, so that an accident is as rare as one in the prime. */
function sampleOf(variable: number): number {
  for (let v = samples.length; v <= variable; v++) samples.push((powerModulo(48271, v + 7, prime) * 31 + 17) % prime);
  return samples[variable];
}

/** of the variables below its length, as far as they were asked for */
const samples: number[] = [];
