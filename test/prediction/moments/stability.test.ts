import { describe, expect, it } from 'vitest';
import type { Model } from '../../../src/model/model.js';
import { readModel } from '../../../src/model/readModel.js';
import { predict } from '../../../src/prediction/predict.js';
import type { Process } from '../../../src/prediction/prediction.js';
import type { ThresholdQuantity } from '../../../src/prediction/thresholds/closedGrowths.js';
import { bracketThresholds } from '../../../src/prediction/thresholds/thresholdSearch.js';
import { deriveSet } from '../../../src/symbolic/derive.js';

/** Linear regression at an interpolating solution, which is 0: Ĥ_i = x_i x_iᵀ. */
function regression(samples: readonly (readonly number[])[], batch: number, sampling: string, eta = 0.1): Model {
  const inputs = samples[0].map((_, j) => `x${j}`);
  const weights = samples[0].map((_, j) => `w${j}`);
  return readModel(
    `
name: regression
parameters: [${weights}]
inputs: [${inputs}]
loss: (${weights.map((w, j) => `${w}*${inputs[j]}`).join(' + ')})^2/2
constants: { eta: ${eta} }
learningRate: eta
noise: [{ kind: minibatch, batch: ${batch}, sampling: ${sampling} }]
data: { samples: ${JSON.stringify(samples)} }
sets: [{ name: solution, equations: [${weights}] }]
`,
    'regression',
  );
}

function thresholdIn(model: Model, quantity: ThresholdQuantity, range: readonly [number, number]) {
  const derivation = deriveSet(model, model.sets[0]);
  return bracketThresholds(model, derivation, { constant: 'eta', range }, { seed: 1, quantity }).zeros;
}

function momentsOf(model: Model, process: Process['kind']) {
  const { moments, tailIndex } = predict(model, deriveSet(model, model.sets[0]), { seed: 1, moments: true }).exponents;
  const at = (p: number) => moments?.find((one) => one.process === process && one.p === p);
  return { at, tailIndex: tailIndex?.[process] ?? null };
}

const meanSquare: ThresholdQuantity = { process: 'sgd', moment: 2 };
const scalars = [[0.5], [1], [1.5], [2]];
const curvatures = scalars.map(([x]) => x * x);
const [mean, meanOfSquares, meanOfFourths] = [1, 2, 4].map(
  (p) => curvatures.reduce((sum, h) => sum + h ** p, 0) / curvatures.length,
);

describe('linear stability of SGD in one dimension', () => {
  it.each([1, 2, 3])('is (1 - eta a)^2 + eta^2 (n - B)/(B (n - 1)) s^2 < 1 (Wu, Ma and E 2018, B = %i)', (batch) => {
    const n = curvatures.length;
    const variance = meanOfSquares - mean ** 2;
    const expected = (2 * mean) / (mean ** 2 + ((n - batch) / (batch * (n - 1))) * variance);
    const model = regression(scalars, batch, 'without-replacement');
    const [found, ...others] = thresholdIn(model, meanSquare, [0.01, 5]);
    expect(others).toEqual([]);
    expect([found.attractive, found.level]).toEqual(['below', 1]);
    expect(found.bracket[0]).toBeLessThanOrEqual(expected);
    expect(found.bracket[1]).toBeGreaterThanOrEqual(expected);
    expect(found.bracket[1] - found.bracket[0]).toBeLessThan(1e-7);
  });

  it('of the fourth moment is that of mean (1 - eta h)^4 (Ma and Ying 2021)', () => {
    const { at } = momentsOf(regression(scalars, 1, 'with-replacement', 0.4), 'sgd');
    const expected = (p: number) => Math.log(curvatures.reduce((sum, h) => sum + (1 - 0.4 * h) ** p, 0) / 4) / 0.4;
    expect(at(2)?.value).toBeCloseTo(expected(2), 12);
    expect(at(4)?.value).toBeCloseTo(expected(4), 12);
    expect(meanOfFourths).toBeGreaterThan(meanOfSquares ** 2);
  });

  it('in the mean square ends below the learning rate at which the exponent changes sign', () => {
    const model = regression(scalars, 1, 'with-replacement');
    const [square] = thresholdIn(model, meanSquare, [0.01, 5]);
    const [almostSure] = thresholdIn(model, { process: 'sgd', moment: null }, [0.01, 5]);
    expect(square.bracket[1]).toBeLessThan(almostSure.bracket[0]);
    const product = curvatures.reduce((all, h) => all * Math.abs(1 - almostSure.bracket[0] * h), 1);
    expect(product).toBeCloseTo(1, 6);
  });
});

describe('linear stability of SGD in the plane', () => {
  const samples = [
    [1, 0.2],
    [0.3, 1.1],
    [-0.8, 0.9],
  ];

  it.each([1, 2])('ends at 2 over the largest eigenvalue of C^-1 D (Mulayoff and Michaeli 2024, B = %i)', (batch) => {
    const expected = 2 / largestEigenvalue(samples, batch);
    const [found, ...others] = thresholdIn(regression(samples, batch, 'without-replacement'), meanSquare, [0.01, 4]);
    expect(others).toEqual([]);
    expect(found.bracket[0]).toBeLessThanOrEqual(expected * (1 + 1e-9));
    expect(found.bracket[1]).toBeGreaterThanOrEqual(expected * (1 - 1e-9));
  });

  /** of ((H ⊕ H)/2)⁻¹ ((1 − q) H ⊗ H + q mean H_i ⊗ H_i), q = (n − B)/(B (n − 1)), by bisection on a determinant */
  function largestEigenvalue(points: readonly (readonly number[])[], batch: number): number {
    const n = points.length;
    const q = (n - batch) / (batch * (n - 1));
    const hessians = points.map(([x, y]) => [
      [x * x, x * y],
      [x * y, y * y],
    ]);
    const average = [0, 1].map((i) => [0, 1].map((j) => hessians.reduce((sum, h) => sum + h[i][j], 0) / n));
    const kronecker = (a: number[][], b: number[][]) =>
      [0, 1, 2, 3].map((r) => [0, 1, 2, 3].map((c) => a[r >> 1][c >> 1] * b[r & 1][c & 1]));
    const identity = [
      [1, 0],
      [0, 1],
    ];
    const [left, right] = [kronecker(average, identity), kronecker(identity, average)];
    const square = kronecker(average, average);
    const each = hessians.map((h) => kronecker(h, h));
    const pencil = (value: number) =>
      square.map((row, r) =>
        row.map(
          (entry, c) =>
            (1 - q) * entry +
            (q * each.reduce((sum, h) => sum + h[r][c], 0)) / n -
            (value * (left[r][c] + right[r][c])) / 2,
        ),
      );
    let value = 50;
    const sign = Math.sign(determinant(pencil(value)));
    while (Math.sign(determinant(pencil(value))) === sign) value -= 1e-3;
    let [low, high] = [value, value + 1e-3];
    for (let i = 0; i < 60; i++) {
      const middle = (low + high) / 2;
      if (Math.sign(determinant(pencil(middle))) === sign) high = middle;
      else low = middle;
    }
    return low;
  }

  function determinant(matrix: readonly (readonly number[])[]): number {
    if (matrix.length === 1) return matrix[0][0];
    return matrix[0].reduce(
      (sum, entry, c) =>
        sum + (c % 2 === 0 ? 1 : -1) * entry * determinant(matrix.slice(1).map((row) => row.filter((_, j) => j !== c))),
      0,
    );
  }
});

describe('the tail index of SGD', () => {
  const indexOf = (batch: number, eta: number) =>
    momentsOf(regression(scalars, batch, 'with-replacement', eta), 'sgd').tailIndex;

  it('is the p at which E|1 - eta h|^p = 1 (Kesten 1973)', () => {
    const index = indexOf(1, 0.75);
    expect(index?.level).toBe(1);
    for (const [p, sign] of [
      [index?.interval[0] ?? 0, -1],
      [index?.interval[1] ?? 0, 1],
    ] as const) {
      const growth = curvatures.reduce((sum, h) => sum + Math.abs(1 - 0.75 * h) ** p, 0) / 4 - 1;
      expect(Math.sign(growth) * sign).toBeGreaterThanOrEqual(-1e-12);
      expect(Math.abs(growth)).toBeLessThan(1e-6);
    }
  });

  it('falls with the learning rate and rises with the batch (Gürbüzbalaban, Şimşekli and Zhu 2021)', () => {
    const rates = [0.55, 0.65, 0.75].map((eta) => indexOf(1, eta)?.value ?? Number.NaN);
    expect(rates[0]).toBeGreaterThan(rates[1]);
    expect(rates[1]).toBeGreaterThan(rates[2]);
    const batches = [1, 2, 3].map((batch) => indexOf(batch, 0.75)?.value ?? Number.NaN);
    expect(batches[0]).toBeLessThan(batches[1]);
    expect(batches[1]).toBeLessThan(batches[2]);
  });

  it('is above 2 exactly where the mean square is stable', () => {
    const [{ bracket }] = thresholdIn(regression(scalars, 1, 'with-replacement'), meanSquare, [0.01, 5]);
    expect(indexOf(1, bracket[0] * 0.99)?.interval[0]).toBeGreaterThan(2);
    expect(indexOf(1, bracket[1] * 1.01)?.interval[1]).toBeLessThan(2);
  });

  it('is 1 + 2h/c^2 for an SDE in one dimension, whose density falls like theta^(2 mu/zeta^2 - 2) near 0', () => {
    const model = readModel(
      `
name: damped
parameters: [x]
constants: { h: 1, c: 2 }
drift: ["-h*x"]
noise: [{ kind: explicit, diffusion: [["c*x"]] }]
sets: [{ name: origin, equations: [x] }]
`,
      'damped',
    );
    expect(momentsOf(model, 'sde').tailIndex?.value).toBeCloseTo(1.5, 6);
  });
});
