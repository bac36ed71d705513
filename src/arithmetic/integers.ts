/** The largest whole number that divides both, by sizes alone; of 0 and b it is |b|. */
export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  if (y > largestSmall && (y & (y - 1n)) === 0n) return powerOfTwoIn(x, y);
  if (x > largestSmall && (x & (x - 1n)) === 0n) return powerOfTwoIn(y, x);
  while (y > largestSmall) [x, y] = [y, x % y];
  if (y === 0n) return x;
  let m = Number(y);
  let n = Number(x % y);
  while (n !== 0) [m, n] = [n, m % n];
  return BigInt(m);
}

/** Whole numbers up to here are exact as doubles, where division is many times faster. */
const largestSmall = 9007199254740991n;

/** The largest power of two that divides x and y, y a power of two itself. */
function powerOfTwoIn(x: bigint, y: bigint): bigint {
  if (x === 0n) return y;
  const own = x & -x;
  return own < y ? own : y;
}

/** The least whole number above 0 that both divide; a and b are above 0. */
export function leastCommonMultiple(a: bigint, b: bigint): bigint {
  return a === b ? a : (a / greatestCommonDivisor(a, b)) * b;
}

/** The number of binary digits of |n|; 0 for 0. */
export function bitLength(n: bigint): number {
  if (n === 0n) return 0;
  const digits = (n < 0n ? -n : n).toString(16);
  return digits.length * 4 - Math.clz32(Number.parseInt(digits[0], 16)) + 28;
}
