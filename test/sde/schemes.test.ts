import { describe, expect, it } from 'vitest';
import type { Model, SchemeName } from '../../src/model/model.js';
import { stepStream } from '../../src/numeric/normalStream.js';
import { predict } from '../../src/prediction/predict.js';
import { simulateEnsemble } from '../../src/sde/ensemble.js';
import { escapeTrajectories } from '../../src/sde/escapeTrajectories.js';
import { compileStepper } from '../../src/sde/kernel.js';
import { scriptMachine } from '../../src/sde/openMachine.js';
import { planEnsemble } from '../../src/sde/plan.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { builtinModel, lossModel, oneNoise } from './models.js';

describe('the exponential step', () => {
  it('keeps the sign where Euler–Maruyama loses it', () => {
    const signs = (scheme: SchemeName) => {
      const model = oneNoise(scheme, '[-x^3]', '[[4*x]]');
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
      const model = oneNoise(scheme, '[13*x/25]', '[[x]]');
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
    const model = oneNoise(scheme, drift, diffusion, '[x, y]');
    const { trajectory } = planEnsemble(model, model.sets[0], 5);
    const starts = Array.from({ length: 5 }, (_, i) => Float64Array.of(0.5 + i / 9, 1 - i / 3));
    const script = escapeTrajectories(trajectory, scriptMachine);
    for (const [i, { end, series }] of escapeTrajectories(trajectory)(0, starts).entries()) {
      const [reference] = script(i, [starts[i]]);
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
    const crossed = oneNoise('milstein', '[-x, -y]', '[[1, 0], [0, x]]', '[x, y]');
    expect(refused(crossed)).toThrow('scheme milstein: its noise columns do not commute');
    const neuron = builtinModel('M2', { scheme: 'milstein' });
    expect(refused(neuron)).toThrow('a Brownian motion for every sample');
    expect(refused(builtinModel('M2', { scheme: 'exponential' }))).toThrow(
      'scheme exponential: drift and noise of w1 do not vanish with it',
    );
  });

  it('of commuting noise that is not diagonal is taken: both columns turn with the same matrices', () => {
    const model = oneNoise('milstein', '[-x, -y]', '[[x, y], [y, x]]', '[x, y]');
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
