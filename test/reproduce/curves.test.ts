import { describe, expect, test } from 'vitest';
import { checkAll } from '../../src/reproduce/check.js';
import { crossingOf, interceptOf, quantileOf } from '../../src/reproduce/curves.js';
import { stationaryMoments } from '../../src/reproduce/diagonal.js';
import { scheduleOf } from '../../src/reproduce/linearNetwork.js';

describe('curves', () => {
  test('cross a height on the line between two points, or nowhere', () => {
    const points = [0, 0, 1, 1].map((y, x) => ({ x, y }));
    expect(crossingOf(points, 0.25)).toBe(1.25);
    expect(crossingOf(points, 2)).toBeNaN();
  });

  test('the intercept of a straight line is found, whatever the noise is that cancels', () => {
    const points = [1, 2, 3, 4].map((x, i) => ({ x, y: 3 - 2 * x + (i === 0 || i === 3 ? 0.1 : -0.1) }));
    expect(interceptOf(points)).toBeCloseTo(3, 12);
  });

  test('quantiles lie between the sorted values', () => {
    expect([0, 0.25, 0.5, 1].map((share) => quantileOf([4, 1, 3, 2], share))).toEqual([1, 1.75, 2.5, 4]);
  });
});

describe('a check', () => {
  const check = (value: number) => ({
    id: 'one',
    statement: '',
    statistic: '',
    measure: () => ({ value, within: [1, Infinity] as const }),
  });

  test.each([
    [1, true],
    [0.999, false],
    [Number.NaN, false],
    [Infinity, false],
  ])('of %d within [1, ∞] is %s', (value, pass) => {
    expect(checkAll([check(value)], new Map())[0].pass).toBe(pass);
  });

  test('that nothing decides is left out', () => {
    expect(checkAll([{ ...check(1), measure: () => null }], new Map())).toEqual([]);
  });
});

test('the schedule warms up in equal steps and drops twice by ten', () => {
  const rate = scheduleOf({ batch: 1, peak: 3, warmUp: 10, firstDrop: 20, secondDrop: 30, steps: 40, replica: 0 });
  expect([0, 4, 9, 19].map(rate)).toEqual([0.30000000000000004, 1.5, 3, 3]);
  expect(rate(20)).toBeCloseTo(0.3, 14);
  expect(rate(30)).toBeCloseTo(0.03, 14);
});

test('the Gamma law of a live mode has mean s − c/2 and variance c times it; below c/2 the mode is dead', () => {
  const c = (3 / 1024) * 400;
  const [mean, square] = stationaryMoments(1, 20);
  expect(mean).toBeCloseTo(1 - c / 2, 14);
  expect(square - mean ** 2).toBeCloseTo(c * mean, 14);
  expect(stationaryMoments(0.5, 20)).toEqual([0, 0]);
});
