import { describe, expect, it } from 'vitest';
import { zeroTest } from '../../src/expression/algebra/zeroTest.js';
import { difference } from '../../src/expression/syntax/expression.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import { gatherMoments } from '../../src/report/gatherMoments.js';

const data = ['x', 'y'];

describe('means that stand side by side', () => {
  it.each([
    [
      'the terms of a square',
      'eta*mean(x^2) + eta*mean(y^2) - 2*eta*mean(x*y) + abs(mean(x))',
      'eta*mean((x - y)^2) + abs(mean(x))',
    ],
    [
      'what theory §8 writes for M3',
      '2*a*mean(x*tanh(w*x)) + mean(x*y*tanh(w*x)^2) - 2*a*mean(x*tanh(w*x)^3) - mean(x*y)',
      'mean(x*(tanh(w*x)^2 - 1)*(y - 2*a*tanh(w*x)))',
    ],
    ['named moments that no square holds', 'mean(x*y) + a*mean(x^2) + b*mean(y^2)', null],
    ['two of them', 'mean(x^2) - mean(x*y)', null],
  ])('%s', (_, text, gathered) => {
    const expression = parseExpression(text);
    const result = gatherMoments(expression, data);
    expect(printExpression(result)).toBe(gathered ?? text);
    expect(zeroTest(difference(expression, result), { data }).status).toBe('zero');
  });
});
