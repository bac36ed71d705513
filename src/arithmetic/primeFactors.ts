import type { Rational } from './rational.js';

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
