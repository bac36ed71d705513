import { describe, expect, it } from 'vitest';
import { initialPoint } from '../../src/model/initialPoint.js';
import { readModel } from '../../src/model/readModel.js';
import { randomStream } from '../../src/numeric/random.js';
import { simulateEnsemble } from '../../src/sde/ensemble.js';
import { escapeTrajectories } from '../../src/sde/escapeTrajectories.js';
import { scriptMachine } from '../../src/sde/openMachine.js';
import { planEnsemble } from '../../src/sde/plan.js';
import { watchEscape } from '../../src/sgd/watch.js';

/** dθ = a θ dt + c θ dW, whose logarithm is a Brownian motion of drift λ = a − c²/2; the exponential scheme is exact. */
const geometric = (a: number, c: number, simulate: string) =>
  readModel(
    `name: geometric
parameters: [theta]
drift: [${a} * theta]
noise: [{ kind: explicit, diffusion: [[${c} * theta]] }]
sets: [{ name: origin, equations: [theta] }]
simulate: { dt: 0.002, scheme: exponential, trajectories: 2000, init: { point: { theta: 1 } }, ${simulate} }`,
    'geometric.yaml',
  );

const measured = async (model: ReturnType<typeof geometric>) => {
  const evidence = await simulateEnsemble(model, model.sets[0], { seed: 5, threads: 1 });
  if (evidence?.passages == null) throw new Error('nothing was measured');
  return evidence.passages;
};

/** The barrier of a walk that is looked at every 8 steps lies 0.5826 standard deviations of 8 steps farther (Broadie 1997). */
const overshoot = (c: number) => 0.5826 * c * Math.sqrt(8 * 0.002);

describe('first passage times of geometric Brownian motion', () => {
  it('have the mean (log distance to the barrier) / |λ|, within and away', async () => {
    const { within } = await measured(geometric(-0.5, 1, 'horizon: 20, epsilon: 0.2'));
    const mean = (Math.log(5) + overshoot(1)) / 1;
    expect(within.censored).toBe(0);
    expect(within.mean?.interval[0]).toBeLessThan(mean);
    expect(within.mean?.interval[1]).toBeGreaterThan(mean);
    const { leaving } = await measured(geometric(1.5, 1, 'horizon: 20, epsilon: 0.01, radius: 5'));
    expect(leaving.mean?.interval[0]).toBeLessThan(mean);
    expect(leaving.mean?.interval[1]).toBeGreaterThan(mean);
  });

  it('that drift away pass with probability (ε/θ)^(2λ/c²), all others being censored', async () => {
    const { within } = await measured(geometric(1, 1, 'horizon: 20, epsilon: 0.2'));
    const share = Math.exp(-2 * 0.5 * (Math.log(5) + overshoot(1)));
    expect(within.share.interval[0]).toBeLessThan(share);
    expect(within.share.interval[1]).toBeGreaterThan(share);
    expect(within.censored).toBe(2000 - Math.round(2000 * within.share.mean));
    expect(within.median).toEqual({ value: Infinity, interval: [Infinity, Infinity] });
  });

  it('have the median that half of the distribution has passed by', async () => {
    const { within } = await measured(geometric(-0.5, 1, 'horizon: 20, epsilon: 0.2'));
    const [low, high] = within.median.interval;
    // inverse Gaussian of mean 1.683 and shape 2.833: its distribution function is a half there
    expect(low).toBeLessThan(1.307);
    expect(high).toBeGreaterThan(1.307);
    expect(high - low).toBeLessThan(0.3);
  });

  it('are the same in WebAssembly and in JavaScript, and for every cut', () => {
    const model = geometric(0, 1, 'horizon: 4, epsilon: 0.5, radius: 3');
    const [set] = model.sets;
    const { trajectory, startSeed } = planEnsemble(model, set, 2);
    const starts = Array.from({ length: 30 }, (_, i) => initialPoint(model, set, randomStream(startSeed, i)));
    const block = escapeTrajectories(trajectory)(0, starts).map(({ passages }) => passages);
    const one = escapeTrajectories(trajectory, scriptMachine);
    expect(block).toEqual(starts.map((start, i) => one(i, [start])[0].passages));
    expect(block.flat().filter((step) => step < Infinity).length).toBeGreaterThan(20);
    expect(escapeTrajectories(trajectory)(7, starts.slice(7, 8))[0].passages).toEqual(block[7]);
  });
});

describe('a replica in training', () => {
  const watched = () =>
    watchEscape({
      distanceOf: (theta) => Math.abs(theta[0]),
      resolutionOf: () => 1e-7,
      epsilon: 0.1,
      radius: 2,
      recordedSteps: [10, 50],
    });

  it('passes from the first recorded step on, once, and is restored as it was', () => {
    const watcher = watched();
    for (const [step, x] of [
      [0, 0.01],
      [10, 1],
      [18, 0.05],
      [26, 1],
    ])
      watcher.see(step, [x]);
    const later = watched();
    later.restore(watcher.save());
    for (const one of [watcher, later]) for (const step of [34, 42]) one.see(step, [3]);
    expect(watcher.outcome().passages).toEqual([8, 24]);
    expect(later.outcome().passages).toEqual([8, 24]);
  });

  it('that diverges before has left, and one that reached the floor has come within', () => {
    const [gone, there] = [watched(), watched()];
    gone.see(0, [1e7]);
    there.see(0, [0]);
    expect(gone.outcome().passages).toEqual([Infinity, 0]);
    expect(there.outcome().passages).toEqual([0, Infinity]);
  });
});
