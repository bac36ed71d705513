import { describe, expect, test } from 'vitest';
import { randomStream } from '../../../src/numeric/random.js';
import { type UnitTraining, unitExponent } from '../../../src/sgd/probe/unitExponent.js';
import type { UnitHessians } from '../../../src/sgd/probe/unitHessians.js';
import { UnitRecord } from '../../../src/sgd/probe/unitRecord.js';

const training: UnitTraining = { eta: 0.01, momentum: 0, weightDecay: 0 };

/** p samples √p e_i with mean square the identity, all with the same slopes in q outputs. */
function isotropic(p: number, q: number, delta: (o: number, i: number) => number): UnitHessians {
  return {
    inputs: p,
    outputs: q,
    count: p,
    x: Float64Array.from({ length: p * p }, (_, at) => (at % (p + 1) === 0 ? Math.sqrt(p) : 0)),
    delta: Float64Array.from({ length: p * q }, (_, at) => delta(at % q, Math.floor(at / q))),
    slope: new Float64Array(p).fill(1),
    bend: new Float64Array(p),
  };
}

/** What a unit with p inputs and outputs met, from (1, 0, …), its mean Hessian and noise told step by step. */
function recorded(
  p: number,
  { steps = 1600, replicas = 4 },
  hessiansAt: (replica: number, step: number) => UnitHessians,
  cleanAt?: () => UnitHessians,
): UnitRecord {
  const offset = Float64Array.from({ length: 2 * p }, (_, k) => (k === 0 ? 1 : 0));
  const record = new UnitRecord(offset, p, p, steps, replicas);
  for (let replica = 0; replica < replicas; replica++) {
    for (let step = 0; step < steps; step++) {
      const noisy = hessiansAt(replica, step);
      record.add(replica, step, noisy, offset);
      record.kept[record.windowOf(step)].push({ noisy, clean: cleanAt?.() ?? noisy });
    }
  }
  return record;
}

/** Label noise alone, of strength s² = ηζ²/B = 1. */
function noisy(p: number, momentum = 0): UnitRecord {
  const stream = randomStream(5, p);
  const zeta = 10 * Math.sqrt(p) * (1 - momentum);
  const drawn = () => isotropic(p, p, () => zeta * stream.normal());
  return recorded(p, {}, drawn, () => isotropic(p, p, () => 0));
}

describe('label noise of strength s on a unit with p inputs and p outputs', () => {
  test.each([1, 2, 3, 4])('has λ = s²(p − 2)/2 at p = %i', (p) => {
    const found = unitExponent(noisy(p), training, 1, 8);
    const [low, high] = found?.interval ?? [];
    expect(low).toBeLessThanOrEqual((p - 2) / 2);
    expect(high).toBeGreaterThanOrEqual((p - 2) / 2);
    expect(found?.standardError).toBeLessThan(0.3);
  });

  test('of twice the strength it is four times that; by labels too', () => {
    const record = noisy(4);
    for (const factors of [
      { noise: 4, labelNoise: 1 },
      { noise: 1, labelNoise: 2 },
    ]) {
      const { mean = Number.NaN, interval: [low, high] = [] } = unitExponent(record, training, 1, 4, factors) ?? {};
      expect(mean).toBeGreaterThan(2);
      expect(low).toBeLessThan(4);
      expect(high).toBeGreaterThan(4);
    }
  });

  test('weight decay takes its coefficient off', () => {
    const [without, within] = [0, 0.25].map((weightDecay) =>
      unitExponent(noisy(3), { ...training, weightDecay }, 1, 4),
    );
    expect((within?.mean ?? 0) - (without?.mean ?? 0)).toBeCloseTo(-0.25, 1);
  });

  test('momentum β stands for η/(1 − β), in time and in noise', () => {
    const plain = unitExponent(noisy(4), training, 1, 8);
    const heavy = unitExponent(noisy(4, 0.5), { ...training, momentum: 0.5 }, 1, 8);
    // noise (1 − β) ζ has the same η̃ (1 − β)² ζ² in the time t/(1 − β)
    expect(Math.abs((heavy?.mean ?? 0) - (plain?.mean ?? 0))).toBeLessThan(0.25);
  });
});

describe('curvature', () => {
  const still = (values: readonly number[]): UnitHessians => {
    const p = values.length;
    return isotropic(p, p, (o, i) => (o === i ? -Math.sqrt(p) * values[i] : 0));
  };

  test.each([1, 2, 5])('alone repels by the largest singular value of mean x δᵀ, at p = %i', (p) => {
    const values = Array.from({ length: p }, (_, i) => 0.5 / (i + 1));
    const found = unitExponent(
      recorded(p, { steps: 8000, replicas: 2 }, () => still(values)),
      training,
      1,
      1,
    );
    expect(found?.mean).toBeCloseTo(0.5, 2);
  });

  test('that differs between continuations is known no better than that', () => {
    const values = [0.3, 0.5, 0.7, 0.4, 0.6];
    const record = recorded(1, { steps: 4000, replicas: 5 }, (replica) => still([values[replica]]));
    const { mean = 0, interval = [0, 0] } = unitExponent(record, training, 1, 4) ?? {};
    // Student's quantile of 0.999 times the standard error 0.0707
    expect(interval[1] - mean).toBeGreaterThan(0.7 * 8.61 * 0.0707);
  });

  test('that changes its sign leaves the vector behind, which shrinks', () => {
    const record = recorded(1, { steps: 1600, replicas: 3 }, (_, step) => still([step < 800 ? 1 : -0.5]));
    expect(unitExponent(record, training, 1, 1)?.mean).toBeCloseTo(-0.5, 1);
  });
});

test('noise that remembers itself is stronger, by the sum over lags', () => {
  const remembering = (share: number) => {
    const streams = Array.from({ length: 16 }, (_, replica) => randomStream(9, replica));
    const state = streams.map(() => 0);
    return recorded(1, { steps: 4800, replicas: 16 }, (replica) => {
      state[replica] = share * state[replica] + Math.sqrt(1 - share ** 2) * streams[replica].normal();
      return isotropic(1, 1, () => 4 * state[replica]);
    });
  };
  // −½ηζ² of white noise; correlated by β^k it adds 2η Σ_k E a₀a_k (1 − 0), u = (1, 0) being turned by it
  const [white, red] = [0, 0.8].map((share) => unitExponent(remembering(share), training, 1, 1));
  const added = 2 * 0.01 * 16 * (0.8 / 0.2);
  expect(Math.abs((red?.mean ?? 0) - (white?.mean ?? 0) - added)).toBeLessThan(0.3 * added);
  expect((red?.interval[1] ?? 0) - (red?.mean ?? 0)).toBeGreaterThan(added / 2);
});
