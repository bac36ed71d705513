import { expect, test } from 'vitest';
import type { Model } from '../../src/model/model.js';
import { fewReplicas, trainSet } from '../../src/verify/trainSet.js';
import { builtin } from '../builtin.js';
import { evidence } from './fixtures.js';

const withReplicas = (trajectories: number): Model => {
  const model = builtin('M4');
  return { ...model, simulation: { ...model.simulation, trajectories } };
};

/** An engine that measures the given rates in turn, and what it was asked for. */
function training(...rates: readonly [number, number][]) {
  const calls: string[] = [];
  const train = async (
    { simulation }: Model,
    _: unknown,
    { precision = 'single', onProgress }: { precision?: string; onProgress?: (share: number) => void },
  ) => {
    onProgress?.(1);
    const [rate, error] = rates[calls.length];
    calls.push(`${simulation.trajectories} ${precision}`);
    return evidence('sgd', rate, error);
  };
  return { calls, engines: { train } };
}

async function trained(trajectories: number, ...rates: readonly [number, number][]) {
  const { calls, engines } = training(...rates);
  const seen: number[] = [];
  const model = withReplicas(trajectories);
  const found = await trainSet(model, model.sets[0], engines, { seed: 1, onProgress: (share) => seen.push(share) });
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  return { calls, ...found };
}

test('few replicas are all trained in TensorFlow.js', async () => {
  const { calls, others } = await trained(fewReplicas, [-1, 0.1]);
  expect(calls).toEqual([`${fewReplicas} single`]);
  expect(others).toEqual([]);
});

test('of many all are trained in doubles, and TensorFlow.js decides on as many as an interval of half the width takes', async () => {
  const { calls, sgd, others } = await trained(1000, [-1, 0.2], [-1, 0.4]);
  const [low, high] = others[0]?.exponent?.interval ?? [0, 0];
  const wanted = Math.ceil(1000 * (high - low) ** 2);
  expect(wanted).toBeGreaterThan(64);
  expect(wanted).toBeLessThan(500);
  expect(calls).toEqual(['1000 double', `${wanted} single`]);
  expect(sgd?.exponent?.mean).toBe(-1);
  expect(others.map(({ exponent }) => exponent?.mean)).toEqual([-1]);
});

test('a sharp interval takes few, but some', async () => {
  const { calls } = await trained(1000, [-1, 0.001], [-1, 0.01]);
  expect(calls).toEqual(['1000 double', '64 single']);
});

test('a sample that leaves the sign open is not what decides', async () => {
  const { calls, sgd } = await trained(1000, [-0.1, 0.001], [-0.1, 0.2], [-0.12, 0.05]);
  expect(calls).toEqual(['1000 double', '64 single', '1000 single']);
  expect(sgd?.exponent?.mean).toBe(-0.12);
});

test('where the doubles leave the sign open, TensorFlow.js decides on all at once', async () => {
  const { calls } = await trained(1000, [-0.1, 0.2], [-0.1, 0.2]);
  expect(calls).toEqual(['1000 double', '1000 single']);
});
