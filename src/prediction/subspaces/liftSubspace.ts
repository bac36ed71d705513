import { inverseModulo } from '../../arithmetic/modular.js';
import { type Rational, rational } from '../../arithmetic/rational.js';
import { type ModularSpan, primes } from './modularSpan.js';

/**
 * A subspace of ℚⁿ from its images modulo primes: the entries of the reduced echelon form by the Chinese remainder theorem and rational
 * reconstruction, prime after prime until `accept` confirms them exactly; null when it never does.
 */
export function liftSubspace(
  modulo: (prime: number) => ModularSpan,
  accept: (basis: readonly (readonly Rational[])[]) => boolean,
): Rational[][] | null {
  let known: Known | null = null;
  for (const prime of primes(mostPrimes)) {
    const { pivots, rows } = modulo(prime).reduced();
    const shape = pivots.join();
    if (known === null || pivots.length < known.rows.length) {
      known = { shape, modulus: BigInt(prime), rows: rows.map((row) => Array.from(row, BigInt)) };
    } else if (shape === known.shape) {
      known = combined(known, rows, BigInt(prime));
    } else continue;
    const basis = reconstructed(known);
    if (basis && accept(basis)) return basis;
  }
  return null;
}

/** Entries of up to 600 bits above and below; what a model gives has a few digits. */
const mostPrimes = 48;

interface Known {
  /** an unlucky prime shows another one, of no smaller dimension */
  readonly shape: string;
  readonly modulus: bigint;
  readonly rows: readonly (readonly bigint[])[];
}

function combined({ shape, modulus, rows }: Known, residues: readonly Float64Array[], prime: bigint): Known {
  const inverse = inverseModulo(modulus, prime) as bigint;
  return {
    shape,
    modulus: modulus * prime,
    rows: rows.map((row, i) =>
      row.map((x, j) => {
        const step = ((BigInt(residues[i][j]) - x) * inverse) % prime;
        return x + modulus * (step < 0n ? step + prime : step);
      }),
    ),
  };
}

function reconstructed({ modulus, rows }: Known): Rational[][] | null {
  const result: Rational[][] = [];
  for (const row of rows) {
    const entries: Rational[] = [];
    for (const residue of row) {
      const entry = fractionOf(residue, modulus);
      if (entry === null) return null;
      entries.push(entry);
    }
    result.push(entries);
  }
  return result;
}

/** n/d ≡ residue with 2n², 2d² ≤ modulus, unique where it exists (Wang's algorithm: Euclid's, stopped half-way). */
function fractionOf(residue: bigint, modulus: bigint): Rational | null {
  let [r0, r1] = [modulus, residue];
  let [s0, s1] = [0n, 1n];
  while (2n * r1 * r1 > modulus) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [s0, s1] = [s1, s0 - quotient * s1];
  }
  return s1 === 0n || 2n * s1 * s1 > modulus ? null : rational(r1, s1);
}
