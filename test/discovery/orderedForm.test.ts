import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expressions } from '../../properties/arbitraries/expressions.js';
import { orderedForm } from '../../src/discovery/orderedForm.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { keyOf } from '../../src/expression/syntax/expression.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';

const ordered = (text: string): string => keyOf(orderedForm(parseExpression(text, 'test')));

describe('ordered form', () => {
  test('formulas that differ in order and in signs of odd and even functions alone are the same tree', () => {
    const pairs = [
      ['a*tanh(w - v) + b', 'b - tanh(v - w)*a'],
      ['cos(a - b)^2', 'cos(b - a)^2'],
      ['(a - b)^4*(b - a)^3', '(b - a)^4*(b - a)^3'],
      ['erf(-a)*sin(-b)', 'sin(b)*erf(a)'],
      ['abs(x*(a - b))', 'abs((b - a)*x)'],
    ];
    for (const [one, other] of pairs) expect(ordered(one)).toBe(ordered(other));
    expect(ordered('exp(a - b)')).not.toBe(ordered('exp(b - a)'));
    expect(ordered('tanh(a - b)')).not.toBe(ordered('tanh(b - a)'));
  });

  test('keeps the value', () => {
    fc.assert(
      fc.property(expressions({ names: ['a', 'b'], moments: false }), (expression) => {
        const values = new Map([
          ['a', 0.7],
          ['b', -1.3],
        ]);
        const [before, after] = [expression, orderedForm(expression)].map((one) => Number(evaluate(one, values)));
        if (Number.isFinite(before))
          expect(Math.abs(after - before)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(before)));
      }),
      { seed: 6 },
    );
  });
});
