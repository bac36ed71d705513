import fc from 'fast-check';
import { expect, it } from 'vitest';
import { InputError } from '../../../src/arithmetic/inputError.js';
import { evaluate } from '../../../src/expression/evaluation/evaluate.js';
import { symbolsOf } from '../../../src/expression/syntax/expression.js';
import { parseArray, parseExpression } from '../../../src/expression/syntax/parse.js';
import { printExpression } from '../../../src/expression/syntax/print.js';

const scope = {
  shapes: new Map([
    ['W', [3, 2]],
    ['v', [2]],
    ['u', [3]],
  ]),
};
const runs = process.env.CHECK_FULL ? 200_000 : 3_000;

const pieces = [
  ...['W', 'v', 'u', 'c', 'j', 'η', '1', '2', '0', '3', '1..3', ' in ', '@', '+', '-', '*', '/', '^', '**', '²'],
  ...['(', ')', '[', ']', '|', '||', ',', ':', '.T', 'sum(', 'mean(', 'max(', 'norm2(', 'softmax(', 'tanh(', 'dot('],
  ...['logsumexp(', 'transpose(', 'np.', '\\', 'axis=', '<', '? ', ' and ', '·', '−'],
];

it('any text is read, or refused with one clear message', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 2 })), {
        maxLength: 14,
      }),
      (parts) => {
        try {
          const { value, domain } = parseArray(parts.join(''), 'model.yaml:1: loss', scope);
          expect(value.elements).toHaveLength(value.shape.reduce((total, size) => total * size, 1));
          expect(Array.isArray(domain)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(InputError);
          expect((error as Error).message).toMatch(/^model\.yaml:1: loss: .+; expected .+$/su);
        }
      },
    ),
    { seed: 22, numRuns: runs },
  );
});

/** Formulas of a shape, right by construction. */
const formulas = fc.letrec<{ number: string; vector: string; matrix: string }>((tie) => ({
  number: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom('c', '2', 'v[1]', 'W[3, 2]', 'u[2]'),
    fc.tuple(tie('vector'), tie('vector')).map(([a, b]) => `(${a}) @ (${b})`),
    fc.tuple(fc.constantFrom('sum', 'norm2', 'max', 'logsumexp'), tie('vector')).map(([f, a]) => `${f}(${a})`),
    tie('vector').map((a) => `sum(j in 1..2, (${a})[j])`),
  ),
  vector: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('v', 'W[1, :]', 'u[2:3]'),
    fc.tuple(tie('matrix'), tie('vector')).map(([a, b]) => `((${a}) @ (${b}))[1:2]`),
    fc.tuple(tie('number'), tie('vector')).map(([a, b]) => `(${a})*tanh(${b})`),
    fc.tuple(tie('vector'), tie('vector')).map(([a, b]) => `(${a}) - |${b}|`),
  ),
  matrix: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('W'),
    tie('matrix').map((a) => `transpose((${a}).T)`),
    fc.tuple(tie('number'), tie('matrix')).map(([a, b]) => `(${a})·(${b})`),
  ),
}));

it('what is written out means the same when it is read again, without shapes', () => {
  fc.assert(
    fc.property(formulas.number, (text) => {
      const [whole] = parseArray(text, 'formula', scope).value.elements;
      const again = parseExpression(printExpression(whole), 'formula');
      const values = new Map(symbolsOf(whole).map((name, i) => [name, Math.sqrt(i + 2) - 2]));
      expect(evaluate(again, values)).toBeCloseTo(Number(evaluate(whole, values)), 9);
    }),
    { seed: 22, numRuns: runs / 10 },
  );
});
