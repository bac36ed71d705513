import { describe, expect, test } from 'vitest';
import type { UnitHessians } from '../../../src/numeric/unitHessians.js';
import type { UnitTraining } from '../../../src/prediction/units/unitCurvature.js';
import { unitExponent } from '../../../src/prediction/units/unitExponents.js';
import type { MeanHessian } from '../../../src/prediction/units/unitHessians.js';

const training: UnitTraining = { eta: 0.01, momentum: 0, weightDecay: 0, labelNoise: 0 };

/** p samples √p e_i with mean square the identity, all with the same slopes in q outputs. */
function isotropic(p: number, q: number, delta: (o: number) => number): UnitHessians {
  return {
    inputs: p,
    outputs: q,
    count: p,
    x: Float64Array.from({ length: p * p }, (_, at) => (at % (p + 1) === 0 ? Math.sqrt(p) : 0)),
    delta: Float64Array.from({ length: p * q }, (_, at) => delta(at % q)),
    slope: new Float64Array(p).fill(1),
    bend: new Float64Array(p),
  };
}

/** A unit under label noise alone of strength s² = ηζ²/B = 1 beside a mean Hessian. */
function noisy(p: number, means: readonly MeanHessian[], change: Partial<UnitTraining> = {}) {
  const perOutput = Array.from({ length: p }, (_, m) => isotropic(p, p, (o) => (o === m ? 1 : 0)));
  const steps = [{ losses: isotropic(p, p, () => 0), perOutput }];
  return unitExponent(
    { inputs: p, outputs: p, means, steps },
    { ...training, labelNoise: 10 * Math.sqrt(p), ...change },
    1,
  );
}

const flat = (p: number): MeanHessian => ({ own: null, cross: new Float64Array(p * p) });

describe('label noise of strength s on a unit with p inputs and p outputs', () => {
  // the step of paths moves λ by some 0.01 s² where p is 2 (dt = 0.005) and less where p is larger
  test.each([1, 2, 3, 4])('has λ = s²(p − 2)/2 at p = %i', (p) => {
    const [low, high] = noisy(p, [flat(p), flat(p)]).interval;
    expect(low - 0.03).toBeLessThanOrEqual((p - 2) / 2);
    expect(high + 0.03).toBeGreaterThanOrEqual((p - 2) / 2);
    expect(high - low).toBeLessThan(0.3);
  });

  test('weight decay takes its coefficient off', () => {
    expect(noisy(1, [flat(1), flat(1)], { weightDecay: 0.25 }).value).toBeCloseTo(-0.75, 9);
    const { value } = noisy(3, [flat(3), flat(3)], { weightDecay: 0.25 });
    expect(Math.abs(value - 0.25)).toBeLessThan(0.05);
  });

  test('momentum β stands for η/(1 − β), in time and in noise', () => {
    const { value } = noisy(1, [flat(1), flat(1)], { momentum: 0.9 });
    expect(value).toBeCloseTo(-0.5 * 10 * 10, 7);
  });
});

describe('curvature alone', () => {
  const slopes = (p: number, values: readonly number[]): MeanHessian => ({
    own: null,
    cross: Float64Array.from({ length: p * p }, (_, at) => (at % (p + 1) === 0 ? values[at / (p + 1)] : 0)),
  });

  test.each([1, 2, 5])('repels by the largest singular value of mean x δᵀ, at p = %i', (p) => {
    const values = Array.from({ length: p }, (_, i) => 0.5 / (i + 1));
    const steps = [{ losses: isotropic(p, p, () => 0), perOutput: [] }];
    const curvature = { inputs: p, outputs: p, means: [slopes(p, values), slopes(p, values)], steps };
    expect(Math.abs(unitExponent(curvature, training, 1).value - 0.5)).toBeLessThan(0.02);
  });

  test.each([1, 3])('that differs between stretches of training is known no better than that, at p = %i', (p) => {
    const means = [0.3, 0.5, 0.7, 0.4, 0.6].map((h) => slopes(p, [h, 0, 0].slice(0, p)));
    const steps = [{ losses: isotropic(p, p, () => 0), perOutput: [] }];
    const { value, interval } = unitExponent({ inputs: p, outputs: p, means, steps }, training, 1);
    expect(Math.abs(value - 0.5)).toBeLessThan(0.02);
    // Student's quantile of 0.999 times the standard error 0.0707
    expect(interval[1] - value).toBeGreaterThan(0.9 * 8.61 * 0.0707);
    expect(interval[1] - value).toBeLessThan(1.1 * 8.61 * 0.0707);
  });
});

test('steps that differ make noise', () => {
  const step = (slope: number) => ({ losses: isotropic(1, 1, () => slope), perOutput: [] });
  const curvature = { inputs: 1, outputs: 1, means: [flat(1), flat(1)], steps: [1, -1, 3, -3].map(step) };
  // ½ η c², c² the unbiased variance of ±1, ±3
  expect(unitExponent(curvature, { ...training, eta: 0.5 }, 1).value).toBeCloseTo((-0.5 * 0.5 * 20) / 3, 9);
});
