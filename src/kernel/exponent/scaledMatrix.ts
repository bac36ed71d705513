import { InputError } from '../../arithmetic/inputError.js';
import { integerRoot } from '../../arithmetic/integerRoot.js';
import { leastCommonMultiple } from '../../arithmetic/integers.js';
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

/** The columns as rows. */
export function transposed({ entries, denominator }: ScaledMatrix): ScaledMatrix {
  return { entries: entries.map((_, j) => entries.map((row) => row[j])), denominator };
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
  return rational(integerRoot(sum << (2n * shift), 2) + 1n, denominator << shift);
}

/** The square root is taken of an integer of at least this many bits, so it is too large by 2^-30 relatively at most. */
const keptBits = 64;

function determinant(entries: readonly (readonly bigint[])[]): bigint {
  if (entries.length === 0) return 1n;
  return entries[0].reduce((sum, x, j) => {
    const minor = x === 0n ? 0n : determinant(entries.slice(1).map((row) => row.filter((_, c) => c !== j)));
    return j % 2 === 0 ? sum + x * minor : sum - x * minor;
  }, 0n);
}
