import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expressions } from '../../../properties/arbitraries/expressions.js';
import { InputError } from '../../../src/arithmetic/inputError.js';
import { fromNumber, type Rational, toNumber, toText } from '../../../src/arithmetic/rational.js';
import { evaluate } from '../../../src/expression/evaluation/evaluate.js';
import { decideExact, evaluateExact } from '../../../src/expression/evaluation/evaluateExact.js';
import { parseExpression } from '../../../src/expression/syntax/parse.js';
import { closeTo } from '../closeTo.js';
import { isTame } from '../tame.js';

const rows = [
  [0.5, -1],
  [1.5, 0.25],
  [-0.75, 2],
];
const samples = { names: ['x', 'y'], rows };
const exactSamples = { names: ['x', 'y'], rows: rows.map((row) => row.map(fromNumber)) };

const value = (text: string, values: Record<string, number> = {}) =>
  evaluate(parseExpression(text), new Map(Object.entries(values)), samples);

function exact(text: string, values: Record<string, number> = {}): string | null {
  const map = new Map(Object.entries(values).map(([name, n]): [string, Rational] => [name, fromNumber(n)]));
  const result = evaluateExact(parseExpression(text), map, exactSamples);
  return result && toText(result);
}

describe('evaluate', () => {
  it('gives numbers for numbers and truths for conditions', () => {
    expect(value('a^2 - 1/4', { a: 0.5 })).toBe(0);
    expect(value('a < 1 and not (a == 0)', { a: 0.5 })).toBe(true);
    expect(value('a < 1 ? 2 : 3', { a: 1 })).toBe(3);
  });

  it('takes the mean and the population variance over the samples', () => {
    expect(value('mean(x)')).toBeCloseTo(1.25 / 3, 15);
    expect(value('var(y)')).toBeCloseTo((1 + 0.0625 + 4) / 3 - (1.25 / 3) ** 2, 14);
    expect(value('mean((x - mean(x))^2) - var(x)')).toBeCloseTo(0, 15);
    expect(value('mean(a*x)/mean(x)', { a: 3, x: 100 })).toBeCloseTo(3, 14);
  });

  it('divides where the formula divides', () => {
    expect(value('a/b', { a: 1e-310, b: 1e-310 })).toBe(1);
    expect(value('a/3', { a: 3 })).toBe(1);
  });

  it('names what has no value', () => {
    expect(() => value('a + b', { a: 1 })).toThrow(new InputError('expression', 'no value for the name b'));
    expect(() => evaluate(parseExpression('mean(x)'), new Map())).toThrow(InputError);
    expect(() => value('toString')).toThrow(InputError);
  });
});

describe('evaluateExact', () => {
  it.each([
    ['0.1 + 0.2', '3/10'],
    ['1e400/1e399', '10'],
    ['(2/3)^-2', '9/4'],
    ['8^(2/3)', '4'],
    ['sqrt(2.25) + abs(-1/3)', '11/6'],
    ['tanh(0) + exp(0)', '1'],
    ['mean(x)', '5/12'],
    ['var(x)', '61/72'],
    ['mean(x) > 0.4 ? 1/3 : 0', '1/3'],
  ])('of %s is %s', (text, expected) => {
    expect(exact(text)).toBe(expected);
  });

  it.each([
    'pi',
    'exp(1)',
    'sqrt(2)',
    '2^(1/2)',
    '(-8)^(1/3)',
    '1/0',
    '0^(-1/2)',
    'unknown',
    'exp(1) > 2 ? 1 : 0',
    'x < 1',
  ])('of %s is null', (text) => {
    expect(exact(text)).toBeNull();
  });

  it('decides conditions, by one operand where one decides', () => {
    const decide = (text: string) => decideExact(parseExpression(text), new Map());
    expect(decide('1/3 < 0.34')).toBe(true);
    expect(decide('1 < 0 and pi > 3')).toBe(false);
    expect(decide('1 > 0 or pi > 3')).toBe(true);
    expect(decide('1 > 0 and pi > 3')).toBeNull();
    expect(decide('1')).toBeNull();
  });

  it('agrees with doubles wherever it has a value', () => {
    let compared = 0;
    fc.assert(
      fc.property(
        expressions({ names: ['x', 'y'], functions: ['abs', 'sign', 'relu', 'max', 'min', 'sqrt'] }),
        fc.integer({ min: -32, max: 32 }),
        (expression, n) => {
          const point = new Map([
            ['x', n / 16],
            ['y', 0.75],
          ]);
          const inRationals = new Map([...point].map(([name, number]) => [name, fromNumber(number)]));
          const result = evaluateExact(expression, inRationals, exactSamples);
          if (result === null || !isTame(expression, point, samples)) return;
          compared++;
          expect(closeTo(evaluate(expression, point, samples) as number, toNumber(result))).toBe(true);
        },
      ),
      { seed: 70, numRuns: 600 },
    );
    expect(compared).toBeGreaterThan(200);
  });
});
