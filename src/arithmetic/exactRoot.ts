import { bitLength, type Rational } from './rational.js';

/** The rational whose n-th power is the value (not negative), n ≥ 1; null when there is none. */
export function exactRoot(value: Rational, n: number): Rational | null {
  if (value.numerator < 0n) return null;
  const numerator = wholeRoot(value.numerator, n);
  const denominator = wholeRoot(value.denominator, n);
  if (numerator === null || denominator === null) return null;
  return { numerator, denominator };
}

/** Newton's iteration from above, which falls monotonically to the floor of the root. */
function wholeRoot(value: bigint, n: number): bigint | null {
  if (value < 2n || n === 1) return value;
  const degree = BigInt(n);
  let root = 1n << BigInt(Math.ceil(bitLength(value) / n));
  for (;;) {
    const next = ((degree - 1n) * root + value / root ** (degree - 1n)) / degree;
    if (next >= root) break;
    root = next;
  }
  return root ** degree === value ? root : null;
}
