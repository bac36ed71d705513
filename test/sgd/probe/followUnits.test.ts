import { describe, expect, test } from 'vitest';
import { branches } from '../../../src/numeric/branches.js';
import { fold, randomStream } from '../../../src/numeric/random.js';
import { type NetworkTraining, openTraining } from '../../../src/sgd/network/trainNetwork.js';
import { followUnits } from '../../../src/sgd/probe/followUnits.js';
import type { UnitSet } from '../../../src/sgd/probe/unitSet.js';
import { dense, drawnSamples, drawnWeights, movedTo, normalPart, normals } from './networks.js';

const layers = dense([3, 4, 4, 2], 'gelu', true);
const plan = { eta: 0.05, steps: 40, horizon: 40, replicas: 2, tau1: 0.1, tau2: 0.1 };

describe.each<[string, UnitSet]>([
  ['a vanishing unit', { kind: 'vanishing', layer: 0, unit: 1 }],
  ['two merging units', { kind: 'merging', layer: 1, unit: 0, twin: 2, sign: 1 }],
])('the tangent vector of %s', (_, set) => {
  test.each([
    ['plain SGD', { momentum: 0, weightDecay: 0, labelNoise: 0 }],
    ['label noise', { momentum: 0, weightDecay: 0, labelNoise: 0.5 }],
    ['momentum and weight decay', { momentum: 0.8, weightDecay: 0.05, labelNoise: 0 }],
  ])('grows as the distance of a unit that is near the set, under %s', async (__, kind) => {
    const drawn = drawnWeights(layers, 0.6);
    const near = movedTo(layers, set, drawn, normals(normalPart(layers, set, drawn).length, 7, 1e-7));
    const training: Omit<NetworkTraining, 'rate'> = {
      layers,
      samples: drawnSamples(layers, 20),
      batch: 3,
      start: (___, ____, index) => Float64Array.from(near[index]),
      ...kind,
    };
    const [{ exponent }] = (await followUnits(training, [set], plan, { seed: 9 })) ?? [];
    const growth = Array.from({ length: plan.replicas }, (___, replica) => {
      const open = openTraining(training, randomStream(fold(9, branches.followedUnits), replica));
      const logs: number[] = [];
      let before = normalPart(layers, set, open.weights);
      for (let step = 0; step < plan.steps; step++) {
        open.draw();
        open.advance(plan.eta);
        const now = normalPart(layers, set, open.weights);
        // with momentum the vector is (y, ηv), and ηv is the last step of y, backwards
        const moved = now.map((x, i) => (kind.momentum === 0 ? 0 : before[i] - x));
        logs.push(Math.log(Math.hypot(...now, ...moved)));
        before = now;
      }
      return (logs[39] - logs[19]) / (20 * plan.eta);
    });
    // the distance falls below 1e-7, so that what is of second order in it is below 1e-6
    expect(Math.abs((exponent?.mean ?? Number.NaN) - (growth[0] + growth[1]) / 2)).toBeLessThan(1e-5);
  });
});
