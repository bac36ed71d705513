import { describe, expect, it } from 'vitest';
import { emitJavaScript } from '../../src/expression/compile/javascript.js';
import { ProgramBuilder } from '../../src/expression/compile/program.js';
import { randomStream } from '../../src/numeric/random.js';
import { semidefiniteCholesky } from '../../src/sde/semidefiniteCholesky.js';

type Matrix = number[][];

/** Runs the operations on C = Σ v vᵀ and returns L, lower triangular. */
function factorOf(covariance: Matrix, terms: number): Matrix {
  const builder = new ProgramBuilder();
  const entry = (i: number, j: number) => builder.input(`${i} ${j}`);
  const rows = semidefiniteCholesky(builder, covariance.length, terms, entry, (j) => entry(j, j));
  const { statements, results } = emitJavaScript(builder.program(rows.flat()), {
    input: (name) => `C[${name.split(' ').join('][')}]`,
  });
  const entries = new Function('C', `${statements} return [${results.join(', ')}];`)(covariance) as number[];
  return covariance.map((_, i) => covariance.map((_, j) => (j <= i ? entries[(i * (i + 1)) / 2 + j] : 0)));
}

const timesTranspose = (factor: Matrix): Matrix =>
  factor.map((a) => factor.map((b) => a.reduce((total, entry, k) => total + entry * b[k], 0)));

/** Σ v vᵀ over `rank` Gaussian vectors, whose entries are as large as `sizes` say. */
function covarianceOf(sizes: readonly number[], rank: number): Matrix {
  const stream = randomStream(7, rank);
  const vectors = Array.from({ length: rank }, () => sizes.map((size) => size * stream.normal()));
  return timesTranspose(sizes.map((_, i) => vectors.map((vector) => vector[i])));
}

describe('the factor L of a covariance C', () => {
  for (const rank of [6, 4, 2, 1]) {
    it(`of size 4 and rank ${Math.min(rank, 4)} gives L Lᵀ = C, row by row to rounding of that row`, () => {
      const sizes = [1e-60, 1, 1e-30, 10];
      const covariance = covarianceOf(sizes, rank);
      timesTranspose(factorOf(covariance, rank)).forEach((row, i) => {
        row.forEach((entry, j) => {
          expect(Math.abs(entry - covariance[i][j]) / (sizes[i] * sizes[j])).toBeLessThan(1e-12);
        });
      });
    });
  }

  it('of rank 2 has zero columns where a pivot is nothing but rounding', () => {
    const factor = factorOf(covarianceOf([1, 1, 1, 1], 2), 2);
    expect(factor.map((row) => row[2])).toEqual([0, 0, 0, 0]);
    expect(factor[3][3]).toBe(0);
  });

  it('of C = 0 is 0', () => {
    expect(factorOf(covarianceOf([0, 0], 3), 3)).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});
