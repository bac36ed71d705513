import { describe, expect, it } from 'vitest';
import type { Model } from '../../src/model/model.js';
import { compileStepper } from '../../src/sde/kernel.js';
import { floorTest, measureResolution } from '../../src/sde/resolution.js';
import { lossModel, sdeModel } from './models.js';

const resolutionOf = (model: Model) =>
  measureResolution(compileStepper(model, model.sets[0], 0.01), model.sets[0], model.constants, 0.01);

const neurons = (changes: Readonly<Record<string, string>>): Model =>
  lossModel({ parameters: '[w1, w2, a1, a2]', output: 'a1*tanh(w1*x) + a2*tanh(w2*x)', ...changes });

describe('what double precision resolves near a set', () => {
  it('goes down to 1e-290 for vanishing parameters', () => {
    expect(resolutionOf(lossModel({}))).toEqual({ atBase: 1e-290, keepsSet: true, roundedRate: 0 });
  });

  it('ends about 1e-13 where weights of size 1 are compared', () => {
    const base = '{ w1: 0.7, w2: 0.7, a1: 0.5, a2: 0.5 }';
    const model = neurons({ sets: `[{ name: A, equations: [w1 - w2, a1 - a2], base: ${base} }]` });
    const { atBase, keepsSet } = resolutionOf(model);
    expect(keepsSet).toBe(true);
    expect(atBase).toBeGreaterThan(1e-15);
    expect(atBase).toBeLessThan(1e-9);
  });

  it('ends early where the drift cancels: 1 − exp(θ)', () => {
    const model = sdeModel({ potential: undefined, drift: '[1 - exp(theta)]', noise: undefined });
    const { atBase, keepsSet } = resolutionOf(model);
    expect(keepsSet).toBe(true);
    expect(atBase).toBeGreaterThan(1e-15);
    expect(atBase).toBeLessThan(1e-9);
  });

  it('knows a set that a step leaves, by drift or by noise', () => {
    expect(resolutionOf(lossModel({ output: 'w2*sigmoid(w1*x)' })).keepsSet).toBe(false);
    expect(resolutionOf(sdeModel({ noise: '[{ kind: explicit, diffusion: [[1]] }]' })).keepsSet).toBe(false);
  });
});

describe('the distance that rounding of the parameters hides', () => {
  it('is 0 for vanishing parameters, and grows with parameters that are compared', () => {
    const vanishing = lossModel({});
    const testOf = ({ sets: [set], constants }: Model) => floorTest({ set, constants, keepsSet: true, resolution: 0 });
    expect(testOf(vanishing)(Number.MIN_VALUE, Float64Array.of(5, 7))).toBe(false);
    const isHidden = testOf(lossModel({ sets: '[{ name: A, equations: [w1 - w2] }]' }));
    expect(isHidden(2 ** -52, Float64Array.of(1, 1))).toBe(true);
    expect(isHidden(1e-12, Float64Array.of(1, 1))).toBe(false);
    expect(isHidden(1e-12, Float64Array.of(10, 10))).toBe(true);
  });
});
