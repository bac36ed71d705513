import { describe, expect, it } from 'vitest';
import { randomStream } from '../../../src/numeric/random.js';
import { meanLogAbsoluteNormal } from '../../../src/prediction/batches/labelNoiseQuadrature.js';
import { DirectionCoordinate } from '../../../src/prediction/chain/directionCoordinate.js';
import { directionRule } from '../../../src/prediction/chain/directionRule.js';
import { uniformPanels } from '../../../src/prediction/chain/panelGrid.js';
import { meanLogNorm, type PlanarNormal, planarNormal } from '../../../src/prediction/chain/planarNormal.js';
import { eulerGamma, exponentialIntegral } from './exponentialIntegral.js';

function expectation(law: PlanarNormal, modes: number, f: (angle: number) => number): number {
  return nodes(law, modes, 1).reduce((sum, { angle, weight }) => sum + weight * f(angle), 0);
}

/** Doubled angles and weights of a rule for functions with as many harmonics. */
function nodes(law: PlanarNormal, modes: number, fineness: number) {
  const grid = uniformPanels(new DirectionCoordinate([1, 1]), 2 / modes);
  const { places, weights } = directionRule(law, grid, fineness);
  return places.map((place, i) => {
    const [x, y] = grid.coordinate.vector(place);
    return { angle: 2 * Math.atan2(y, x), weight: weights[i] };
  });
}

describe('a normal vector in the plane', () => {
  it('has its principal axes; parallel noise leaves no second deviation', () => {
    const law = planarNormal(
      [3, 4],
      [
        [0.3, 0.4],
        [0.6, 0.8],
      ],
    );
    expect(law.deviations[0]).toBeCloseTo(Math.sqrt(1.25), 14);
    expect(law.deviations[1]).toBe(0);
    expect(law.mean[0]).toBeCloseTo(5, 14);
    expect(law.mean[1]).toBeCloseTo(0, 14);
  });

  it('has E log|z| = (log 2 − γ)/2 about 0 and log|m| + E₁(m²/2s²)/2 when it is round', () => {
    expect(meanLogNorm({ mean: [0, 0], deviations: [1, 1], axis: 0 })).toBeCloseTo((Math.LN2 - eulerGamma) / 2, 14);
    for (const [m, s] of [
      [1, 0.5],
      [0.2, 3],
      [4, 1.5],
    ]) {
      const exact = Math.log(m) + exponentialIntegral((m * m) / (2 * s * s)) / 2;
      expect(meanLogNorm({ mean: [0.6 * m, 0.8 * m], deviations: [s, s], axis: 1 })).toBeCloseTo(exact, 12);
    }
  });

  it('on a line through 0 is a normal number', () => {
    for (const [m, s] of [
      [0, 1],
      [0.3, 1],
      [1, 0.1],
      [-2, 7],
    ])
      expect(meanLogNorm({ mean: [m, 0], deviations: [s, 0], axis: 0 })).toBeCloseTo(meanLogAbsoluteNormal(m, s), 13);
  });

  it('points in directions with E e^{2iθ} = 1 − (1 − e^{−a})/a, a = m²/2s², when it is round', () => {
    for (const [m, s] of [
      [0.01, 1],
      [1, 0.7],
      [1, 0.1],
      [1, 0.001],
    ]) {
      const a = (m * m) / (2 * s * s);
      const law = planarNormal(
        [m * Math.cos(0.4), m * Math.sin(0.4)],
        [
          [s, 0],
          [0, s],
        ],
      );
      const exact = 1 + Math.expm1(-a) / a;
      expect(expectation(law, 1, (angle) => Math.cos(angle - 0.8))).toBeCloseTo(exact, 12);
      expect(expectation(law, 1, (angle) => Math.sin(angle - 0.8))).toBeCloseTo(0, 12);
    }
  });

  it('on a line that passes close to 0 has the directions of the line, integrated in small steps', () => {
    for (const [mean, deviation] of [
      [[1, 0.02], 0.5],
      [[-0.3, 0.5], 2],
      [[0.2, -0.05], 0.01],
    ] as const) {
      const exact = (n: number) => {
        let sum = 0;
        const step = 1 / 4096;
        for (let x = -9; x < 9; x += step)
          sum += step * Math.exp((-x * x) / 2) * Math.cos(2 * n * Math.atan2(mean[1], mean[0] + deviation * x));
        return sum / Math.sqrt(2 * Math.PI);
      };
      const law: PlanarNormal = { mean, deviations: [deviation, 0], axis: 0 };
      for (const n of [1, 5, 40])
        expect(
          expectation(law, 40, (angle) => Math.cos(n * angle)),
          `${mean} ${n}`,
        ).toBeCloseTo(exact(n), 11);
    }
  });

  it('has a rule that finer rules agree with, from thin to round, from concentrated to spread', () => {
    for (let seed = 0; seed < 60; seed++) {
      const stream = randomStream(9, seed);
      const size = [0.01, 0.1, 1, 10][seed % 4];
      const thin = [1, 1e-3, 1e-9][seed % 3];
      const noise = Array.from(
        { length: 2 },
        () => [size * stream.normal(), size * thin * stream.normal()] as [number, number],
      );
      const law = planarNormal([stream.normal(), stream.normal()], noise);
      const rule = nodes(law, 24, 2.3);
      for (const n of [1, 24]) {
        const finer = rule.reduce((sum, { angle, weight }) => sum + weight * Math.sin(n * angle), 0);
        expect(
          expectation(law, 24, (angle) => Math.sin(n * angle)),
          `seed ${seed}`,
        ).toBeCloseTo(finer, 12);
      }
    }
  });
});
