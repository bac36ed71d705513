import { type Enclosure, exact, outward, plus, power, times } from '../../arithmetic/enclosure.js';
import { isZero, rational, zero } from '../../arithmetic/rational.js';

/** The coefficients of order 0 to `order`, each worked out from those before it and rounded outward. */
export function byRecurrence(
  first: Enclosure,
  order: number,
  bits: number,
  next: (m: number, known: readonly Enclosure[]) => Enclosure,
): Enclosure[] {
  const known = [first];
  for (let m = 1; m <= order; m++) known.push(outward(next(m, known), bits));
  return known;
}

/** The series of f from its value and the series of f' to one order less. */
export function integrated(value: Enclosure, slope: readonly Enclosure[], order: number, bits: number): Enclosure[] {
  return byRecurrence(value, order, bits, (m) => times(slope[m - 1], fractionOf(1, m)));
}

/**
 * f' = q(f) for a quadratic q = q₀ + q₁f + q₂f²: every derivative of f is a polynomial in f, (P(f))' = P'(f) q(f), and the
 * bounds are those of the polynomials over the values of f, much narrower than those of quotients of exponentials.
 */
export function byDifferentialEquation(
  equation: readonly [bigint, bigint, bigint],
  value: Enclosure,
  order: number,
  bits: number,
): Enclosure[] {
  let polynomial = [0n, 1n];
  let factorial = 1n;
  return Array.from({ length: order + 1 }, (_, m) => {
    if (m > 0) {
      const slope = polynomial.slice(1).map((coefficient, i) => coefficient * BigInt(i + 1));
      const next = Array.from({ length: slope.length + 2 }, () => 0n);
      slope.forEach((a, i) => {
        equation.forEach((b, j) => {
          next[i + j] += a * b;
        });
      });
      polynomial = next;
      factorial *= BigInt(m);
    }
    const total = polynomialOver(polynomial, value, bits);
    return outward(times(total, exact(rational(1n, factorial))), bits);
  });
}

/** Term by term, with the powers' own ranges: even powers are not negative. */
function polynomialOver(coefficients: readonly bigint[], x: Enclosure, bits: number): Enclosure {
  return coefficients.reduce((total: Enclosure, coefficient, i) => {
    if (coefficient === 0n) return total;
    return plus(total, times(exact(rational(coefficient)), power(x, i, bits) as Enclosure));
  }, nothing);
}

/** The interval of 0 alone. */
export const nothing = exact(zero);

/** The interval of a fraction alone. */
export function fractionOf(numerator: number, denominator: number): Enclosure {
  return exact(rational(numerator, denominator));
}

/** Whether an interval is 0 alone. */
export function isExactZero({ lower, upper }: Enclosure): boolean {
  return isZero(lower) && isZero(upper);
}
