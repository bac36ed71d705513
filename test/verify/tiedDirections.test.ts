import { describe, expect, it } from 'vitest';
import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { openEngines } from '../../src/openEngines.js';
import { predict } from '../../src/prediction/predict.js';
import { tiedDirections } from '../../src/prediction/settling.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { verifyModel } from '../../src/verify/verifyModel.js';

/** Each model with two seeds on every commit, with 300 in full. */
const seeds = Array.from({ length: process.env.CHECK_FULL ? 300 : 2 }, (_, i) => 1 + i);
const engines = openEngines({ threads: 1 });

/** Directions of one rate m - s^2/2 that noise carries apart: log-distance is the largest of walks. */
function tied(diffusion: readonly (readonly string[])[], trajectories: number, second = 'm'): Model {
  const names = diffusion.map((_, i) => `y${i}`);
  return readModel(
    JSON.stringify({
      name: 'one rate',
      parameters: names,
      constants: { m: 0.4, s: 1 },
      drift: names.map((name, i) => `${i === 0 ? 'm' : second}*${name}`),
      noise: [{ kind: 'explicit', diffusion }],
      sets: [{ name: 'origin', equations: names }],
      simulate: { horizon: 10, dt: 0.02, trajectories, init: { normal: 0.001 }, epsilon: 0.01 },
    }),
    'one rate',
  );
}

const opposed = tied([['s*y0'], ['-s*y1']], 800);
const independent = tied(
  [
    ['s*y0', '0', '0'],
    ['0', 's*y1', '0'],
    ['0', '0', 's*y2'],
  ],
  200,
);

function tiedOf(model: Model) {
  const derivation = deriveSet(model, model.sets[0]);
  const prediction = predict(model, derivation, { seed: 1, certify: false });
  return tiedDirections(model, derivation, prediction, 8 * model.simulation.horizon);
}

describe('directions that share a rate', () => {
  it.each([
    ['one Brownian motion of opposite signs', opposed],
    ['three of their own', independent],
  ])(
    'leave no bias in the measured exponent: %s',
    async (_, model) => {
      let missed = 0;
      for (const seed of seeds) {
        const [{ prediction, evidence, outcome }] = await verifyModel(model, engines, { seed });
        const { value } = prediction.exponents.eulerMaruyama ?? { value: Number.NaN };
        const [low, high] = evidence.sde?.exponent?.interval ?? [Number.NaN, Number.NaN];
        if (!(low <= value && value <= high) || outcome === 'disagree') missed++;
      }
      expect(missed).toBeLessThanOrEqual(process.env.CHECK_FULL ? 2 : 0);
    },
    3_600_000,
  );

  it('are found, and none where one is ahead or noise carries nothing apart', () => {
    expect(tiedOf(opposed)).toHaveLength(2);
    expect(tiedOf(independent)).toHaveLength(3);
    expect(tiedOf(tied([['s*y0'], ['-s*y1']], 50, 'm - 4'))).toEqual([]);
    expect(tiedOf(tied([['s*y0'], ['s*y1']], 50))).toEqual([]);
  });
});
