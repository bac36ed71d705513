import { describe, expect, it } from 'vitest';
import { readModel } from '../../../src/model/readModel.js';
import type { Scale } from '../../../src/prediction/thresholds/axis.js';
import { isolateZeros } from '../../../src/prediction/thresholds/isolateZeros.js';
import { searchThresholds } from '../../../src/prediction/thresholds/thresholdSearch.js';

const line: Scale = { from: 0, to: 4, valueAt: (at) => at, coordinateOf: (at) => at };

/** Bounds of a product of x − root over pieces, and of its slope, by products of intervals. */
function ofRoots(...roots: readonly number[]) {
  const times = (a: readonly number[], b: readonly number[]): [number, number] => {
    const all = a.flatMap((x) => b.map((y) => x * y));
    return [Math.min(...all), Math.max(...all)];
  };
  const over = (some: readonly number[], from: number, to: number) =>
    some.reduce<[number, number]>((range, root) => times(range, [from - root, to - root]), [1, 1]);
  return (from: number, to: number) => ({
    value: over(roots, from, to),
    slope: (): [number, number] => {
      const terms = roots.map((_, i) => over(roots.toSpliced(i, 1), from, to));
      return [terms.reduce((sum, [low]) => sum + low, 0), terms.reduce((sum, [, high]) => sum + high, 0)];
    },
  });
}

describe('zeros by bounds of values and slopes', () => {
  it.each([
    { roots: [0.7, 2.2, 3.9], inside: [0.7, 2.2, 3.9] },
    { roots: [1.23456, 1.23457], inside: [1.23456, 1.23457] },
    { roots: [-1, 5], inside: [] },
    { roots: [0, 2, 4], inside: [2] },
  ])('of the roots $roots in [0, 4] are all $inside', ({ roots, inside }) => {
    const { changes, complete } = isolateZeros(ofRoots(...roots), line);
    expect(complete).toBe(true);
    expect(changes).toHaveLength(inside.length);
    for (const [i, [low, high]] of changes.entries()) {
      expect(low).toBeLessThan(inside[i]);
      expect(high).toBeGreaterThan(inside[i]);
    }
  });

  it('are not said to be all where one is double, or has no bounds beside it', () => {
    expect(isolateZeros(ofRoots(1.7, 1.7), line)).toEqual({ changes: [], complete: false });
    const pole = (from: number, to: number) => (to < 1 || from > 1 ? ofRoots(3)(from, to) : null);
    const { changes, complete } = isolateZeros(pole, line);
    expect([changes.length, complete]).toEqual([1, false]);
  });
});

/** ẋ = growth(c) x: λ is the growth itself. */
function growing(growth: string) {
  return readModel(
    `
name: growing
parameters: [x]
constants: { c: 0.5 }
drift: ["(${growth})*x - x^3"]
noise: [{ kind: explicit, diffusion: [[0]] }]
sets: [{ name: origin, equations: [x] }]
`,
    'growing',
  );
}

/** The middles of the brackets in c, and whether they are all. */
function zerosOf(
  growth: string,
  range: readonly [number, number],
  quantity = { process: 'sde', moment: null } as const,
) {
  const model = growing(growth);
  const { zeros, complete } = searchThresholds(model, model.sets[0], 'c', range, { seed: 1, quantity });
  return { complete, at: zeros.map(({ bracket: [low, high] }) => (low + high) / 2) };
}

describe('thresholds of an exponent with a formula', () => {
  it.each([
    // between two of the 33 looks at [-3, 3], which are 0.1875 apart
    ['two zeros a ten-thousandth apart', '(c - 0.5)*(c - 0.5001)', [0.5, 0.5001]],
    // cos(3 arccos(c/2)) = 1/2 at c = 2 cos 20, 140, 100 degrees: a cubic without a rational root
    [
      'the three roots of a cubic',
      'c^3 - 3*c - 1',
      [2 * Math.cos((7 * Math.PI) / 9), 2 * Math.cos((5 * Math.PI) / 9), 2 * Math.cos(Math.PI / 9)],
    ],
    ['all zeros of a cosine', 'cos(4*c)', [-7, -5, -3, -1, 1, 3, 5, 7].map((n) => (n * Math.PI) / 8)],
    ['none of a square above 0', 'c^2 - 2*c + 1.0001', []],
    ['a kink', 'abs(c - 1) - 0.001', [0.999, 1.001]],
    ['none of exp', 'exp(c)', []],
  ])('are all in the range: %s', (_, growth, expected) => {
    const { at, complete } = zerosOf(growth, [-3, 3]);
    expect(complete).toBe(true);
    expect(at).toEqual([...expected].sort((a, b) => a - b).map((zero) => expect.closeTo(zero, 7)));
  });

  it.each([
    ['a zero without a change of sign', '-(c - 0.6)^2', []],
    ['a formula without a value in a part of the range', 'log(c) + 0.5', [Math.exp(-0.5)]],
    ['a branch, which may jump', 'c < 0.4 ? -1 : 2', [0.4]],
  ])('are not said to be all beside %s', (_, growth, expected) => {
    const { at, complete } = zerosOf(growth, [-3, 3]);
    expect(complete).toBe(false);
    expect(at).toEqual(expected.map((zero) => expect.closeTo(zero, 1)));
  });
});

describe('thresholds of SGD with more batches than have roots', () => {
  const curvatures = [0.3, 0.35, 0.4, 0.4, 20, 25, 30];
  const model = readModel(
    `
name: seven samples
parameters: [w]
inputs: [x]
loss: x*w^2/2
constants: { eta: 0.4 }
learningRate: eta
noise: [{ kind: minibatch, batch: 1, sampling: with-replacement }]
data: { samples: [${curvatures.map((h) => `[${h}]`)}] }
sets: [{ name: solution, equations: [w] }]
`,
    'seven samples',
  );

  it('are all, spikes at the poles of log |1 - eta h| included', () => {
    const range = [0.01, 4] as const;
    // counted on a grid
    const growth = (eta: number): number => curvatures.reduce((sum, h) => sum + Math.log(Math.abs(1 - eta * h)), 0);
    const steps = 1_000_000;
    const changes: number[] = [];
    let before = growth(range[0]);
    for (let i = 1; i <= steps; i++) {
      const eta = range[0] + ((range[1] - range[0]) * i) / steps;
      const here = growth(eta);
      if (here > 0 !== before > 0) changes.push(eta);
      before = here;
    }
    const quantity = { process: 'sgd', moment: null } as const;
    const { zeros, complete } = searchThresholds(model, model.sets[0], 'eta', range, { seed: 1, quantity });
    expect(complete).toBe(true);
    expect(changes.length).toBeGreaterThan(6);
    expect(zeros.map(({ bracket: [low, high] }) => (low + high) / 2)).toEqual(
      changes.map((at) => expect.closeTo(at, 5)),
    );
    for (const { level } of zeros) expect(level).toBe(1);
  });

  it('of the Euler-Maruyama chain and of the mean square are the zeros of their formulas', () => {
    const [mean, square] = [1, 2].map((p) => curvatures.reduce((sum, h) => sum + h ** p, 0) / curvatures.length);
    const found = searchThresholds(model, model.sets[0], 'eta', [0.001, 4], {
      seed: 1,
      quantity: { process: 'sgd', moment: 2 },
    });
    // E(1 - eta h)^2 = 1
    expect(found.complete).toBe(true);
    expect(found.zeros.map(({ bracket: [low] }) => low)).toEqual([expect.closeTo((2 * mean) / square, 7)]);
    // (1 - dt m)^2 + dt eta v = 1
    const dt = model.simulation.dt;
    const chain = searchThresholds(model, model.sets[0], 'eta', [0.001, 4], {
      seed: 1,
      quantity: { process: 'eulerMaruyama', moment: 2 },
    });
    expect(chain.complete).toBe(true);
    expect(chain.zeros.map(({ bracket: [low] }) => low)).toEqual([
      expect.closeTo((2 * mean - dt * mean ** 2) / (square - mean ** 2), 7),
    ]);
  });
});
