import { integerRoot } from './integerRoot.js';
import type { Rational } from './rational.js';

/** The rational whose n-th power is the value (not negative), n ≥ 1; null when there is none. */
export function exactRoot(value: Rational, n: number): Rational | null {
  if (value.numerator < 0n) return null;
  const [numerator, denominator] = [integerRoot(value.numerator, n), integerRoot(value.denominator, n)];
  const isExact = numerator ** BigInt(n) === value.numerator && denominator ** BigInt(n) === value.denominator;
  return isExact ? { numerator, denominator } : null;
}
