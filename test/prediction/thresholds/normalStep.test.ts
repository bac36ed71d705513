import { describe, expect, it } from 'vitest';
import { symbol } from '../../../src/expression/syntax/expression.js';
import { readModel } from '../../../src/model/readModel.js';
import { meanLogAbsoluteNormal } from '../../../src/prediction/batches/labelNoiseQuadrature.js';
import { predict } from '../../../src/prediction/predict.js';
import { normalStep } from '../../../src/prediction/thresholds/normalStep.js';
import { bracketZeros, searchThresholds } from '../../../src/prediction/thresholds/thresholdSearch.js';
import { deriveSet } from '../../../src/symbolic/derive.js';
import { builtin } from '../../builtin.js';

const step = normalStep(symbol('m'), symbol('v'));

describe('E log|m + s xi| over ranges of m and s^2', () => {
  const ranges = [
    [-0.4, 0.9],
    [0.2, 0.25],
    [-3, -2.8],
    [0.99, 1.01],
    [5, 9],
  ] as const;
  const squares = [
    [0.01, 0.02],
    [0.3, 1.1],
    [0.5, 0.5001],
    [4, 90],
  ] as const;
  const cases = ranges.flatMap((m) => squares.map((v) => ({ m, v })));
  const inside = ([low, high]: readonly [number, number], n: number): number[] =>
    Array.from({ length: n + 1 }, (_, i) => low + ((high - low) * i) / n);

  it.each(cases)('has bounds that are reached and not passed: m in $m, s^2 in $v', ({ m, v }) => {
    const bounds = step.value([m, v]) ?? [Number.NaN, Number.NaN];
    const values = inside(m, 60).flatMap((a) => inside(v, 60).map((b) => meanLogAbsoluteNormal(a, Math.sqrt(b))));
    const [least, most] = [Math.min(...values), Math.max(...values)];
    expect(bounds[0]).toBeLessThanOrEqual(least);
    expect(bounds[1]).toBeGreaterThanOrEqual(most);
    expect(bounds[1] - bounds[0]).toBeLessThan(1.05 * (most - least) + 1e-12);
  });

  it.each(cases)('has a slope within its bounds: m in $m, s^2 in $v', ({ m, v }) => {
    // along m + 0.3 c, v + 0.7 c
    const bounds = step.slope(
      [m, v],
      [
        [0.3, 0.3],
        [0.7, 0.7],
      ],
    ) ?? [Number.NaN, Number.NaN];
    for (const a of inside(m, 12))
      for (const b of inside(v, 12)) {
        const at = (c: number): number => meanLogAbsoluteNormal(a + 0.3 * c, Math.sqrt(b + 0.7 * c));
        const slope = (at(1e-5) - at(-1e-5)) / 2e-5;
        expect(slope).toBeGreaterThan(bounds[0] - 1e-6 * (1 + Math.abs(slope)));
        expect(slope).toBeLessThan(bounds[1] + 1e-6 * (1 + Math.abs(slope)));
      }
    // at a point the bounds are the slope
    const [[low], [square]] = [m, v];
    const [from, to] = step.slope(
      [
        [low, low],
        [square, square],
      ],
      [
        [0.3, 0.3],
        [0.7, 0.7],
      ],
    ) ?? [0, 1];
    expect(to - from).toBeLessThan(1e-10);
  });
});

describe('thresholds of chains that draw normal numbers', () => {
  it.each([
    ['M1', 'zeta', 'eulerMaruyama', [0.02, 200], 2],
    ['M1', 'mu', 'eulerMaruyama', [0.015, 150], 1],
    ['M2', 'eta', 'eulerMaruyama', [0.0002, 2], 2],
    ['M2', 'eta', 'sgd', [0.0002, 2], 2],
    ['M2', 'zeta', 'sgd', [0.12, 1200], 2],
  ] as const)(
    'of %s in %s, %s, are all in the range, and those that values of the exponent show',
    (id, constant, process, range, count) => {
      const model = builtin(id);
      const [set] = model.sets;
      const quantity = { process, moment: null };
      const options = { seed: 1, spacing: 'logarithmic' as const, tolerance: 1e-6, mostCoefficients: 1 };
      const { zeros, complete } = searchThresholds(model, set, constant, range, { ...options, quantity });
      expect([complete, zeros.length]).toEqual([true, count]);
      const looked = bracketZeros(model, { constant, range, spacing: 'logarithmic' }, options, (at) => {
        const { exponents } = predict(at, deriveSet(at, at.sets[0]), { seed: 1, certify: false });
        return exponents[process];
      });
      expect(looked).toHaveLength(count);
      for (const [i, { bracket, attractive }] of looked.entries()) {
        expect(zeros[i].attractive).toBe(attractive);
        expect(Math.log(zeros[i].bracket[0] / bracket[0])).toBeCloseTo(0, 4);
      }
    },
  );

  it('lie close together where the noise is nearly too small to lower a growing exponent', () => {
    // E log|1.278 + s xi| has its least value, -6e-5, at s = 1.278/1.30693: both zeros lie between two of 33 looks
    const model = readModel(
      `
name: growing
parameters: [x]
constants: { s: 5 }
drift: ["27.8*x"]
noise: [{ kind: explicit, diffusion: [["s*x"]] }]
sets: [{ name: origin, equations: [x] }]
simulate: { horizon: 10, dt: 0.01, trajectories: 10, init: { normal: 0.001 }, epsilon: 0.01 }
`,
      'growing',
    );
    const quantity = { process: 'eulerMaruyama', moment: null } as const;
    const { zeros, complete } = searchThresholds(model, model.sets[0], 's', [1, 40], { seed: 1, quantity });
    expect(complete).toBe(true);
    const growth = (s: number): number => meanLogAbsoluteNormal(1.278, s * 0.1);
    const changes: number[] = [];
    for (let s = 1; s < 40; s += 1e-3) if (growth(s) > 0 !== growth(s + 1e-3) > 0) changes.push(s);
    expect(changes).toHaveLength(2);
    expect(zeros.map(({ bracket: [low] }) => low)).toEqual(changes.map((at) => expect.closeTo(at, 2)));
  });
});
