import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/model/evidence.js';
import type { Model } from '../../src/model/model.js';
import { simulateEnsemble } from '../../src/sde/ensemble.js';
import { constant, directionExponent, tanhNeuronExponent } from './exactExponent.js';
import { builtinModel, lossModel, sdeModel, simulate } from './models.js';

const measure = async (model: Model, seed = 1): Promise<Evidence> => {
  const evidence = await simulateEnsemble(model, model.sets[0], { seed });
  if (evidence === null) throw new Error('no SDE');
  return evidence;
};

const holds = ({ exponent }: Evidence, value: number): boolean =>
  exponent !== null && exponent.interval[0] <= value && value <= exponent.interval[1];

describe('the measured exponent', () => {
  it('of the quartic well agrees with λ_EM = E log|1 + hμ + √h ζ ξ| / h, seed after seed', async () => {
    const model = builtinModel('M1', { horizon: 5, trajectories: 60 });
    const exact = directionExponent(constant(model, 'mu'), constant(model, 'zeta'), model.simulation.dt);
    for (const seed of [1, 2, 3, 4]) expect(holds(await measure(model, seed), exact)).toBe(true);
  });

  it('of the tanh neuron agrees with the larger of its two diagonals’', async () => {
    const model = builtinModel('M2', { horizon: 20, trajectories: 60 });
    const exact = tanhNeuronExponent(model);
    for (const seed of [1, 2, 3]) {
      const evidence = await measure(model, seed);
      expect(holds(evidence, exact)).toBe(true);
      expect(evidence.exponent?.interval[1]).toBeLessThan(0);
    }
  });

  it('takes the chain at its step, not the SDE: dx = 0.52x dt + x dW is repelled, but not with h = 0.1 (theory §6)', async () => {
    const model = sdeModel({
      potential: undefined,
      drift: '[0.52*theta]',
      noise: '[{ kind: explicit, diffusion: [[theta]] }]',
      constants: '{}',
      simulate: simulate(200, 0.1, 200),
    });
    const evidence = await measure(model);
    expect(holds(evidence, directionExponent(0.52, 1, 0.1))).toBe(true);
    expect(holds(evidence, 0.02)).toBe(false);
  });

  it('is as exact as rounding allows without noise, off the origin too', async () => {
    const h = 0.01;
    const model = sdeModel({
      parameters: '[u, v]',
      potential: '(u - 1)^2 + (v - 2)^2/4 + (u - 1)^3',
      constants: '{}',
      noise: undefined,
      sets: '[{ name: minimum, equations: [u - 1, v - 2] }]',
      simulate: simulate(20, h, 50),
    });
    const { exponent } = await measure(model);
    const exact = Math.log(1 - h / 2) / h;
    expect(Math.abs((exponent?.mean ?? 0) - exact)).toBeLessThan(1e-6);
    expect(exponent?.interval[0]).toBeLessThanOrEqual(exact);
    expect(exponent?.interval[1]).toBeGreaterThanOrEqual(exact);
  });

  it('holds log(1 − hα) / h where there is nothing but rounding to make an interval', async () => {
    const h = 0.01;
    const model = sdeModel({
      potential: '0.37*theta^2/2',
      constants: '{}',
      noise: undefined,
      simulate: simulate(20, h, 50),
    });
    expect(holds(await measure(model), Math.log1p(-0.37 * h) / h)).toBe(true);
  });

  it('allows for a direction that has not settled: with slopes 1 and 0.9 the interval holds the larger, and is wide', async () => {
    const model = sdeModel({
      parameters: '[u, v]',
      potential: '-u^2/2 - 0.9*v^2/2',
      constants: '{}',
      noise: undefined,
      sets: '[{ name: top, equations: [u, v] }]',
      simulate: simulate(10, 0.01, 50),
    });
    const { exponent } = await measure(model);
    const [low, high] = exponent?.interval ?? [0, 0];
    const exact = Math.log(1.01) / 0.01;
    expect(high).toBeGreaterThan(exact);
    expect(high - low).toBeGreaterThan(1e-3);
  });

  it('is null where the leading order vanishes, and where a step leaves the set', async () => {
    const deep = lossModel({
      parameters: '[w1, w2, w3]',
      output: 'w1*w2*w3*x',
      sets: '[{ name: A, equations: [w1, w2, w3] }]',
    });
    const sigmoid = lossModel({ output: 'w2*sigmoid(w1*x)' });
    const brief = { horizon: 1, dt: 0.01, trajectories: 5 };
    for (const model of [deep, sigmoid]) {
      const evidence = await measure({ ...model, simulation: { ...model.simulation, ...brief } });
      expect(evidence.exponent).toBeNull();
      expect(evidence.floorReached).toBe(0);
    }
  });
});

describe('the ensemble', () => {
  it('of the quartic well ends on the hilltop when ζ is far above √(2μ), and off it when ζ is small', async () => {
    const simulation = simulate(10, 0.01, 60);
    const attracted = await measure(sdeModel({ constants: '{ mu: 1, zeta: 4 }', simulate: simulation }));
    const repelled = await measure(sdeModel({ constants: '{ mu: 1, zeta: 0.2 }', simulate: simulation }));
    expect(attracted.fraction.interval[0]).toBeGreaterThan(0.7);
    expect(repelled.fraction).toMatchObject({ mean: 0, samples: 60, level: 0.999 });
    expect(repelled.series.at(0)?.median).toBeLessThan(Math.log(0.01));
    expect(repelled.series.at(-1)?.median).toBeCloseTo(0, 0);
    expect(repelled.series.at(-1)?.t).toBeCloseTo(10, 9);
  });

  it('has no SDE to simulate with momentum', async () => {
    const model = lossModel({ momentum: '0.9' });
    expect(await simulateEnsemble(model, model.sets[0], { seed: 1 })).toBeNull();
  });

  it('counts what falls below the floor of double precision as on the set', async () => {
    const falling = { potential: '20*theta^2', constants: '{}', noise: undefined, simulate: simulate(20, 0.01, 7) };
    const atOrigin = await measure(sdeModel(falling));
    const elsewhere = await measure(
      sdeModel({ ...falling, potential: '20*(theta - 3)^2', sets: '[{ name: A, equations: [theta - 3] }]' }),
    );
    for (const evidence of [atOrigin, elsewhere]) {
      expect(evidence.floorReached).toBe(7);
      expect(evidence.fraction.mean).toBe(1);
    }
    expect(atOrigin.series.at(-1)?.median).toBeCloseTo(Math.log(1e-290), 0);
    expect(elsewhere.series.at(-1)?.median).toBeGreaterThan(Math.log(1e-16));
  });

  it('counts what leaves every bound as diverged, and as off the set', async () => {
    const model = sdeModel({
      potential: '-theta^4',
      constants: '{}',
      noise: undefined,
      simulate: simulate(5, 0.01, 8, 3),
    });
    const evidence = await measure(model);
    expect(evidence.diverged).toBeGreaterThan(4);
    expect(evidence.fraction.mean).toBeLessThan(0.5);
    expect(evidence.series.at(-1)?.median).toBeCloseTo(Math.log(1e6), 6);
  });
});
