import { bitLength } from './integers.js';

/** The largest whole number whose degree-th power is at most n ≥ 0: Newton's iteration from above. */
export function integerRoot(n: bigint, degree: number): bigint {
  if (n < 2n || degree === 1) return n;
  const d = BigInt(degree);
  let root = 1n << BigInt(Math.ceil(bitLength(n) / degree));
  for (;;) {
    const next = ((d - 1n) * root + n / root ** (d - 1n)) / d;
    if (next >= root) return root;
    root = next;
  }
}
