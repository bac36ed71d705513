import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expressions } from '../../../properties/arbitraries/expressions.js';
import { latexOf } from '../../../src/expression/syntax/latex.js';
import { parseExpression } from '../../../src/expression/syntax/parse.js';

const latex = (text: string) => latexOf(parseExpression(text));

describe('latexOf', () => {
  it.each([
    ['zeta^2/2 - mu', '\\frac{\\zeta^{2}}{2} - \\mu'],
    [
      '2*abs(mean(x*y))/(zeta^2*mean(x^2))',
      '\\frac{2 \\left|\\left\\langle x y \\right\\rangle\\right|}{\\zeta^{2} \\left\\langle x^{2} \\right\\rangle}',
    ],
    ['1 - tanh(w1*x)^2', '1 - \\tanh^{2}\\left(w_{1} x\\right)'],
    ['-(x + y)*w_in', '-\\left(x + y\\right) w_{\\mathrm{in}}'],
    ['sqrt(x) + y^(1/2)', '\\sqrt{x} + \\sqrt{y}'],
    ['exp(-x^2)/2', '\\frac{e^{-x^{2}}}{2}'],
    ['relu(x)*max(a, b)', '\\operatorname{ReLU}\\left(x\\right) \\max\\left(a, b\\right)'],
    ['2*3^x', '2 \\cdot 3^{x}'],
    ['1.5e7*x', '1.5 \\cdot 10^{7} x'],
    ['var(x)', '\\operatorname{Var}\\left(x\\right)'],
    ['x >= 0 ? x : 0', '\\begin{cases} x & \\text{if } x \\ge 0 \\\\ 0 & \\text{otherwise} \\end{cases}'],
    ['theta_star + constructor', '\\theta_{\\mathrm{star}} + \\mathrm{constructor}'],
  ])('writes %s as papers do', (text, expected) => {
    expect(latex(text)).toBe(expected);
  });

  it('takes names from its caller', () => {
    const names = new Map([['lambda', '\\lambda_{\\mathrm{wd}}']]);
    expect(latexOf(parseExpression('lambda/2'), { names })).toBe('\\frac{\\lambda_{\\mathrm{wd}}}{2}');
  });

  it('closes every group and every delimiter that it opens', () => {
    fc.assert(
      fc.property(expressions(), (expression) => {
        let depth = 0;
        const text = latexOf(expression);
        for (const [token] of text.matchAll(/\\left|\\right(?!a)|\\begin|\\end|[{}]/g)) {
          depth += token === '\\left' || token === '{' || token === '\\begin' ? 1 : -1;
          expect(depth).toBeGreaterThanOrEqual(0);
        }
        expect(depth).toBe(0);
        expect(text).not.toMatch(/undefined|null|NaN|\^\{[^{}]*\}\^/);
      }),
      { seed: 40, numRuns: 300 },
    );
  });
});
