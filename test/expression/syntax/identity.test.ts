import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expressions } from '../../../properties/arbitraries/expressions.js';
import { childrenOf, type Expression, keyOf, product, sum, symbol } from '../../../src/expression/syntax/expression.js';
import { parseExpression } from '../../../src/expression/syntax/parse.js';
import { printExpression } from '../../../src/expression/syntax/print.js';
import { structuralOrder } from '../../../src/expression/syntax/structuralOrder.js';

/** The tree written out, whatever it shares. */
const written = (node: Expression): string =>
  `${node.kind}:${node.kind === 'number' ? `${node.value.numerator}/${node.value.denominator}` : ''}${
    'name' in node ? node.name : 'function' in node ? node.function : ''
  }${'operator' in node ? node.operator : ''}${'moment' in node ? node.moment : ''}(${childrenOf(node).map(written)})`;

const small = expressions({ names: ['a', 'b'] });

describe('expressions', () => {
  it('have one key exactly when they are one tree', () => {
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(keyOf(a) === keyOf(b)).toBe(written(a) === written(b));
        expect(keyOf(parseExpression(printExpression(a)))).toBe(keyOf(a));
      }),
      { seed: 71, numRuns: 500 },
    );
  });

  it('have it at any depth, in the time of their size', () => {
    const tower = (leaf: string): Expression => {
      let node: Expression = symbol(leaf);
      // doubles the number of leaves at each level
      for (let i = 0; i < 60; i++) node = sum(product(node, symbol('x')), product(node, node, symbol('y')));
      return node;
    };
    expect(keyOf(tower('a'))).toBe(keyOf(tower('a')));
    expect(keyOf(tower('a'))).not.toBe(keyOf(tower('b')));
  });

  it('are in an order that depends on the trees alone', () => {
    fc.assert(
      fc.property(small, small, small, (a, b, c) => {
        const sign = (x: Expression, y: Expression): number => Math.sign(structuralOrder(x, y));
        expect(sign(a, b) === 0).toBe(written(a) === written(b));
        expect(sign(a, b) + sign(b, a)).toBe(0);
        if (sign(a, b) <= 0 && sign(b, c) <= 0) expect(sign(a, c)).toBeLessThanOrEqual(0);
      }),
      { seed: 72, numRuns: 500 },
    );
  });
});
