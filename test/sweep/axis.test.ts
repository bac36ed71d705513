import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/arithmetic/inputError.js';
import { rational, toNumber } from '../../src/arithmetic/rational.js';
import { readAxis } from '../../src/sweep/axis.js';
import { coarseToFine, gridOf, modelAt, positionOf, valuesAt } from '../../src/sweep/grid.js';
import { itemsOf, readShard } from '../../src/sweep/shard.js';
import { builtin } from '../builtin.js';

describe('an axis', () => {
  test('from:to:count holds both ends and exact steps', () => {
    expect(readAxis('eta=0:1:4').values).toEqual([rational(0), rational(1, 3), rational(2, 3), rational(1)]);
    expect(readAxis('eta=0.1:0.1:1').values).toEqual([rational(1, 10)]);
    expect(readAxis('m[1,2]=1,2').constant).toBe('m[1, 2]');
    expect(readAxis('η=0:1:4')).toEqual(readAxis('eta=0:1:4'));
    expect(readAxis('eta=1:-1:3').values).toEqual([rational(1), rational(0), rational(-1)]);
  });

  test('log:from:to:count has equal ratios', () => {
    const { scale, values } = readAxis('zeta=log:0.1:10:5');
    expect(scale).toBe('log');
    expect(values.map(toNumber)).toEqual([0.1, 0.316227766017, 1, 3.16227766017, 10]);
  });

  test('a list is taken as it stands', () => {
    expect(readAxis('b = 1, 1/3, 0.5').values).toEqual([rational(1), rational(1, 3), rational(1, 2)]);
  });

  test.each([
    ['eta', /no constant and range/],
    ['eta=', /no constant and range/],
    ['eta=0:1', /2 parts/],
    ['eta=0:1:0', /whole number/],
    ['eta=0:1:2.5', /whole number/],
    ['eta=0:1:1e9', /whole number/],
    ['eta=log:0:1:3', /two positive numbers/],
    ['eta=1,2,1', /twice/],
    ['eta=1:1:3', /twice/],
    ['eta=a:1:3', /no exact number|unknown/],
  ])('%s is refused', (text, message) => {
    expect(() => readAxis(text)).toThrow(InputError);
    expect(() => readAxis(text)).toThrow(message);
  });
});

describe('a grid', () => {
  const model = builtin('M2');
  const grid = gridOf(model, [readAxis('eta=1:5:5'), readAxis('zeta=1:3:3')]);

  test('counts the last axis fastest', () => {
    expect(grid.cells).toBe(15);
    expect(positionOf(grid, 7)).toEqual([2, 1]);
    expect([...valuesAt(grid, 7)]).toEqual([
      ['eta', rational(3)],
      ['zeta', rational(2)],
    ]);
    expect(modelAt(model, grid, 7).constants.get('zeta')).toEqual(rational(2));
  });

  test('is gone through from coarse to fine, every cell once', () => {
    const order = coarseToFine(grid);
    expect(order.slice(0, 6).map((cell) => positionOf(grid, cell))).toEqual([
      [0, 0],
      [4, 0],
      [0, 2],
      [2, 0],
      [2, 2],
      [4, 2],
    ]);
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, i) => i));
  });

  test('is of the constants that the model has, each once', () => {
    expect(() => gridOf(model, [readAxis('nu=0:1:2')])).toThrow(/no constant nu/);
    expect(() => gridOf(model, [readAxis('eta=0:1:2'), readAxis('eta=0:1:3')])).toThrow(/varied twice/);
  });

  test('is cut into parts that share nothing and leave nothing out', () => {
    const order = coarseToFine(grid);
    const parts = [1, 2, 3, 4].map((i) => itemsOf(order, readShard(`${i}/4`)));
    expect(parts.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 15 }, (_, i) => i));
    for (const text of ['0/2', '3/2', '1', '1/0', 'a/b', '1/2/3']) expect(() => readShard(text)).toThrow(/i\/n/);
  });
});
