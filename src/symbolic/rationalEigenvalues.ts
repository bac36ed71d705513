import { leastCommonMultiple } from '../arithmetic/integers.js';
import { compare, isZero, plus, type Rational, rational, times } from '../arithmetic/rational.js';
import { characteristicPolynomial } from '../arithmetic/rationalMatrix.js';

/** The distinct rational eigenvalues of an exact square matrix, ascending. */
export function rationalEigenvalues(matrix: readonly (readonly Rational[])[]): Rational[] {
  return rationalRoots(characteristicPolynomial(matrix));
}

/** The distinct rational roots of a polynomial given by its coefficients, constant first, ascending. */
function rationalRoots(coefficients: readonly Rational[]): Rational[] {
  const common = coefficients.reduce((lcm, c) => leastCommonMultiple(lcm, c.denominator), 1n);
  let whole = coefficients.map((c) => c.numerator * (common / c.denominator));
  const roots: Rational[] = [];
  const lowest = whole.findIndex((c) => c !== 0n);
  if (lowest < 0) return [];
  if (lowest > 0) roots.push(rational(0));
  whole = whole.slice(lowest);
  while (whole.length > 1 && whole[whole.length - 1] === 0n) whole.pop();
  if (whole.length === 1) return roots;
  for (const candidate of candidates(whole)) {
    const value = whole.reduceRight((total, c) => plus(times(total, candidate), rational(c)), rational(0));
    if (isZero(value) && !roots.some((root) => compare(root, candidate) === 0)) roots.push(candidate);
  }
  return roots.sort(compare);
}

/** Roots p/q lie near the real roots: bisection in exact arithmetic isolates them, the rational root theorem names them. */
function candidates(whole: readonly bigint[]): Rational[] {
  const lead = magnitude(whole[whole.length - 1]);
  const found: Rational[] = [];
  // x = t/lead makes the polynomial monic in t with whole coefficients, so rational roots are whole t
  const degree = whole.length - 1;
  const monic = whole.map((c, i) => (i === degree ? (c < 0n ? -1n : 1n) : c * lead ** BigInt(degree - 1 - i)));
  const bound = monic.slice(0, -1).reduce((total, c) => total + magnitude(c), 0n) + 1n;
  for (const t of wholeRoots(monic, -bound, bound)) found.push(rational(t, lead));
  return found;
}

/** Whole numbers at or beside every sign change of the polynomial or of one of its derivatives. */
function wholeRoots(polynomial: readonly bigint[], low: bigint, high: bigint): bigint[] {
  if (polynomial.length <= 1) return [];
  const derivative = polynomial.slice(1).map((c, i) => c * BigInt(i + 1));
  const turns = wholeRoots(derivative, low, high).flatMap((t) => [t - 1n, t, t + 1n]);
  const points = [...new Set([low, ...turns, high])].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const result = new Set<bigint>(turns);
  for (let i = 1; i < points.length; i++) {
    let a = points[i - 1];
    let b = points[i];
    if (signAt(polynomial, a) === 0) result.add(a);
    if (signAt(polynomial, b) === 0) result.add(b);
    if (signAt(polynomial, a) * signAt(polynomial, b) >= 0) continue;
    while (b - a > 1n) {
      const middle = (a + b) >> 1n;
      if (signAt(polynomial, middle) === signAt(polynomial, a)) a = middle;
      else b = middle;
    }
    result.add(a);
    result.add(b);
  }
  return [...result];
}

function signAt(polynomial: readonly bigint[], t: bigint): number {
  const value = polynomial.reduceRight((total, c) => total * t + c, 0n);
  return value === 0n ? 0 : value < 0n ? -1 : 1;
}

function magnitude(n: bigint): bigint {
  return n < 0n ? -n : n;
}
