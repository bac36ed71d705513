import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { initialPoint } from '../../src/model/initialPoint.js';
import { randomStream } from '../../src/numeric/random.js';
import { cutIntoChunks, runChunk } from '../../src/sde/chunk.js';
import { simulateEnsemble } from '../../src/sde/ensemble.js';
import { evidenceOf } from '../../src/sde/ensembleEvidence.js';
import { planEnsemble } from '../../src/sde/plan.js';
import { trajectoryRunner } from '../../src/sde/trajectory.js';
import { builtinModel } from './models.js';

const model = builtinModel('M2', { horizon: 1, trajectories: 30 });
const [set] = model.sets;

describe('the numbers of an ensemble', () => {
  it('are the same however it is cut, and in whatever order it is run', async () => {
    const plan = planEnsemble(model, set, 3);
    const starts = Array.from({ length: 30 }, (_, i) => initialPoint(model, set, randomStream(plan.startSeed, i)));
    const runner = trajectoryRunner(plan.trajectory);
    const single = Array.from({ length: 30 }, (_, i) => {
      const first = 29 - i;
      const near = [Math.min(first, plan.nearTrajectories), Math.min(first + 1, plan.nearTrajectories)] as const;
      return runChunk(runner, { first, starts: [starts[first]], near });
    }).reverse();
    const measured = await simulateEnsemble(model, set, { seed: 3 });
    expect(evidenceOf(model.simulation, plan, single)).toEqual(measured);
  });

  it('come from chunks that hold every trajectory once', () => {
    const plan = planEnsemble(builtinModel('M2'), set, 3);
    const chunks = cutIntoChunks(
      plan,
      Array.from({ length: 200 }, (_, i) => Float64Array.of(i)),
    );
    expect(chunks.length).toBeGreaterThan(10);
    expect(chunks.flatMap(({ starts }) => starts.map(([index]) => index))).toEqual([...Array(200).keys()]);
    expect(chunks.map(({ first }) => first)).toEqual(chunks.map(({ starts }) => starts[0][0]));
    expect(chunks.map(({ near }) => near[0])).toEqual([0, ...chunks.slice(0, -1).map(({ near }) => near[1])]);
    expect(chunks.at(-1)?.near[1]).toBe(plan.nearTrajectories);
  });

  it('depend on the seed', async () => {
    const means = await Promise.all([1, 2].map((seed) => simulateEnsemble(model, set, { seed })));
    expect(means[0]?.exponent?.mean).not.toBe(means[1]?.exponent?.mean);
  });
});

describe('an abort', () => {
  const longer = builtinModel('M2', { horizon: 40, trajectories: 80 });

  it('before the start leaves everything open', async () => {
    const evidence = await simulateEnsemble(longer, set, { seed: 1, signal: AbortSignal.abort() });
    expect(evidence).toMatchObject({ completed: 0, trajectories: 0, exponent: null, series: [] });
    expect(evidence?.fraction).toMatchObject({ interval: [0, 1], samples: 0 });
  });

  it('on the way returns what was done', async () => {
    const controller = new AbortController();
    const seen: number[] = [];
    const onProgress = (fraction: number) => {
      seen.push(fraction);
      if (fraction > 0.4) controller.abort();
    };
    const evidence = await simulateEnsemble(longer, set, { seed: 1, onProgress, signal: controller.signal });
    expect(evidence?.completed).toBeGreaterThan(0.3);
    expect(evidence?.completed).toBeLessThan(0.6);
    expect(evidence?.trajectories).toBeLessThan(80);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it('that never comes: progress ends with 1, and the event loop turns meanwhile', async () => {
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const seen: number[] = [];
    const evidence = await simulateEnsemble(longer, set, { seed: 1, onProgress: (fraction) => seen.push(fraction) });
    clearInterval(timer);
    expect(seen.at(-1)).toBe(1);
    expect(evidence?.completed).toBe(1);
    expect(turns).toBeGreaterThan(2);
  });
});

const built = new URL('../../dist/src/sde/ensemble.js', import.meta.url);

describe.runIf(existsSync(built))('the built package, where workers can start', () => {
  const large = builtinModel('M1', { horizon: 25, trajectories: 160 });
  const load = async () => (await import(built.href)) as { simulateEnsemble: typeof simulateEnsemble };

  it('gives the same numbers on two threads as on one', async () => {
    const { simulateEnsemble: simulateBuilt } = await load();
    const [one, two] = [
      await simulateBuilt(large, large.sets[0], { seed: 1, threads: 1 }),
      await simulateBuilt(large, large.sets[0], { seed: 1, threads: 2 }),
    ];
    expect(two).toEqual(one);
  });

  it('stops its workers on an abort and returns what was done', async () => {
    const { simulateEnsemble: simulateBuilt } = await load();
    const controller = new AbortController();
    const evidence = await simulateBuilt(large, large.sets[0], {
      seed: 1,
      threads: 2,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    expect(evidence?.completed).toBeGreaterThan(0);
    expect(evidence?.completed).toBeLessThan(0.5);
  });
});
