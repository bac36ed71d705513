import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expressions } from '../../../properties/arbitraries/expressions.js';
import { substitute } from '../../../src/expression/calculus/substitute.js';
import { evaluate } from '../../../src/expression/evaluation/evaluate.js';
import { call, type Expression, number, symbol } from '../../../src/expression/syntax/expression.js';
import { parseExpression } from '../../../src/expression/syntax/parse.js';
import { printExpression } from '../../../src/expression/syntax/print.js';
import { closeTo } from '../closeTo.js';
import { isTame } from '../tame.js';

function replaced(text: string, replacements: Record<string, string>): string {
  const map = new Map(Object.entries(replacements).map(([name, value]) => [name, parseExpression(value)]));
  return printExpression(substitute(parseExpression(text), map));
}

describe('substitute', () => {
  it('replaces all names at once', () => {
    expect(replaced('x - y', { x: 'y', y: 'x' })).toBe('y - x');
    expect(replaced('x*constructor', { constructor: '2', toString: '3' })).toBe('2*x');
  });

  it('works out what becomes exact', () => {
    expect(replaced('w2*tanh(w1*x)', { w1: '0' })).toBe('0');
    expect(replaced('sigmoid(w) + exp(w) + gelu(w)', { w: '0' })).toBe('3/2');
    expect(replaced('sqrt(w)', { w: '9/4' })).toBe('3/2');
    expect(replaced('softplus(w)', { w: '0' })).toBe('log(2)');
  });

  it('takes the branch that exact numbers decide, and leaves the others', () => {
    expect(replaced('w == 0 ? 1 : sin(w)/w', { w: '0' })).toBe('1');
    expect(replaced('w > 0 and x > 0 ? x : y', { w: '-1' })).toBe('y');
    expect(replaced('w > 0 or x > 0 ? x : y', { w: '-1' })).toBe('-1 > 0 or x > 0 ? x : y');
    expect(replaced('not (w > 0) ? x : y', { w: '1' })).toBe('y');
  });

  it('reaches into means and variances', () => {
    expect(replaced('mean(tanh(w*x))/var(w*x)', { w: '2' })).toBe('mean(tanh(2*x))/var(2*x)');
    expect(replaced('mean(tanh(w*x))', { w: '0' })).toBe('0');
  });

  it('keeps the nodes that hold no replaced name', () => {
    const expression = parseExpression('exp(x + 1) + y');
    expect(substitute(expression, new Map([['z', number(1)]]))).toBe(expression);
  });

  it('visits a shared node once', () => {
    let node: Expression = symbol('x');
    // 2^200 paths, 200 nodes
    for (let depth = 0; depth < 200; depth++) node = call('max', node, node);
    const result = substitute(node, new Map([['x', number(3)]]));
    expect(result).toEqual(number(3));
  });

  it('commutes with evaluation', () => {
    fc.assert(
      fc.property(
        expressions({ names: ['x', 'y'], moments: false }),
        expressions({ names: ['z'], functions: ['tanh', 'exp'], moments: false, conditionals: false }),
        (outer, inner) => {
          const z = new Map([['z', 0.375]]);
          const point = new Map([
            ['x', evaluate(inner, z) as number],
            ['y', 1.25],
          ]);
          if (!isTame(inner, z) || !isTame(outer, point)) return;
          const before = evaluate(outer, point) as number;
          const after = evaluate(substitute(outer, new Map([['x', inner]])), new Map([...z, ['y', 1.25]])) as number;
          expect(closeTo(before, after)).toBe(true);
        },
      ),
      { seed: 60, numRuns: 400 },
    );
  });
});
