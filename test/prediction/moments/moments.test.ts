import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eulerMaruyamaChain } from '../../../src/prediction/chain/planarChain.js';
import { exactFamily, familyNorm, type LinearFamily } from '../../../src/prediction/matrices/linearFamily.js';
import { absoluteMoment } from '../../../src/prediction/moments/absoluteMoment.js';
import { chainMoment } from '../../../src/prediction/moments/chainMoment.js';
import { circleMoment } from '../../../src/prediction/moments/circleMoment.js';
import { chainFourthMoment, sdeFourthMoment } from '../../../src/prediction/moments/fourthMoment.js';
import { eulerMaruyamaStep, sgdStep } from '../../../src/prediction/moments/linearStep.js';
import { momentExponent } from '../../../src/prediction/moments/momentExponents.js';
import { chainSecondMoment, sdeSecondMoment } from '../../../src/prediction/moments/secondMoment.js';

const entry = fc.integer({ min: -16, max: 16 }).map((n) => n / 8);
const matrix = (k: number) => fc.array(fc.array(entry, { minLength: k, maxLength: k }), { minLength: k, maxLength: k });
const family = (k: number): fc.Arbitrary<LinearFamily> =>
  fc.record({
    curvature: matrix(k),
    noise: fc.array(matrix(k), { minLength: 1, maxLength: 3 }),
    learningRate: fc.constantFrom(0.25, 1),
  });

function holds([low, high]: readonly [number, number], value: number, slack: number): boolean {
  return low <= value + slack && value <= high + slack;
}

const pinned = { seed: 20, numRuns: process.env.CHECK_FULL ? 2000 : 60 };

describe('the second moment', () => {
  it('of dy = -hy dt + sum c_j y dW_j is -2h + sum c_j^2', () => {
    const { value, interval } = sdeSecondMoment({ curvature: [[3]], noise: [[[1]], [[2]]], learningRate: 0.5 });
    expect(value).toBeCloseTo(-6 + 0.5 * 5, 13);
    expect(holds(interval, -3.5, 0)).toBe(true);
  });

  it('of a noisy oscillator q" + q\' + q = sigma q dW is the root of its cubic', () => {
    // X = E(q², qp, p²): (Λ)(Λ + 1)(Λ + 2) + 4Λ + 2 ... = 2σ², from the 3 × 3 matrix of the moments
    const sigma = 2;
    const oscillator = {
      curvature: [
        [0, -1],
        [1, 1],
      ],
      noise: [
        [
          [0, 0],
          [sigma, 0],
        ],
      ],
      learningRate: 1,
    };
    const { value } = sdeSecondMoment(oscillator);
    const characteristic = (l: number) => l * ((l + 1) * (l + 2) + 2) + 2 * (l + 2) - 2 * sigma ** 2;
    expect(characteristic(value)).toBeCloseTo(0, 9);
  });

  it('lies on the circle where the matrix of moments puts it (k = 2, SDE)', () => {
    fc.assert(
      fc.property(family(2), (one) => {
        const byMatrix = sdeSecondMoment(one);
        const onCircle = circleMoment(exactFamily(one), 2);
        const slack = 1e-9 * (1 + familyNorm(one));
        // where noise vanishes in a direction the polynomials may not reach, but an interval always holds the value
        if (onCircle !== null) {
          expect(onCircle.interval[0]).toBeLessThanOrEqual(byMatrix.interval[1] + slack);
          expect(onCircle.interval[1]).toBeGreaterThanOrEqual(byMatrix.interval[0] - slack);
        }
      }),
      pinned,
    );
  });

  it('lies on the circle where the matrix of moments puts it (k = 2, Euler-Maruyama)', () => {
    fc.assert(
      fc.property(family(2), fc.constantFrom(0.001, 0.01, 0.05), (one, share) => {
        const step = share / (1 + familyNorm(one));
        const byMatrix = chainSecondMoment(eulerMaruyamaStep(one, step));
        const onCircle = chainMoment(eulerMaruyamaChain(one, step), 2);
        const slack = 1e-6 * (1 + familyNorm(one));
        if (onCircle !== null) {
          expect(onCircle.interval[0]).toBeLessThanOrEqual(byMatrix.interval[1] + slack);
          expect(onCircle.interval[1]).toBeGreaterThanOrEqual(byMatrix.interval[0] - slack);
        }
      }),
      pinned,
    );
  });

  it('is an interval that holds the growth of the mean square itself', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }).chain(family), (one) => {
        const step = 0.5 / (1 + familyNorm(one));
        const { mean, deviations } = eulerMaruyamaStep(one, step);
        const { interval } = chainSecondMoment({ mean, deviations, duration: 1 });
        const k = mean.length;
        let x = mean.map((_, i) => mean.map((_, j) => Number(i === j)));
        let logarithm = 0;
        const steps = 4000;
        for (let n = 0; n < steps; n++) {
          const sum = mean.map(() => new Array<number>(k).fill(0));
          for (const m of [mean, ...deviations])
            for (let i = 0; i < k; i++)
              for (let j = 0; j < k; j++)
                for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) sum[i][j] += m[i][a] * x[a][b] * m[j][b];
          const trace = sum.reduce((total, row, i) => total + row[i], 0);
          if (trace === 0) return;
          logarithm += Math.log(trace / x.reduce((total, row, i) => total + row[i], 0));
          x = sum.map((row) => row.map((value) => value / trace));
        }
        // log tr Xⁿ = n Λ + O(log n)
        const slack = (4 * k * Math.log(steps)) / steps + 30 / steps;
        expect(interval[1] - interval[0]).toBeLessThan(1e-2);
        expect(holds(interval, logarithm / steps, slack)).toBe(true);
      }),
      { ...pinned, numRuns: process.env.CHECK_FULL ? 500 : 20 },
    );
  });

  it('with momentum is that of the pair (y, v)', () => {
    const sgd = {
      sampleCurvature: [[[1]], [[3]]],
      regulariserCurvature: [[0]],
      outputCurvature: [],
      learningRate: 0.1,
      momentum: 0.9,
      noises: [{ kind: 'batch', sampling: 'with-replacement', batch: 1, labelNoise: 0 }] as const,
    };
    const found = chainSecondMoment(sgdStep(sgd) ?? { mean: [], deviations: [], duration: 1 });
    // E of (y, v)⊗² over the two curvatures, iterated
    let [yy, yv, vv] = [1, 0, 0];
    const steps = 3000;
    let logarithm = 0;
    for (let n = 0; n < steps; n++) {
      let [a, b, c] = [0, 0, 0];
      for (const h of [1, 3]) {
        // v' = 0.9 v − 0.1 h y, y' = y + v'
        const [p, q] = [-0.1 * h, 0.9];
        const v2 = p * p * yy + 2 * p * q * yv + q * q * vv;
        const yv2 = (1 + p) * p * yy + ((1 + p) * q + q * p) * yv + q * q * vv;
        const y2 = (1 + p) ** 2 * yy + 2 * (1 + p) * q * yv + q * q * vv;
        a += y2 / 2;
        b += yv2 / 2;
        c += v2 / 2;
      }
      const size = a + c;
      if (n >= steps / 2) logarithm += Math.log(size / (yy + vv));
      [yy, yv, vv] = [a / size, b / size, c / size];
    }
    expect(found.value).toBeCloseTo(logarithm / (steps / 2) / 0.1, 6);
    expect(found.interval[1] - found.interval[0]).toBeLessThan(1e-8);
  });
});

describe('the fourth moment', () => {
  it('lies on the circle where the matrix of fourth moments puts it (k = 2)', () => {
    fc.assert(
      fc.property(family(2), fc.constantFrom(0.001, 0.01, 0.05), (one, share) => {
        const step = share / (1 + familyNorm(one));
        const slack = 1e-6 * (1 + familyNorm(one));
        const pairs = [
          [sdeFourthMoment(one), circleMoment(exactFamily(one), 4)],
          [chainFourthMoment(eulerMaruyamaChain(one, step)), chainMoment(eulerMaruyamaChain(one, step), 4)],
        ];
        for (const [byMatrix, onCircle] of pairs) {
          expect(byMatrix).not.toBeNull();
          if (byMatrix === null || onCircle === null) continue;
          expect(onCircle.interval[0]).toBeLessThanOrEqual(byMatrix.interval[1] + slack);
          expect(onCircle.interval[1]).toBeGreaterThanOrEqual(byMatrix.interval[0] - slack);
        }
      }),
      pinned,
    );
  });

  it('of coordinates with noise of their own is that of the fastest, 4a + 6c² (k = 3 to 5)', () => {
    for (const k of [3, 4, 5]) {
      const diagonal = (entries: readonly number[]) => entries.map((x, i) => entries.map((_, j) => (i === j ? x : 0)));
      const [rates, sizes] = [
        Array.from({ length: k }, (_, i) => 1 + i / 4),
        Array.from({ length: k }, (_, i) => (1 + i) / 4),
      ];
      const found = sdeFourthMoment({ curvature: diagonal(rates), noise: [diagonal(sizes)], learningRate: 1 });
      const fastest = Math.max(...rates.map((rate, i) => -4 * rate + 6 * sizes[i] ** 2));
      expect(holds(found?.interval ?? [1, -1], fastest, 1e-12)).toBe(true);
      expect(found?.interval[1]).toBeCloseTo(fastest, 6);
    }
  });

  it('of minibatches is the mean of ‖My‖⁴ over them, direction by direction (k = 3)', () => {
    // two reflections of space, stretched by 1.1 and 0.7: whatever the direction, ‖My‖⁴ is one of two numbers
    const turned = (scale: number, axis: number) =>
      [0, 1, 2].map((i) => [0, 1, 2].map((j) => (i === j ? scale * (i === axis ? -1 : 1) : 0)));
    const components = [
      { weight: 0.25, mean: turned(1.1, 0), noise: [] },
      { weight: 0.75, mean: turned(0.7, 1), noise: [] },
    ];
    const found = chainFourthMoment({ components, duration: 0.5 });
    expect(found?.value).toBeCloseTo(Math.log(0.25 * 1.1 ** 4 + 0.75 * 0.7 ** 4) / 0.5, 10);
  });
});

describe('moment exponents', () => {
  it('are convex in p for three coordinates, between bounds where there is nothing nearer', () => {
    const one = {
      curvature: [
        [1, 0.25, 0],
        [-0.25, 0.5, 0.5],
        [0, 0.25, 1.5],
      ],
      noise: [
        [
          [0.5, 0.25, 0.125],
          [0.125, -0.75, 0],
          [0.25, 0, 0.5],
        ],
      ],
      learningRate: 1,
    };
    const problem = {
      family: one,
      exact: exactFamily(one),
      isExact: true,
      codimension: 3,
      sgd: null,
      directions: null,
      seed: 1,
    };
    for (const process of [{ kind: 'sde' }, { kind: 'eulerMaruyama', dt: 0.05 }] as const) {
      const [second, third, fourth] = [2, 3, 4].map((p) => momentExponent(problem, process, p));
      expect([second?.level, fourth?.level]).toEqual([1, 1]);
      expect(third?.method).toBe('convexity');
      expect(third?.interval[0]).toBeCloseTo(1.5 * (second?.value ?? Number.NaN), 4);
      expect(third?.interval[1]).toBeCloseTo(((second?.value ?? Number.NaN) + (fourth?.value ?? Number.NaN)) / 2, 4);
      expect(2 * (second?.value ?? Number.NaN)).toBeLessThan(fourth?.value ?? Number.NaN);
    }
  });

  it('are convex in p and tangent to the Lyapunov exponent at 0', () => {
    const one = {
      curvature: [
        [1, 0.25],
        [-0.25, 0.5],
      ],
      noise: [
        [
          [0.5, 0.25],
          [0.125, -0.75],
        ],
        [
          [0.125, 1],
          [0.25, 0.25],
        ],
      ],
      learningRate: 1,
    };
    const exact = exactFamily(one);
    const problem = { family: one, exact, isExact: true, codimension: 2, sgd: null, directions: null, seed: 1 };
    const at = (p: number) => momentExponent(problem, { kind: 'sde' }, p)?.value ?? Number.NaN;
    const values = [0.25, 0.5, 1, 1.5, 2, 3, 4].map((p) => [p, at(p)] as const);
    for (let i = 2; i < values.length; i++) {
      const [[a, fa], [b, fb], [c, fc_]] = values.slice(i - 2, i + 1);
      expect((fb - fa) / (b - a)).toBeLessThan((fc_ - fb) / (c - b));
    }
    const slope = at(1e-4) / 1e-4;
    const exponent = momentExponent(problem, { kind: 'sde' }, 1e-5)?.value ?? Number.NaN;
    expect(slope).toBeCloseTo(exponent / 1e-5, 3);
  });
});

describe('E|m + s xi|^p', () => {
  it('has the moments of a normal number for p = 1, 2, 4', () => {
    expect(absoluteMoment(0, 2, 1)).toBeCloseTo(2 * Math.sqrt(2 / Math.PI), 13);
    for (const [m, s] of [
      [0.3, 1],
      [5, 0.7],
      [40, 1],
      [1, 0],
    ]) {
      expect(absoluteMoment(m, s, 2) / (m * m + s * s)).toBeCloseTo(1, 13);
      expect(absoluteMoment(m, s, 4) / (m ** 4 + 6 * m * m * s * s + 3 * s ** 4)).toBeCloseTo(1, 13);
    }
  });

  it('goes through its values where one series takes over from the other', () => {
    for (const p of [0.3, 1, 5, 30]) {
      const at = (m: number) => Math.log(absoluteMoment(m, 1, p));
      const edge = 12 * Math.sqrt(1 + p);
      const [below, above] = [at(edge * (1 - 1e-9)), at(edge * (1 + 1e-9))];
      expect(Math.abs(above - below)).toBeLessThan(1e-7 * p + 1e-11);
    }
  });
});
