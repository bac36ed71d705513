import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { models } from '../../properties/arbitraries/models.js';
import { distanceTo } from '../../src/model/affineSet.js';
import { divergenceRadius, type EscapeOutcome } from '../../src/model/escapes.js';
import { initialPoint } from '../../src/model/initialPoint.js';
import { rescaling } from '../../src/model/rescaling.js';
import { randomStream } from '../../src/numeric/random.js';
import { escapeTrajectories } from '../../src/sde/escapeTrajectories.js';
import { nearTrajectories } from '../../src/sde/nearTrajectories.js';
import { scriptMachine } from '../../src/sde/openMachine.js';
import { planEnsemble } from '../../src/sde/plan.js';
import { floorTest } from '../../src/sde/resolution.js';
import { scriptOf } from '../../src/sde/scriptMachine.js';
import type { TrajectoryPlan } from '../../src/sde/trajectoryPlan.js';
import { builtinModel, lossModel, sdeModel, simulate } from './models.js';

const count = 13;
const ids = ['M1', 'M2', 'M2-paper', 'M3', 'M4', 'M4-large', 'M5', 'M6', 'M7', 'M9', 'M10'];

/** One trajectory of a plan, in JavaScript. */
function inJavaScript(plan: TrajectoryPlan): (index: number, start: Float64Array) => EscapeOutcome {
  const escapes = escapeTrajectories(plan, scriptMachine);
  return (index, start) => escapes(index, [start])[0];
}

function both(id: string, steps: number) {
  const model = builtinModel(id, { horizon: steps * builtinModel(id).simulation.dt, trajectories: count });
  const plan = planEnsemble(model, model.sets[0], 5);
  const starts = Array.from({ length: count }, (_, i) =>
    initialPoint(model, model.sets[0], randomStream(plan.startSeed, i)),
  );
  if (plan.trajectory.watched.step === null) throw new Error(`${id} has no WebAssembly`);
  const block = escapeTrajectories(plan.trajectory);
  const single = inJavaScript(plan.trajectory);
  return { block, single, starts };
}

describe('trajectories in WebAssembly', () => {
  it.each(ids)('of %s end as those in JavaScript do, with the same log-distances to rounding', (id) => {
    const { block, single, starts } = both(id, 300);
    for (const [i, { end, series }] of block(0, starts).entries()) {
      const reference = single(i, starts[i]);
      expect(end).toBe(reference.end);
      series.forEach((value, k) => {
        if (value !== reference.series[k]) expect(Math.abs(value - reference.series[k])).toBeLessThan(1e-6);
      });
    }
  });

  it.each(ids)('near the set of %s, too, are rescaled as in JavaScript', (id) => {
    const model = builtinModel(id, { horizon: 40 * builtinModel(id).simulation.dt, trajectories: 200 });
    const { trajectory } = planEnsemble(model, model.sets[0], 5);
    const near = nearTrajectories(trajectory, scriptMachine);
    const block = nearTrajectories(trajectory);
    for (const [i, { recorded }] of block(2, 13).entries()) {
      near(i + 2, i + 3)[0].recorded.forEach((value, k) => {
        if (!Number.isNaN(value) || !Number.isNaN(recorded[k]))
          expect(Math.abs(recorded[k] - value)).toBeLessThan(1e-6);
      });
    }
    expect(block(5, 6)[0]).toEqual(block(0, 9)[5]);
  });

  it.each(['M1', 'M2', 'M3'])('of %s are the same bit for bit in whatever company', (id) => {
    const { block, starts } = both(id, 101);
    const all = block(0, starts);
    for (const [first, last] of [
      [0, 1],
      [5, 13],
      [12, 13],
    ]) {
      expect(block(first, starts.slice(first, last))).toEqual(all.slice(first, last));
    }
  });

  it('of sums, products, quotients and roots are those in JavaScript bit for bit', () => {
    const model = sdeModel({
      parameters: '[x, y]',
      constants: '{}',
      potential: undefined,
      drift: '[x*(1 - x^2)/(1 + y^2), -y/(2 + sqrt(1 + x^2))]',
      noise: '[{ kind: explicit, diffusion: [[x/2, x*y], [0, y/3]] }]',
      sets: '[{ name: origin, equations: [x, y] }]',
      claims: undefined,
      simulate: simulate(2, 0.01, 9, 1),
    });
    const plan = planEnsemble(model, model.sets[0], 5);
    const starts = Array.from({ length: 9 }, (_, i) => Float64Array.of(1 + i / 9, 1 - i / 5));
    const single = inJavaScript(plan.trajectory);
    expect(escapeTrajectories(plan.trajectory)(0, starts)).toEqual(starts.map((start, i) => single(i, start)));
  });

  it.each([
    'a*tanh(b*tanh(c*x) + a*sin(c*x))',
    'a*sigmoid(b*x) + relu(c*x)*exp(-b*x)',
    'a*x + b*x^2/(1 + c^2)',
    'a*(1 + b^2*x^2)^(3/4) + c*silu(x*b)^3',
  ])('of %s on more samples than are taken at a time agree with JavaScript', (output) => {
    const samples = Array.from({ length: 301 }, (_, i) => `[${Math.sin(i).toFixed(3)}, ${Math.cos(i).toFixed(3)}]`);
    const model = lossModel({
      parameters: '[a, b, c]',
      output,
      constants: '{ eta: 0.1 }',
      learningRate: 'eta',
      noise: '[{ kind: label, std: 1, batch: 1, sampling: none }]',
      sets: '[{ name: rest, equations: [a] }]',
      claims: undefined,
      simulate: simulate(2, 0.1, 5, 0.5),
      data: `{ samples: [${samples.join(', ')}] }`,
    });
    const { trajectory } = planEnsemble(model, model.sets[0], 5);
    const starts = Array.from({ length: 5 }, (_, i) => Float64Array.of(0.1 * (i + 1), -1, 0.4 * i));
    const single = inJavaScript(trajectory);
    for (const [i, { end, series }] of escapeTrajectories(trajectory)(0, starts).entries()) {
      const reference = single(i, starts[i]);
      expect(end).toBe(reference.end);
      series.forEach((value, k) => {
        expect(Math.abs(value - reference.series[k])).toBeLessThan(1e-9);
      });
    }
  });

  it('of random models agree with JavaScript to rounding', () => {
    const steps = 20;
    let seen = 0;
    fc.assert(
      fc.property(models(), (model) => {
        if (model.sets.length === 0) return;
        const { trajectory } = planEnsemble(model, model.sets[0], 5);
        const plan = {
          ...trajectory,
          escape: { ...trajectory.escape, steps, recordedSteps: [0, 1, 5, steps] },
        };
        if (plan.watched.step === null) return;
        const block = escapeTrajectories(plan);
        const starts = Array.from({ length: 3 }, (_, i) => model.parameters.map((_, j) => 0.1 + 0.2 * i - 0.15 * j));
        const single = inJavaScript(plan);
        for (const [i, { series }] of block(
          0,
          starts.map((start) => Float64Array.from(start)),
        ).entries()) {
          const reference = single(i, Float64Array.from(starts[i]));
          series.forEach((value, k) => {
            if (value !== reference.series[k]) expect(Math.abs(value - reference.series[k])).toBeLessThan(1e-9);
          });
          seen++;
        }
      }),
      { seed: 21, numRuns: process.env.CHECK_FULL === undefined ? 30 : 2000 },
    );
    expect(seen).toBeGreaterThan(45);
  });

  it('that reach the floor or diverge stop there, and their series says so', () => {
    const model = builtinModel('M1', { horizon: 400, trajectories: count });
    const plan = planEnsemble(model, model.sets[0], 5);
    const block = escapeTrajectories(plan.trajectory);
    const single = inJavaScript(plan.trajectory);
    const starts = [Float64Array.of(0), Float64Array.of(1e-280), Float64Array.of(2e6), Float64Array.of(0.1)];
    expect(block(0, starts).map(({ end }) => end)).toEqual(starts.map((start, i) => single(i, start).end));
    expect(block(0, starts)[2].series.at(-1)).toBe(Infinity);
    expect(block(0, starts)[0].series.at(-1)).toBe(-Infinity);
  });
});

describe('what is watched of a trajectory', () => {
  it('is what the model says of θ: distance, floor, passages, divergence, and where it is rescaled to', () => {
    let seen = 0;
    fc.assert(
      fc.property(models(), fc.nat(), (model, seed) => {
        if (model.sets.length === 0) return;
        const [set] = model.sets;
        const { trajectory: plan } = planEnsemble(model, set, 5);
        const distanceOf = distanceTo(set, model.constants);
        const stream = randomStream(seed, 0);
        const base = initialPoint(model, set, stream);
        const [found, near, rescued] = [new Float64Array(5), new Float64Array(4), new Float64Array(base.length + 2)];
        const { near: programs } = plan.watched;
        for (const scale of [0, 1e-200, 1e-12, 1e-3, 1, 1e9]) {
          const theta = base.map((entry) => (scale === 0 ? 0 : entry) + scale * stream.normal());
          const distance = distanceOf(theta);
          const isFloor = floorTest(plan)(distance, theta);
          const isUnbounded = !(theta.reduce((sum, x) => sum + x * x, 0) <= divergenceRadius ** 2);
          scriptOf(plan.watched.escape)(theta, 0, 0, found);
          const within = isFloor || distance < plan.escape.epsilon;
          const leaves = !(distance <= plan.escape.radius);
          expect([...found]).toEqual([distance, ...[isUnbounded, isFloor, within, leaves].map(Number)]);
          const { below, above, start } = plan.near;
          scriptOf(programs.watch)(theta, 0, 0, near);
          const isOutside = distance < below || distance > above;
          expect([...near]).toEqual([distance, ...[isUnbounded, distance === 0, isOutside].map(Number)]);
          if (distance === 0 || !Number.isFinite(start / distance)) continue;
          scriptOf(programs.rescue)(theta, distance, 2, rescued);
          const moved = theta.slice();
          rescaling(set, model.constants)(moved, start / distance);
          expect([...rescued.subarray(0, base.length)]).toEqual([...moved]);
          expect(rescued[base.length + 1]).toBeCloseTo(2 + Math.log(distance / distanceOf(moved)), 9);
          seen++;
        }
      }),
      { seed: 22, numRuns: 40 },
    );
    expect(seen).toBeGreaterThan(50);
  });
});
