import { describe, expect, it } from 'vitest';
import { readModel } from '../../../src/model/readModel.js';
import { meanOverStudent } from '../../../src/prediction/batches/studentQuadrature.js';
import { predict } from '../../../src/prediction/predict.js';
import { findThresholds } from '../../../src/prediction/thresholds/thresholdSearch.js';
import { momentJson } from '../../../src/report/predictJson.js';
import { deriveSet } from '../../../src/symbolic/derive.js';

/** Steps of SGD multiply w by 1 - 0.4 * 0.625 + 0.2 T, T a Student-t of unit variance. */
function heavyTails(degreesOfFreedom: number) {
  return readModel(
    `
name: heavy tails
parameters: [w]
inputs: [x]
loss: (w*x)^2/2
constants: { eta: 0.4, s: 0.5, nu: ${degreesOfFreedom} }
learningRate: eta
noise: [{ kind: student-t, degreesOfFreedom: nu, factor: [["s*w"]] }]
data: { samples: [[0.5], [1]] }
sets: [{ name: solution, equations: [w] }]
`,
    'heavy tails',
  );
}

function exponentsOf(degreesOfFreedom: number) {
  const model = heavyTails(degreesOfFreedom);
  const { exponents, remarks } = predict(model, deriveSet(model, model.sets[0]), { seed: 1, moments: true });
  const moment = (p: number) => (exponents.moments ?? []).find((one) => one.process === 'sgd' && one.p === p);
  return { ...exponents, remarks, moment };
}

describe('SGD with Student-t noise in one dimension', () => {
  // integrals over the density of T in 20 digits by mpmath
  it.each([
    [2.5, -0.7782167815100643, -0.7076261803478746],
    [3, -0.7993096207560986, -0.7095721706709197],
    [5, -0.82205480095116, -0.71583204374299],
  ])('has E log|m + sT| and E|m + sT| by quadrature (nu = %s)', (nu, top, first) => {
    const { sgd, moment } = exponentsOf(nu);
    for (const [found, expected] of [
      [sgd, top],
      [moment(1), first],
    ] as const) {
      expect([found?.level, found?.method]).toEqual([1, 'quadrature']);
      const [low, high] = found?.interval ?? [Number.NaN, Number.NaN];
      expect(low).toBeLessThanOrEqual(expected);
      expect(high).toBeGreaterThanOrEqual(expected);
      expect(high - low).toBeLessThan(1e-10);
    }
    // the mean square is that of any noise of this covariance
    expect(moment(2)?.value).toBeCloseTo(Math.log(0.75 ** 2 + 0.2 ** 2) / 0.4, 10);
  });

  it.each([
    [2.5, true],
    [4, true],
    [4.5, false],
  ])('has an infinite fourth moment up to four degrees of freedom (nu = %s: %s)', (nu, isInfinite) => {
    const { moment, remarks, tailIndex } = exponentsOf(nu);
    const fourth = moment(4);
    expect(fourth?.value === Infinity).toBe(isInfinite);
    expect(remarks).toContainEqual(expect.stringContaining(`infinite from the order ${nu} on`));
    const [low, high] = tailIndex?.sgd?.interval ?? [Number.NaN, Number.NaN];
    expect(low).toBeGreaterThan(2);
    expect(high).toBeLessThanOrEqual(nu);
    const [json] = fourth === undefined ? [] : momentJson('sgd', fourth);
    expect([json.value === null, json.interval === null]).toEqual([isInfinite, isInfinite]);
  });

  it('has no exponent where there is no covariance, at values that a search passes', () => {
    const model = heavyTails(3);
    const search = { seed: 1, quantity: { process: 'sgd', moment: null } } as const;
    expect(findThresholds(model, model.sets[0], 'nu', [0.5, 2], search)).toEqual([]);
  });
});

describe('the mean over the deviations of a Student-t', () => {
  const law = (degreesOfFreedom: number) => ({ mean: 0, deviation: 0.3, heavyDeviation: 0.4, degreesOfFreedom });

  it.each([2.01, 3, 30, 1e4, 1e7])('has the stated variance (nu = %s)', (nu) => {
    // of order 0 in the tail, and exact: E 1/deviation^2 is (nu / (nu - 2)) / h^2 without a normal part
    const found = meanOverStudent({ ...law(nu), deviation: 0 }, 0, (deviation) => deviation ** -2);
    const expected = nu / (nu - 2) / 0.4 ** 2;
    expect(Math.abs((found?.mean ?? Number.NaN) - expected)).toBeLessThan((found?.error ?? 0) + 1e-9 * expected);
    const square = nu < 2.1 ? null : meanOverStudent(law(nu), 2, (deviation) => deviation ** 2);
    if (square !== null) expect(square.mean).toBeCloseTo(0.3 ** 2 + 0.4 ** 2, 9);
  });

  it('is not to be had next to the order that it has none of', () => {
    expect(meanOverStudent(law(3), 2.999, (deviation) => deviation ** 2.999)).toBeNull();
  });
});
