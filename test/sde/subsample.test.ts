import { describe, expect, it } from 'vitest';
import { printModelFile } from '../../src/model/printModel.js';
import { readModel } from '../../src/model/readModel.js';
import { stepStream } from '../../src/numeric/normalStream.js';
import { meanOf } from '../../src/numeric/statistics.js';
import { simulateEnsemble } from '../../src/sde/ensemble.js';
import { compileStepper } from '../../src/sde/kernel.js';
import { lossModel } from './models.js';

const rows = Array.from({ length: 40 }, (_, i) => [Math.cos(i), Math.sin(2 * i) + 0.5]);
const model = (noise: string, simulate = 'horizon: 2, dt: 0.1, trajectories: 20') =>
  lossModel({
    constants: '{ eta: 0.1 }',
    data: `{ samples: ${JSON.stringify(rows)} }`,
    noise: `[${noise}]`,
    claims: undefined,
    simulate: `{ ${simulate}, init: { normal: 0.001 }, epsilon: 0.01 }`,
  });
const minibatch = (more: string) => `{ kind: minibatch, batch: 2${more} }`;
const few = minibatch(', covariance: subsampled, samples: 5');
const dt = 0.1;

/** Means and second central moments of steps from one point, with what a hundred thousand of them leave open. */
function momentsOf(noise: string, count: number) {
  const given = model(noise);
  const stepper = compileStepper(given, given.sets[0], dt);
  const steps = Array.from({ length: count }, (_, i) => {
    const theta = Float64Array.of(0.7, -0.4);
    stepper.advance(theta, stepStream(11, i), 1);
    return [theta[0] - 0.7, theta[1] + 0.4];
  });
  const means = [0, 1].map((j) => meanOf(steps.map((step) => step[j])));
  const products = [
    [0, 0],
    [0, 1],
    [1, 1],
  ].map(([i, j]) => steps.map((step) => (step[i] - means[i]) * (step[j] - means[j])));
  const errorOf = (values: readonly number[]) => Math.sqrt(meanOf(values.map((x) => x * x)) / count);
  return {
    found: [...means, ...products.map(meanOf)],
    errors: [...[0, 1].map((j) => errorOf(steps.map((step) => step[j]))), ...products.map(errorOf)],
  };
}

describe('a step that draws 5 of 40 samples', () => {
  it('has the mean and the covariance of one that takes all', () => {
    const [exact, subsampled] = [minibatch(''), few].map((noise) => momentsOf(noise, 100_000));
    for (const [i, found] of subsampled.found.entries()) {
      const error = 5 * Math.hypot(subsampled.errors[i], exact.errors[i]);
      expect(Math.abs(found - exact.found[i])).toBeLessThan(error);
      // and that is telling: an uncorrected covariance is larger by two fifths
      if (i >= 2) expect(error).toBeLessThan(0.2 * Math.abs(subsampled.found[2]));
    }
  });

  it('says so, and gives the same numbers on every run', async () => {
    const given = model(few);
    const [first, again] = await Promise.all(
      [1, 2].map((threads) => simulateEnsemble(given, given.sets[0], { seed: 3, threads })),
    );
    expect(first).toEqual(again);
    expect(first?.subsample).toBe(5);
    expect(first?.exponent).not.toBeNull();
    const exact = model(minibatch(''));
    expect((await simulateEnsemble(exact, exact.sets[0], { seed: 3 }))?.subsample).toBeNull();
  });

  it('is refused where its drift alone fluctuates more than the batch', () => {
    const wide = model(minibatch(', covariance: subsampled, samples: 5').replace('batch: 2', 'batch: 8'));
    expect(() => compileStepper(wide, wide.sets[0], dt)).toThrow('8 samples or more');
  });

  it('is refused beside noise along the mean over all samples', () => {
    const beside = model(`${few}, { kind: residual, std: 1 }`);
    expect(() => compileStepper(beside, beside.sets[0], dt)).toThrow('covariance: exact');
  });
});

describe('the model file', () => {
  it.each([
    [', covariance: subsampled', 'how many a step draws'],
    [', samples: 5', 'covariance: subsampled'],
    [', covariance: exact, samples: 5', 'covariance: subsampled'],
    [', covariance: subsampled, samples: 40', 'fewer than the 40'],
  ])('takes both keys or none, and fewer samples than there are:%s', (more, message) => {
    expect(() => model(minibatch(more))).toThrow(message);
  });

  it('prints what it read', () => {
    const printed = printModelFile(model(few));
    expect(printed).toContain('covariance: subsampled');
    expect(readModel(printed, 'again.yaml').noise).toEqual(model(few).noise);
  });
});
