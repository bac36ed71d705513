import { expect, it } from 'vitest';
import { sdeExponentOnCircle } from '../../../src/prediction/circle/circle.js';
import { directionDensity } from '../../../src/prediction/circle/directionDensity.js';
import { exactFamily, type LinearFamily } from '../../../src/prediction/matrices/linearFamily.js';

/** Q of theory §4.2 in the direction of an angle. */
function logarithmicDrift({ curvature, noise, learningRate }: LinearFamily, angle: number): number {
  const u = [Math.cos(angle), Math.sin(angle)];
  const image = (matrix: readonly (readonly number[])[]) => matrix.map((row) => row[0] * u[0] + row[1] * u[1]);
  const along = (v: readonly number[]) => v[0] * u[0] + v[1] * u[1];
  return noise
    .map(image)
    .reduce((sum, v) => sum + learningRate * ((v[0] ** 2 + v[1] ** 2) / 2 - along(v) ** 2), -along(image(curvature)));
}

const families: readonly LinearFamily[] = [
  {
    curvature: [
      [0.4, -1],
      [0.2, -0.3],
    ],
    noise: [
      [
        [0.5, 0.1],
        [-0.7, 0.3],
      ],
    ],
    learningRate: 1,
  },
  {
    curvature: [
      [0, 1],
      [1, 0],
    ],
    noise: [
      [
        [0.1, 0],
        [0, 0.4],
      ],
      [
        [0, 0.3],
        [-0.2, 0],
      ],
    ],
    learningRate: 0.5,
  },
  {
    curvature: [
      [0, -3],
      [1, 0.2],
    ],
    noise: [
      [
        [0, 0],
        [0.05, 0],
      ],
    ],
    learningRate: 1,
  },
];

it.each(families)(
  'the mean of Q over the density of directions is λ (Furstenberg and Khasminskii, theory §4.3)',
  (family) => {
    const exact = exactFamily(family);
    const density = directionDensity(exact)!;
    const width = Math.PI / density.length;
    expect(density.reduce((sum, one) => sum + one.density * width, 0)).toBeCloseTo(1, 12);
    expect(Math.min(...density.map((one) => one.density))).toBeGreaterThan(0);
    const mean = density.reduce((sum, one) => sum + logarithmicDrift(family, one.angle) * one.density * width, 0);
    expect(Math.abs(mean - sdeExponentOnCircle(exact).value)).toBeLessThan(5e-3);
  },
);

it('a direction that settles on a common eigenvector has no density', () => {
  const commuting: LinearFamily = {
    curvature: [
      [1, 0],
      [0, 2],
    ],
    noise: [
      [
        [1, 0],
        [0, 0.5],
      ],
    ],
    learningRate: 1,
  };
  expect(directionDensity(exactFamily(commuting))).toBeNull();
});
