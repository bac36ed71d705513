import { integerRoot } from './integerRoot.js';
import type { Rational } from './rational.js';

/** Prime factors of |value| with their exponents; what trial division leaves, or what that is a power of, stands as if it were prime. */
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
    if (rest < 2n) return;
    const { base, exponent } = perfectPower(rest);
    factors.set(base, (factors.get(base) ?? 0) + direction * exponent);
  };
  count(value.numerator, 1);
  count(value.denominator, -1);
  return [...factors].filter(([, exponent]) => exponent !== 0);
}

const largestTrialDivisor = 2000n;

function perfectPower(n: bigint): { base: bigint; exponent: number } {
  for (const k of [2, 3, 5, 7]) {
    const root = integerRoot(n, k);
    if (root ** BigInt(k) !== n) continue;
    const { base, exponent } = perfectPower(root);
    return { base, exponent: exponent * k };
  }
  return { base: n, exponent: 1 };
}
