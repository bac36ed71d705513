/** The x with 0 < x < modulus and a·x = 1 modulo it, by Euclid's algorithm; null where a and modulus share a divisor. */
export function inverseModulo(a: bigint, modulus: bigint): bigint | null {
  let [r0, r1] = [modulus, ((a % modulus) + modulus) % modulus];
  let [s0, s1] = [0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [s0, s1] = [s1, s0 - quotient * s1];
  }
  return r0 === 1n ? (s0 + modulus) % modulus : null;
}

/** base^exponent modulo a number below 2²⁶, so that every product is exact as a double. */
export function powerModulo(base: number, exponent: number, modulus: number): number {
  let result = 1;
  let square = base % modulus;
  for (let n = exponent; n > 0; n = Math.floor(n / 2)) {
    if (n % 2 === 1) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
