import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { openLaboratory } from '../../src/cli/laboratory.js';
import { fanInStart, trainNetwork } from '../../src/sgd/network/trainNetwork.js';
import { denseNetwork, samplesIn } from '../../src/sgd/weights/denseNetwork.js';
import { readNpz } from '../../src/sgd/weights/readNpz.js';
import { type Probe, type ProbeProblem, probeUnits, tendencyOf } from '../../src/verify/probeUnits.js';
import { dense } from '../sgd/probe/networks.js';

const tensors = (name: string) => readNpz(readFileSync(`examples/networks/${name}.npz`), name);

/** The wide network of the experiments under label noise ζ. */
function wide(labelNoise: number, plan: Partial<ProbeProblem['plan']> = {}): ProbeProblem {
  const { layers, weights } = denseNetwork(tensors('wide'), 'units-last', 'tanh', 'wide');
  const samples = samplesIn(tensors('wide-data'), 1, 1, 'data');
  return {
    training: { layers, samples, batch: 1, momentum: 0, weightDecay: 0, labelNoise },
    weights,
    plan: { eta: 0.05, steps: 2000, horizon: 2000, replicas: 8, tau1: 0.1, tau2: 0.1, ...plan },
    factors: [],
  };
}

const signs = (probe: Probe | null, isThis: (predicted: string, measured: string) => boolean) =>
  (probe?.sets ?? []).filter(
    ({ predicted, measured }) => measured !== null && isThis(tendencyOf(predicted), tendencyOf(measured)),
  );
const disagree = (probe: Probe | null) => signs(probe, (p, m) => p !== m && p !== 'undecided' && m !== 'undecided');
const agree = (probe: Probe | null) => signs(probe, (p, m) => p === m && p !== 'undecided');

describe('on the wide network under label noise', () => {
  test('predicted signs are the measured ones, and so are the numbers, within their intervals', async () => {
    const probe = await probeUnits(wide(1), { seed: 1 });
    expect(disagree(probe)).toEqual([]);
    expect(agree(probe).length).toBeGreaterThan(8);
    for (const { predicted, measured } of probe?.sets ?? []) {
      const [from, to] = predicted?.interval ?? [Number.NaN, Number.NaN];
      const [low, high] = measured?.interval ?? [Number.NaN, Number.NaN];
      expect(Math.max(from, low)).toBeLessThanOrEqual(Math.min(to, high));
    }
  });

  test('strong noise attracts units that are alive', async () => {
    const probe = await probeUnits(wide(2.5, { horizon: 4000 }), { seed: 1 });
    const attracted = probe?.sets.filter(({ expected }) => expected === 'collapse') ?? [];
    expect(attracted.length).toBeGreaterThan(2);
    expect(attracted.filter(({ collapsed }) => collapsed >= 4).length).toBeGreaterThan(attracted.length / 2);
  });
});

test('the same seed gives the same numbers', async () => {
  const short = wide(1, { steps: 64, horizon: 64, replicas: 2 });
  expect(await probeUnits(short, { seed: 3 })).toEqual(await probeUnits(short, { seed: 3 }));
});

test('an abort ends it', async () => {
  expect(await probeUnits(wide(1), { seed: 1, signal: AbortSignal.abort() })).toBeNull();
});

test('an expectation needs a sign, and time', async () => {
  const probe = await probeUnits(wide(0, { steps: 64, horizon: 64, replicas: 2 }), { seed: 1 });
  for (const { expected, predicted } of probe?.sets ?? []) {
    if (expected === 'collapse' || expected === 'later') expect(predicted?.interval[1]).toBeLessThan(0);
    if (expected === 'repelled') expect(predicted?.interval[0]).toBeGreaterThan(0);
  }
  const counted = probe?.outcomes.reduce((sum, { sets }) => sum + sets, 0) ?? 0;
  expect(counted).toBe(probe?.sets.filter(({ expected }) => expected !== 'collapsed').length);
});

test.runIf(process.env.CHECK_FULL)(
  'on the deep network on digits predicted signs are the measured ones',
  async () => {
    const layers = dense([49, 32, 32, 32, 10], 'gelu', true);
    const training = {
      layers,
      samples: openLaboratory(undefined).digits(7).train,
      batch: 8,
      momentum: 0.9,
      weightDecay: 0.003,
    };
    const start = { ...training, rate: () => 0.03, start: fanInStart };
    const [weights] = (await trainNetwork(start, [4000], { seed: 1 })) ?? [];
    const plan = { eta: 0.03, steps: 1200, horizon: 2400, replicas: 4, tau1: 0.1, tau2: 0.1 };
    const probe = await probeUnits({ training, weights, plan, factors: [] }, { seed: 1 });
    expect(disagree(probe)).toEqual([]);
    expect(agree(probe).length).toBeGreaterThan(60);
    const repelled = probe?.outcomes.find(({ expected }) => expected === 'repelled');
    expect(repelled?.sets).toBeGreaterThan(60);
    expect(repelled?.collapsed.mean).toBeLessThan(0.1);
  },
  600_000,
);
