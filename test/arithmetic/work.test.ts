import { expect, test } from 'vitest';
import { withinWork, workSpent } from '../../src/arithmetic/withinWork.js';
import { OutOfWork, spend } from '../../src/arithmetic/work.js';

test('work within its bound gives its result, and is counted', () => {
  const before = workSpent();
  expect(
    withinWork(10, () => {
      spend(10);
      return 'done';
    }),
  ).toBe('done');
  expect(workSpent() - before).toBe(10);
});

test('work beyond its bound ends there, and what comes after has its own', () => {
  expect(withinWork(10, () => spend(11))).toBeInstanceOf(OutOfWork);
  expect(withinWork(10, () => spend(9))).toBeUndefined();
});

test('work within work is allowed no more than is left to the whole', () => {
  const inner = withinWork(10, () => {
    spend(4);
    return withinWork(100, () => spend(7));
  });
  expect(inner).toBeInstanceOf(OutOfWork);
});

test('work that is to stop does so soon, and what is within it too', () => {
  let stops = false;
  const begun = workSpent();
  const endless = (): never => {
    for (;;) {
      spend(100);
      stops = workSpent() - begun > 20_000;
    }
  };
  const inner = withinWork(
    Number.POSITIVE_INFINITY,
    () => withinWork(1e9, endless),
    () => stops,
  );
  expect(inner).toBeInstanceOf(OutOfWork);
  expect(workSpent() - begun).toBeLessThan(30_000);
});

test('other errors go on', () => {
  expect(() =>
    withinWork(10, () => {
      throw new RangeError('other');
    }),
  ).toThrow(RangeError);
});

test('a number of steps that is none is not allowed, and lifts no limit', () => {
  expect(withinWork(10, () => spend(Number.NaN))).toBeInstanceOf(OutOfWork);
  expect(withinWork(10, () => spend(11))).toBeInstanceOf(OutOfWork);
});
