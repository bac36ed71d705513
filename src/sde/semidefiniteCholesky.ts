import type { ProgramBuilder } from '../expression/compile/program.js';

/**
 * Operations that factor a symmetric positive semi-definite matrix, C = L Lᵀ, unrolled for one size.
 *
 * `entry(i, j)`, i ≥ j, is the position of an entry of C; `scale(j)` the size of the numbers that C_jj was added up from,
 * of which the rounding is a fraction. Returns the positions of L's entries, row i with i + 1 of them. A pivot that is
 * nothing but rounding gives a zero column: the matrix has rank below its size wherever noise directions agree, at every
 * point of the set at least. No pivot is exchanged, so rows keep their own relative precision: a row of size 10⁻¹⁰⁰ next
 * to one of size 1 loses nothing.
 */
export function semidefiniteCholesky(
  builder: ProgramBuilder,
  size: number,
  terms: number,
  entry: (i: number, j: number) => number,
  scale: (j: number) => number,
): number[][] {
  const tolerance = builder.number((terms + size) * pivotRounding);
  const zero = builder.number(0);
  const rows: number[][] = Array.from({ length: size }, () => []);
  for (let j = 0; j < size; j++) {
    const pivot = reduced(j, j);
    const isRounding = builder.compare('<=', pivot, builder.multiply(tolerance, scale(j)));
    const root = builder.logical('select', isRounding, zero, builder.call('sqrt', pivot));
    const reciprocal = builder.arithmetic('divide', builder.number(1), root);
    const inverse = builder.logical('select', builder.compare('==', root, zero), zero, reciprocal);
    rows[j].push(root);
    for (let i = j + 1; i < size; i++) rows[i].push(builder.multiply(reduced(i, j), inverse));
  }
  return rows;

  /** C_ij without what the columns before j give. */
  function reduced(i: number, j: number): number {
    return Array.from({ length: j }, (_, k) => builder.multiply(rows[i][k], rows[j][k])).reduce(
      (rest, known) => builder.arithmetic('subtract', rest, known),
      entry(i, j),
    );
  }
}

/**
 * A sum of n products of doubles is off by at most n·2⁻⁵³ of its size, and the elimination by as much again; 4 doubles
 * both.
 */
const pivotRounding = 4 * 2 ** -53;
