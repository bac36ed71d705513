/**
 * JavaScript statements that factor a symmetric positive semi-definite matrix, C = L Lᵀ, unrolled for one size.
 *
 * `entry(i, j)`, i ≥ j, names an entry of C; `scale(j)` the size of the numbers that C_jj was added up from, of which the
 * rounding is a fraction; the entries of L are declared as `L${i}_${j}`. A pivot that is nothing but rounding gives a
 * zero column: the matrix has rank below its size wherever noise directions agree, at every point of the set at least.
 * No pivot is exchanged, so rows keep their own relative precision: a row of size 10⁻¹⁰⁰ next to one of size 1 loses
 * nothing.
 */
export function semidefiniteCholesky(
  size: number,
  terms: number,
  entry: (i: number, j: number) => string,
  scale: (j: number) => string,
): string[] {
  const tolerance = (terms + size) * pivotRounding;
  const statements: string[] = [];
  for (let j = 0; j < size; j++) {
    statements.push(`const pivot${j} = ${minus(entry(j, j), products(j, j, j))};`);
    statements.push(`const L${j}_${j} = pivot${j} <= ${tolerance} * ${scale(j)} ? 0 : Math.sqrt(pivot${j});`);
    if (j + 1 === size) break;
    statements.push(`const inverse${j} = L${j}_${j} === 0 ? 0 : 1 / L${j}_${j};`);
    for (let i = j + 1; i < size; i++) {
      statements.push(`const L${i}_${j} = (${minus(entry(i, j), products(i, j, j))}) * inverse${j};`);
    }
  }
  return statements;
}

/**
 * A sum of n products of doubles is off by at most n·2⁻⁵³ of its size, and the elimination by as much again; 4 doubles
 * both.
 */
const pivotRounding = 4 * 2 ** -53;

function products(i: number, j: number, count: number): string[] {
  return Array.from({ length: count }, (_, k) => `L${i}_${k} * L${j}_${k}`);
}

function minus(start: string, terms: readonly string[]): string {
  return [start, ...terms].join(' - ');
}
