import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expressions } from '../../../properties/arbitraries/expressions.js';
import { differentiate, gradient, hessian } from '../../../src/expression/calculus/differentiate.js';
import { evaluate } from '../../../src/expression/evaluation/evaluate.js';
import { call, childrenOf, type Expression, keyOf } from '../../../src/expression/syntax/expression.js';
import { parseExpression } from '../../../src/expression/syntax/parse.js';
import { printExpression } from '../../../src/expression/syntax/print.js';
import { closeTo } from '../closeTo.js';

const derivative = (text: string, name = 'x') => printExpression(differentiate(parseExpression(text), name));

const samples = {
  names: ['x', 'y'],
  rows: [
    [0.5, -1],
    [1.5, 0.25],
    [-0.75, 2],
  ],
};

describe('differentiate', () => {
  it.each([
    ['x^3', '3*x^2'],
    ['x^y', 'y*x^(y - 1)'],
    ['y^x', 'y^x*log(y)'],
    ['1/x', '-1/x^2'],
    ['tanh(w*x)', '(1 - tanh(w*x)^2)*w'],
    ['x > 0 ? x^2 : y', 'x > 0 ? 2*x : 0'],
    ['x > 0 ? y : z', '0'],
    ['mean(x*y)^2', '2*mean(x*y)*mean(y)'],
    ['var(y)', '0'],
    ['relu(x)', 'x > 0 ? 1 : 0'],
    ['abs(x)', 'sign(x)'],
    ['e^(2*x)', '2*exp(2*x)'],
    ['constructor*x', 'constructor'],
  ])('of %s gives %s', (text, expected) => {
    expect(derivative(text)).toBe(expected);
  });

  it('refuses a condition', () => {
    expect(() => differentiate(parseExpression('x < 1'), 'x')).toThrow(RangeError);
  });

  it('differentiates inside means and variances over the samples', () => {
    for (const text of ['mean(tanh(a*x)*y)', 'var(a^2*x + y)', 'mean((a*x - y)^2/2)', 'var(exp(a*x))/mean(x^2)']) {
      const expression = parseExpression(text);
      const at = (a: number) => evaluate(expression, new Map([['a', a]]), samples) as number;
      const slope = (at(0.7 + 1e-5) - at(0.7 - 1e-5)) / 2e-5;
      const exact = evaluate(differentiate(expression, 'a'), new Map([['a', 0.7]]), samples) as number;
      expect(closeTo(exact, slope, 1e-8)).toBe(true);
    }
  });

  it('agrees with a difference quotient on random smooth expressions', () => {
    const smooth = ['exp', 'sin', 'cos', 'tanh', 'erf', 'gelu', 'sigmoid', 'softplus'] as const;
    let compared = 0;
    fc.assert(
      fc.property(
        expressions({ names: ['x', 'y'], functions: smooth, moments: false, conditionals: false }),
        (expression) => {
          const at = (x: number) =>
            evaluate(
              expression,
              new Map([
                ['x', x],
                ['y', 0.8],
              ]),
            ) as number;
          const exact = evaluate(
            differentiate(expression, 'x'),
            new Map([
              ['x', 0.6],
              ['y', 0.8],
            ]),
          ) as number;
          const slopes = [1e-3, 5e-4].map((h) => (at(0.6 + h) - at(0.6 - h)) / (2 * h));
          // Richardson's extrapolation, trusted where the two quotients say that the step is small enough
          const isTrusted = Math.abs(slopes[0] - slopes[1]) < 1e-4 * Math.max(1, Math.abs(slopes[1]));
          if (!isTrusted || !Number.isFinite(exact) || Math.abs(at(0.6)) > 1e3 * Math.max(1, Math.abs(exact))) return;
          compared++;
          expect(closeTo(exact, (4 * slopes[1] - slopes[0]) / 3, 1e-6)).toBe(true);
        },
      ),
      { seed: 50, numRuns: 600 },
    );
    expect(compared).toBeGreaterThan(400);
  });
});

describe('gradient and hessian', () => {
  const loss = parseExpression('(w2*tanh(w1*x) - y)^2/2');

  it('follow the order of the names', () => {
    const names = ['w1', 'w2'];
    expect(gradient(loss, names).map(keyOf)).toEqual(names.map((name) => keyOf(differentiate(loss, name))));
    const matrix = hessian(loss, names);
    expect(matrix[0][1]).toBe(matrix[1][0]);
    const second = (i: number, j: number) => keyOf(differentiate(differentiate(loss, names[i]), names[j]));
    expect(matrix.map((row) => row.map(keyOf))).toEqual([
      [second(0, 0), second(0, 1)],
      [second(0, 1), second(1, 1)],
    ]);
  });

  it('share what they have in common', () => {
    // a chain of 40 compositions: the tree of its second derivative has 40³ parts, its graph some 2,000
    let chain = parseExpression('w*x');
    for (let depth = 0; depth < 40; depth++) chain = call('tanh', chain);
    const nodes = new Set<Expression>();
    const visit = (node: Expression): void => {
      if (nodes.has(node)) return;
      nodes.add(node);
      childrenOf(node).forEach(visit);
    };
    visit(hessian(chain, ['w'])[0][0]);
    expect(nodes.size).toBeLessThan(5000);
  });
});
