import { describe, expect, test } from 'vitest';
import { readModel } from '../../src/model/readModel.js';
import { observeEnsemble } from '../../src/sde/observe.js';
import { observeTraining } from '../../src/sgd/observe.js';

const well = readModel(
  `
name: well
parameters: [x, y]
constants: { zeta: 2 }
drift: [x - x^3, -y]
noise:
  - { kind: explicit, diffusion: [[zeta*x, 0], [0, zeta*y]] }
sets:
  - { name: origin, equations: [x, y] }
simulate: { horizon: 5, dt: 0.01, trajectories: 12, init: { normal: 1 }, epsilon: 0.01 }
`,
  'well',
);
const [origin] = well.sets;
const looks = { recordedSteps: [0, 50, 200], keepsPoints: true };

describe('an ensemble that is looked at', () => {
  test('shows positions whose distance is the recorded one', async () => {
    const seen = await observeEnsemble(well, origin, { seed: 1, ...looks });
    expect(seen).toHaveLength(12);
    for (const { points, series } of seen ?? []) {
      expect(points).toHaveLength(6);
      for (const k of [0, 1, 2])
        expect(Math.log(Math.hypot(points![2 * k], points![2 * k + 1]))).toBeCloseTo(series[k], 10);
    }
  });

  test('sees the same whatever else is looked at, and in any number of threads', async () => {
    const seen = await observeEnsemble(well, origin, { seed: 1, ...looks });
    const fewer = await observeEnsemble(well, origin, { seed: 1, recordedSteps: [200], threads: 1 });
    expect(fewer?.map(({ series }) => series[0])).toEqual(seen?.map(({ series }) => series[2]));
    expect(fewer?.[0].points).toBeUndefined();
  });

  test('goes on from given starts, and shares starts where the seed of these is shared', async () => {
    const starts = [Float64Array.of(1, 2), Float64Array.of(-3, 0)];
    const given = await observeEnsemble(well, origin, { seed: 1, ...looks, starts });
    expect(given?.map(({ points }) => [...points!.subarray(0, 2)])).toEqual([
      [1, 2],
      [-3, 0],
    ]);
    const [one, other] = await Promise.all(
      [1, 2].map((seed) => observeEnsemble(well, origin, { seed, startSeed: 7, ...looks })),
    );
    expect(one?.[3].points?.subarray(0, 2)).toEqual(other?.[3].points?.subarray(0, 2));
    expect(one?.[3].points?.subarray(2)).not.toEqual(other?.[3].points?.subarray(2));
  });
});

test('replicas in training can be looked at after chosen steps', async () => {
  const model = readModel(
    `
name: line
parameters: [w]
inputs: [x]
targets: [y]
output: w*x
loss: squared
constants: { eta: 0.5 }
learningRate: eta
sets:
  - { name: zero, equations: [w] }
simulate: { trajectories: 2, init: { point: { w: 1 } } }
data: { samples: [[1, 0]] }
`,
    'line',
  );
  const options = { seed: 1, backend: 'float64' as const, recordedSteps: [0, 1, 3] };
  expect(await observeTraining(model, model.sets[0], options)).toEqual([
    Float64Array.of(1, 0.5, 0.125),
    Float64Array.of(1, 0.5, 0.125),
  ]);
});
