import { describe, expect, it } from 'vitest';
import type { ExponentProblem } from '../../../src/prediction/exponents.js';
import { exactFamily, type LinearFamily } from '../../../src/prediction/matrices/linearFamily.js';
import { lyapunovSpectrum } from '../../../src/prediction/spectrum/lyapunovSpectrum.js';

function problemOf(family: LinearFamily): ExponentProblem {
  const codimension = family.curvature.length;
  const exact = exactFamily(family);
  return { family, exact, isExact: true, codimension, sgd: null, directions: null, seed: 1 };
}

function expectHeld(exponent: { readonly interval: readonly [number, number] }, value: number): void {
  expect(exponent.interval[0]).toBeLessThanOrEqual(value);
  expect(exponent.interval[1]).toBeGreaterThanOrEqual(value);
}

describe('the Lyapunov spectrum of an SDE', () => {
  it('in the plane adds up to the growth of areas, -tr H - (eta/2) sum tr C^2', () => {
    const oscillator = {
      curvature: [
        [0, -1],
        [1, 1],
      ],
      noise: [
        [
          [0, 0],
          [2, 0],
        ],
        [
          [0.5, 0],
          [0, 0.5],
        ],
      ],
      learningRate: 1,
    };
    const [top, second] = lyapunovSpectrum(problemOf(oscillator), { kind: 'sde' }) ?? [];
    expect(top.level).toBe(1);
    expectHeld({ interval: [top.interval[0] + second.interval[0], top.interval[1] + second.interval[1]] }, -1 - 0.25);
    expect(second.value).toBeLessThan(top.value);
  });

  it('of a block-triangular family is that of its blocks', () => {
    const family = {
      curvature: [
        [1, 0.25, 3],
        [-0.25, 0.5, 1],
        [0, 0, 2],
      ],
      noise: [
        [
          [0.5, 0.25, 1],
          [0.125, -0.75, 2],
          [0, 0, 1],
        ],
      ],
      learningRate: 1,
    };
    const spectrum = lyapunovSpectrum(problemOf(family), { kind: 'sde' }) ?? [];
    expect(spectrum).toHaveLength(3);
    expect(spectrum.filter(({ level }) => level === 1)).toHaveLength(3);
    expect(spectrum.some(({ value }) => Math.abs(value - (-2 - 0.5)) < 1e-12)).toBe(true);
  });

  it('of an isotropic flow of constant volume in space is 3, 0, -3 (Baxendale 1986; Le Jan 1985)', () => {
    // E (dA_ij dA_kl) = (d + 1) d_ik d_jl - d_ij d_kl - d_il d_jk, d = 3: one matrix an eigenvector of that covariance
    const noise: number[][][] = [];
    const add = (entries: readonly (readonly [number, number, number])[]): void => {
      const matrix = [0, 1, 2].map(() => [0, 0, 0]);
      for (const [i, j, value] of entries) matrix[i][j] = value;
      noise.push(matrix);
    };
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ]) {
      // symmetric and antisymmetric pairs, of variances 4 - 1 and 4 + 1
      add([
        [i, j, Math.sqrt(3 / 2)],
        [j, i, Math.sqrt(3 / 2)],
      ]);
      add([
        [i, j, Math.sqrt(5 / 2)],
        [j, i, -Math.sqrt(5 / 2)],
      ]);
    }
    // traceless diagonals, of variance 4 - 1 in their plane
    add([
      [0, 0, Math.sqrt(3 / 2)],
      [1, 1, -Math.sqrt(3 / 2)],
    ]);
    add([
      [0, 0, Math.sqrt(3 / 6)],
      [1, 1, Math.sqrt(3 / 6)],
      [2, 2, -2 * Math.sqrt(3 / 6)],
    ]);
    // in the sense of Itô; the exponents add up to -(1/2) sum tr C_j^2 = 0
    const family = { curvature: [0, 1, 2].map(() => [0, 0, 0]), noise, learningRate: 1 };
    const spectrum = lyapunovSpectrum(problemOf(family), { kind: 'sde' }) ?? [];
    for (const [i, value] of [3, 0, -3].entries()) {
      expectHeld(spectrum[i], value);
      expect(spectrum[i].interval[1] - spectrum[i].interval[0]).toBeLessThan(2);
    }
  });

  it('of label noise on a linear unit of two inputs and two outputs is 0, -1, -1, -2, two of which share a rate (theory §8)', () => {
    // half an so(2, 2) = sl(2) + sl(2) flow of exponents 1, 0, 0, -1, half a contraction by 1
    const pair = (a: number, m: number): number[][] =>
      [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (Math.min(i, j) === a && Math.max(i, j) === 2 + m ? 1 : 0)));
    const noise = [pair(0, 0), pair(0, 1), pair(1, 0), pair(1, 1)];
    const family = { curvature: pair(0, 0).map((row) => row.map(() => 0)), noise, learningRate: 1 };
    for (const seed of process.env.CHECK_FULL ? [1, 2, 3, 4, 5] : [2]) {
      const spectrum = lyapunovSpectrum({ ...problemOf(family), seed }, { kind: 'sde' }) ?? [];
      for (const [i, value] of [0, -1, -1, -2].entries()) expectHeld(spectrum[i], value);
      expect(spectrum[1].interval[1] - spectrum[1].interval[0]).toBeLessThan(0.5);
    }
  });
});
