import { describe, expect, it } from 'vitest';
import { type ExponentProblem, sgdExponent } from '../../src/prediction/exponents.js';
import { exactFamily } from '../../src/prediction/matrices/linearFamily.js';
import { productExponent } from '../../src/prediction/products/matrixProduct.js';
import { sgdSampler } from '../../src/prediction/products/sgdMatrices.js';

type Matrix = number[][];

/** SGD of rate 0.1 with one sample and Gaussian noise on its gradient. */
function problemOf(curvature: Matrix, noise: Matrix) {
  const family = { curvature, noise: [noise], learningRate: 0.1 };
  const sgd = {
    sampleCurvature: [curvature],
    regulariserCurvature: curvature.map((row) => row.map(() => 0)),
    outputCurvature: [],
    learningRate: 0.1,
    momentum: 0,
    noises: [{ kind: 'gradient', matrices: [noise], degreesOfFreedom: null } as const],
  };
  const codimension = curvature.length;
  const exact = exactFamily(family);
  return { codimension, family, exact, isExact: true, sgd, directions: null, seed: 1 } satisfies ExponentProblem;
}

const turned = (matrix: Matrix): Matrix => {
  // S M S⁻¹ with S = [[1, 1, 0], [0, 1, 1], [0, 0, 1]]
  const [s, inverse] = [
    [
      [1, 1, 0],
      [0, 1, 1],
      [0, 0, 1],
    ],
    [
      [1, -1, 1],
      [0, 1, -1],
      [0, 0, 1],
    ],
  ];
  const times = (a: Matrix, b: Matrix): Matrix =>
    a.map((row) => b[0].map((_, j) => row.reduce((sum, x, l) => sum + x * b[l][j], 0)));
  return times(times(s, matrix), inverse);
};

describe('Gaussian noise on the gradient of three coordinates', () => {
  it('goes into other coordinates with the rest: λ of SGD is that of its product', () => {
    const problem = problemOf(
      [
        [0.3, 4, 0],
        [0, 0.5, 3],
        [0.02, 0, 0.2],
      ],
      [
        [0.2, 0, 0],
        [0.5, 0.1, 0],
        [0, 0.01, 0.8],
      ],
    );
    const found = sgdExponent(problem)?.exponent;
    const plain = productExponent(() => sgdSampler(problem.sgd), { seed: 3, budget: 2 ** 18 });
    expect(found?.interval[0]).toBeLessThan(plain.interval[1]);
    expect(found?.interval[1]).toBeGreaterThan(plain.interval[0]);
    expect(Math.sign(found?.value ?? 0)).toBe(1);
  });

  it('is cut into the blocks of a reducible family as they are', () => {
    const [curvature, noise] = [
      [
        [0.5, 2],
        [-1, 0.25],
      ],
      [
        [0.5, 0],
        [1, -0.5],
      ],
    ];
    const inner = sgdExponent(problemOf(curvature, noise))?.exponent;
    const beside = (matrix: Matrix, last: number): Matrix => [...matrix.map((row) => [...row, 0]), [0, 0, last]];
    const whole = sgdExponent(problemOf(turned(beside(curvature, 3)), turned(beside(noise, 0.25))))?.exponent;
    expect(whole?.value).toBeCloseTo(inner?.value ?? Number.NaN, 3);
    expect(whole?.method).toBe('spectral');
  });
});
