import { describe, expect, it } from 'vitest';
import type { Model, SchemeName } from '../../src/model/model.js';
import { stepStream } from '../../src/numeric/normalStream.js';
import { studentQuantile } from '../../src/numeric/quantiles.js';
import { predict } from '../../src/prediction/predict.js';
import { blockEscapes } from '../../src/sde/blockEscapes.js';
import { simulateEnsemble } from '../../src/sde/ensemble.js';
import { escapeTrajectories } from '../../src/sde/escapeTrajectory.js';
import { compileStepper, stepperOf } from '../../src/sde/kernel.js';
import { planEnsemble } from '../../src/sde/plan.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { builtinModel, lossModel, sdeModel } from './models.js';

/** An SDE in x (and y) with noise columns, and how it steps. */
function equations(scheme: SchemeName, drift: string, diffusion: string, parameters = '[x]'): Model {
  return sdeModel({
    parameters,
    constants: '{}',
    potential: undefined,
    drift,
    noise: `[{ kind: explicit, diffusion: ${diffusion} }]`,
    sets: `[{ name: origin, equations: ${parameters} }]`,
    claims: undefined,
    simulate: `{ horizon: 4, dt: 0.1, trajectories: 40, init: { normal: 0.5 }, epsilon: 0.01, scheme: ${scheme} }`,
  });
}

const geometric = ['[3*x/10]', '[[x]]'] as const;
/** dx = (x/2 + √(x² + 1)) dt + √(x² + 1) dW has x = sinh(t + W_t + arsinh x_0) (Kloeden and Platen, 4.4.40). */
const hyperbolic = ['[x/2 + sqrt(x^2 + 1)]', '[[sqrt(x^2 + 1)]]'] as const;

interface Setting {
  readonly model: Model;
  readonly exact: (endOfPath: number) => number;
  readonly start: number;
}

const levels = [6, 7, 8, 9, 10];

/** log₂ of the mean of |x_1 − exact|, by log₂ of the number of steps; errors of all levels on the same paths. */
function strongErrors({ model, exact, start }: Setting, paths: number, seed: number): number[] {
  const finest = 2 ** (levels.at(-1) as number);
  const steppers = levels.map((level) => compileStepper(model, model.sets[0], 2 ** -level));
  const sums = levels.map(() => 0);
  const increment = new Float64Array(1);
  for (let path = 0; path < paths; path++) {
    const stream = stepStream(seed, path);
    const fine = Float64Array.from({ length: finest }, () => stream.normal() / Math.sqrt(finest));
    const end = exact(fine.reduce((a, b) => a + b));
    for (const [l, level] of levels.entries()) {
      const theta = Float64Array.of(start);
      const width = finest / 2 ** level;
      for (let i = 0; i < finest; i += width) {
        const moved = fine.subarray(i, i + width).reduce((a, b) => a + b);
        steppers[l].increments(theta, Float64Array.of(moved * Math.sqrt(2 ** level)), Math.abs(theta[0]), increment);
        theta[0] += increment[0];
      }
      sums[l] += Math.abs(theta[0] - end);
    }
  }
  return sums.map((sum) => Math.log2(sum / paths));
}

/** The slope of −log₂ error by level: its mean over independent batches of paths and Student's interval at 99.9 %. */
function order(setting: Setting, paths: number): readonly [number, number] {
  const batches = 8;
  const slopes = Array.from({ length: batches }, (_, batch) => {
    const errors = strongErrors(setting, paths / batches, 100 + batch);
    const middle = levels.reduce((a, b) => a + b) / levels.length;
    const above = levels.reduce((total, level, i) => total - (level - middle) * errors[i], 0);
    return above / levels.reduce((total, level) => total + (level - middle) ** 2, 0);
  });
  const mean = slopes.reduce((a, b) => a + b) / batches;
  const variance = slopes.reduce((total, slope) => total + (slope - mean) ** 2, 0) / (batches - 1);
  const half = studentQuantile(0.9995, batches - 1) * Math.sqrt(variance / batches);
  return [mean - half, mean + half];
}

const ofGeometric = (scheme: SchemeName): Setting => ({
  model: equations(scheme, ...geometric),
  exact: (w) => Math.exp(0.3 - 0.5 + w),
  start: 1,
});

const ofHyperbolic = (scheme: SchemeName): Setting => ({
  model: equations(scheme, ...hyperbolic),
  exact: (w) => Math.sinh(1 + w + Math.asinh(0.5)),
  start: 0.5,
});

describe('the strong order, by regression over 64 to 1024 steps', () => {
  it.each([
    ['euler-maruyama', ofGeometric, 0.5],
    ['euler-maruyama', ofHyperbolic, 0.5],
    ['milstein', ofGeometric, 1],
    ['milstein', ofHyperbolic, 1],
  ] as const)('of %s', (scheme, settingOf, exact) => {
    const [low, high] = order(settingOf(scheme), 800);
    expect(high - low).toBeLessThan(0.35);
    expect(low).toBeLessThan(exact);
    expect(high).toBeGreaterThan(exact);
  });

  it('of the exponential step is none on geometric Brownian motion: it is exact', () => {
    const errors = strongErrors(ofGeometric('exponential'), 50, 1);
    for (const error of errors) expect(error).toBeLessThan(-44);
  });
});

describe('the exponential step', () => {
  it('keeps the sign where Euler–Maruyama loses it', () => {
    const signs = (scheme: SchemeName) => {
      const model = equations(scheme, '[-x^3]', '[[4*x]]');
      const stepper = compileStepper(model, model.sets[0], 0.5);
      const stream = stepStream(3, 0);
      const theta = Float64Array.of(1);
      let kept = true;
      for (let i = 0; i < 200; i++) {
        stepper.advance(theta, stream, Math.abs(theta[0]));
        kept &&= theta[0] > 0;
        theta[0] = 1;
      }
      return kept;
    };
    expect(signs('exponential')).toBe(true);
    expect(signs('euler-maruyama')).toBe(false);
  });

  it('measures the exponent of the SDE where the chain of Euler–Maruyama has another sign (theory §6)', async () => {
    const at = (scheme: SchemeName) => {
      const model = equations(scheme, '[13*x/25]', '[[x]]');
      return { ...model, simulation: { ...model.simulation, horizon: 200, trajectories: 200 } };
    };
    const [exact, chain] = await Promise.all(
      [at('exponential'), at('euler-maruyama')].map((model) => simulateEnsemble(model, model.sets[0], { seed: 1 })),
    );
    expect(exact?.exponent?.interval[0]).toBeLessThan(0.02);
    expect(exact?.exponent?.interval[1]).toBeGreaterThan(0.02);
    expect(chain?.exponent?.interval[1]).toBeLessThan(0.02);
  });
});

describe.each([
  ['milstein', '[x - x*y^2, -y]', '[[x/(2 + x^2), 0], [0, sin(y)/4]]'],
  ['exponential', '[x - x*y^2, -y*cos(x)]', '[[x/2, 0], [0, y/3]]'],
] as const)('%s steps in two parameters', (scheme, drift, diffusion) => {
  it('are the same in WebAssembly as in JavaScript', () => {
    const model = equations(scheme, drift, diffusion, '[x, y]');
    const { trajectory } = planEnsemble(model, model.sets[0], 5);
    const starts = Array.from({ length: 5 }, (_, i) => Float64Array.of(0.5 + i / 9, 1 - i / 3));
    const single = escapeTrajectories(trajectory, stepperOf(trajectory.kernel));
    for (const [i, { end, series }] of (blockEscapes(trajectory)?.(0, starts) ?? []).entries()) {
      const reference = single(i, starts[i]);
      expect(end).toBe(reference.end);
      series.forEach((value, k) => {
        expect(Math.abs(value - reference.series[k])).toBeLessThan(1e-9);
      });
    }
  });
});

describe('a scheme', () => {
  it('is refused where it does not apply, with the reason', () => {
    const refused = (model: Model) => () => planEnsemble(model, model.sets[0], 1);
    const crossed = equations('milstein', '[-x, -y]', '[[1, 0], [0, x]]', '[x, y]');
    expect(refused(crossed)).toThrow('scheme milstein: its noise columns do not commute');
    const neuron = builtinModel('M2', { scheme: 'milstein' });
    expect(refused(neuron)).toThrow('a Brownian motion for every sample');
    expect(refused(builtinModel('M2', { scheme: 'exponential' }))).toThrow(
      'scheme exponential: drift and noise of w1 do not vanish with it',
    );
  });

  it('of commuting noise that is not diagonal is taken: both columns turn with the same matrices', () => {
    const model = equations('milstein', '[-x, -y]', '[[x, y], [y, x]]', '[x, y]');
    expect(planEnsemble(model, model.sets[0], 1).trajectory.kernel.sampling).toEqual({ method: 'columns', normals: 2 });
  });

  it('other than Euler–Maruyama has no exponent of its own predicted, and the prediction says so', () => {
    const model = builtinModel('M1', { scheme: 'exponential' });
    const { exponents, remarks } = predict(model, deriveSet(model, model.sets[0]), { seed: 1 });
    expect(exponents.eulerMaruyama).toBeNull();
    expect(exponents.sde).not.toBeNull();
    expect(remarks.join()).toContain('of the chain of exponential steps no exponent is predicted');
  });

  it('is read from the model file', () => {
    expect(lossModel({ simulate: '{ scheme: exponential }' }).simulation.scheme).toBe('exponential');
    expect(lossModel({ simulate: '{}' }).simulation.scheme).toBe('euler-maruyama');
    expect(() => lossModel({ simulate: '{ scheme: heun }' })).toThrow('euler-maruyama');
  });
});
