import { InputError } from '../../arithmetic/inputError.js';
import { type Rational, rational } from '../../arithmetic/rational.js';

/** entries/denominator, denominator > 0; not reduced, so that products need no greatest common divisors. */
export interface ScaledMatrix {
  readonly entries: readonly (readonly bigint[])[];
  readonly denominator: bigint;
}

/** A matrix of rationals over their least common denominator. */
export function scaledMatrix(matrix: readonly (readonly Rational[])[]): ScaledMatrix {
  const denominator = matrix.flat().reduce((lcm, x) => leastCommonMultiple(lcm, x.denominator), 1n);
  return { entries: matrix.map((row) => row.map((x) => x.numerator * (denominator / x.denominator))), denominator };
}

/** The matrix product a b. */
export function product(a: ScaledMatrix, b: ScaledMatrix): ScaledMatrix {
  const entries = a.entries.map((row) =>
    b.entries[0].map((_, j) => row.reduce((sum, x, l) => sum + x * b.entries[l][j], 0n)),
  );
  return { entries, denominator: a.denominator * b.denominator };
}

/** Cramer's rule: k is small. Throws InputError when the matrix is singular. */
export function inverse({ entries, denominator }: ScaledMatrix): ScaledMatrix {
  const cofactors = entries.map((_, i) =>
    entries.map((_, j) => {
      const minor = determinant(entries.filter((_, r) => r !== j).map((row) => row.filter((_, c) => c !== i)));
      return denominator * ((i + j) % 2 === 0 ? minor : -minor);
    }),
  );
  const det = determinant(entries);
  if (det === 0n) throw new InputError('transform', 'is singular');
  return det > 0n
    ? { entries: cofactors, denominator: det }
    : { entries: cofactors.map((row) => row.map((x) => -x)), denominator: -det };
}

/** One entry, in lowest terms. */
export function entry({ entries, denominator }: ScaledMatrix, row: number, column: number): Rational {
  return rational(entries[row][column], denominator);
}

/** A rational at least as large as the Frobenius norm and hardly larger. */
export function frobeniusAbove({ entries, denominator }: ScaledMatrix): Rational {
  const sum = entries.flat().reduce((total, x) => total + x * x, 0n);
  if (sum === 0n) return rational(0n);
  const shift = BigInt(Math.max(0, keptBits - sum.toString(2).length));
  return rational(squareRootAbove(sum << (2n * shift)), denominator << shift);
}

/** The square root is taken of an integer of at least this many bits, so it is too large by 2^-30 relatively at most. */
const keptBits = 64;

/** The least integer whose square is at least n > 0, by Newton's method from above. */
function squareRootAbove(n: bigint): bigint {
  let x = 1n << BigInt(Math.ceil(n.toString(2).length / 2));
  for (;;) {
    const next = (x + n / x) >> 1n;
    if (next >= x) break;
    x = next;
  }
  return x * x >= n ? x : x + 1n;
}

/** The least common multiple of two whole numbers above 0. */
export function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let x = a;
  let y = b;
  while (y !== 0n) [x, y] = [y, x % y];
  return (a / x) * b;
}

function determinant(entries: readonly (readonly bigint[])[]): bigint {
  if (entries.length === 0) return 1n;
  return entries[0].reduce((sum, x, j) => {
    const minor = x === 0n ? 0n : determinant(entries.slice(1).map((row) => row.filter((_, c) => c !== j)));
    return j % 2 === 0 ? sum + x * minor : sum - x * minor;
  }, 0n);
}
