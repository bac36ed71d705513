import { powerModulo } from '../../arithmetic/modular.js';

/** Subspaces of 𝔽ₚⁿ, p < 2²⁶ so that products of residues are exact in doubles; vectors hold residues in [0, p). */
export class ModularSpan {
  private readonly rows: { readonly pivot: number; readonly row: Float64Array }[] = [];

  constructor(private readonly modulus: number) {}

  get dimension(): number {
    return this.rows.length;
  }

  /** Whether the vector was outside; it is inside afterwards. */
  insert(vector: Float64Array): boolean {
    const rest = vector.slice();
    for (const { pivot, row } of this.rows) subtract(rest, rest[pivot], row, this.modulus);
    const pivot = rest.findIndex((x) => x !== 0);
    if (pivot < 0) return false;
    const scale = powerModulo(rest[pivot], this.modulus - 2, this.modulus);
    this.rows.push({ pivot, row: rest.map((x) => (x * scale) % this.modulus) });
    return true;
  }

  /** The reduced echelon form, which depends on the subspace alone. */
  reduced(): { readonly pivots: readonly number[]; readonly rows: readonly Float64Array[] } {
    const sorted = [...this.rows].sort((a, b) => a.pivot - b.pivot);
    const rows = sorted.map(({ row }) => row.slice());
    for (let i = 0; i < rows.length; i++) {
      for (let j = i + 1; j < rows.length; j++) {
        subtract(rows[i], rows[i][sorted[j].pivot], rows[j], this.modulus);
      }
    }
    return { pivots: sorted.map(({ pivot }) => pivot), rows };
  }

  /** A basis of the vectors orthogonal to the subspace. */
  orthogonal(length: number): Float64Array[] {
    const { pivots, rows } = this.reduced();
    const free = Array.from({ length }, (_, i) => i).filter((i) => !pivots.includes(i));
    return free.map((index) => {
      const vector = new Float64Array(length);
      vector[index] = 1;
      rows.forEach((row, i) => {
        vector[pivots[i]] = (this.modulus - row[index]) % this.modulus;
      });
      return vector;
    });
  }
}

/** The span of vectors modulo a prime. */
export function spanModulo(vectors: Iterable<Float64Array>, modulus: number): ModularSpan {
  const span = new ModularSpan(modulus);
  for (const vector of vectors) span.insert(vector);
  return span;
}

/** The n primes below 2²⁶, descending. */
export function* primes(count: number): Generator<number> {
  let found = 0;
  for (let candidate = 2 ** 26 - 1; found < count; candidate -= 2) {
    let isPrime = true;
    for (let divisor = 3; isPrime && divisor * divisor <= candidate; divisor += 2) isPrime = candidate % divisor !== 0;
    if (!isPrime) continue;
    found += 1;
    yield candidate;
  }
}

function subtract(target: Float64Array, factor: number, row: Float64Array, modulus: number): void {
  if (factor === 0) return;
  for (let i = 0; i < target.length; i++) target[i] = (target[i] + (modulus - factor) * row[i]) % modulus;
}
