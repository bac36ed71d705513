import type { Tensor } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { gradient } from '../../src/expression/calculus/differentiate.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { compileDifferentiable } from '../../src/sgd/compileDifferentiable.js';
import { differentiatedNames } from '../../src/sgd/differentiatedParts.js';
import { finiteBranches } from '../../src/sgd/finiteBranches.js';
import { describeBackends } from './backends.js';

/**
 * Formulas with branches that have no value or no slope somewhere, and places on both sides of every condition; extrema
 * also as the conditionals that they are there.
 */
const formulas: readonly (readonly [string, readonly number[], string?])[] = [
  ['w < 1 ? w^2 : sqrt(w - 1)', [-2, 0.5, 1.5, 5]],
  ['w < 1 ? w^2 : 3*sqrt(w - 1) + log(w - 1)', [-2, 0.5, 1.5, 5]],
  ['w == 0 ? v : v*sin(w)/w', [0, 0.5, -2]],
  ['abs(w) < 1e-20 ? v^2 : exp(-1/w^2)*v', [0, 1e-25, 1, -2]],
  ['w > 20 ? w : log(1 + exp(w))', [-3, 2, 100, 500]],
  ['w < 2 ? w^40 : w', [0.5, 1.5, 1e3]],
  ['w < 0 ? v : (w < 1 ? sqrt(w)*v : log(w - 1/2) + sqrt(w - 1))', [-1, 0.25, 0.75, 2]],
  ['v*(w > 0 ? (w > 1 ? 1/(w - 1) : sqrt(1 - w)) : w)*(w > 0 ? sqrt(w) : 1)', [-1, 0, 0.5, 3]],
  // the same root in two branches, and in a condition
  ['(w < 1 ? w : sqrt(w - 1)) + (w < 3 ? v : v*sqrt(w - 1))', [0.5, 2, 5]],
  ['sqrt(abs(w)) < 1 ? w*v : v', [0, 0.5, 4]],
  ['sign(log(abs(w)))*w', [0, 0.5, 4]],
  ['w > 0 and v > 0 ? w^v : w*v', [-1, 0, 2]],
  ['max(v - 1/w^2, w)', [0, 1e-25, 3, -3], 'w < 0 ? v - 1/w^2 : w'],
  ['min(w, 1/w^2 + 5, w + 3)', [0, 1e-25, 3, 8], 'w < 7 ? w : 1/w^2 + 5'],
  ['relu(log(abs(w)) + 1)*v', [0, 0.1, 2], 'abs(w) < 0.3 ? 0 : (log(abs(w)) + 1)*v'],
];
const cases = formulas.map(([text, places, plain = text]) => ({ text, places, plain }));
const steady = 0.7;

describeBackends('branches', (opened) => {
  it.each(cases)(
    '$text has its own values and gradient in every replica of a group',
    ({ text, places, plain: same }) => {
      const { tf } = opened();
      const formula = parseExpression(text);
      const names = ['w', 'v'];
      const moving = names.filter((name) => differentiatedNames(formula).includes(name));
      const of = compileDifferentiable(opened(), [formula], names);
      const columns = [tf.tensor2d([...places], [places.length, 1]), tf.fill([places.length, 1], steady)];
      const slopes = tf.grads((...theta: Tensor[]) =>
        tf.sum(of(names.map((n, i) => theta[moving.indexOf(n)] ?? columns[i]))[0]),
      )(moving.map((name) => columns[names.indexOf(name)]));
      const values = of(columns)[0].dataSync();
      const plain = parseExpression(same);
      const derivatives = gradient(plain, moving);
      for (const [replica, w] of places.entries()) {
        const point = new Map([
          ['w', Math.fround(w)],
          ['v', Math.fround(steady)],
        ]);
        expectNear(values[replica], Number(evaluate(plain, point)));
        for (const [i, derivative] of derivatives.entries()) {
          expectNear(slopes[i].dataSync()[replica], Number(evaluate(derivative, point)));
        }
      }
    },
  );

  it('a condition on a sample leaves out that sample alone, and one on a replica that replica alone', () => {
    const { tf } = opened();
    const of = compileDifferentiable(
      opened(),
      [parseExpression('x > 0 ? log(w*x) : (w > 0 ? w*x : sqrt(-w))')],
      ['w', 'x'],
    );
    const w = [2, -3];
    const x = [1, 0, -1, 4];
    const slopes = tf.grad((theta: Tensor) => tf.sum(of([theta, tf.tensor2d(x, [1, 4])])[0]))(tf.tensor2d(w, [2, 1]));
    const [first, second] = slopes.dataSync();
    // by hand: 1/w for the two positive samples; then x, or −1/(2√−w)
    expectNear(first, 2 / 2 + 0 - 1);
    expectNear(second, 2 / -3 + 2 * (-1 / (2 * Math.sqrt(3))));
  });

  it('where the branch that is taken has no value, there is none', () => {
    const { tf } = opened();
    for (const text of ['w < 0 ? log(w) : w', 'max(log(w), 1)', 'min(1, log(w))', 'relu(log(w))']) {
      const of = compileDifferentiable(opened(), [parseExpression(text)], ['w']);
      expect(of([tf.tensor1d([-1])])[0].dataSync()[0], text).toBeNaN();
    }
  });
});

describe('finiteBranches', () => {
  it.each([
    'w^2*tanh(v) + sqrt(w^2 + 1)/v',
    'w < 1 ? w^2 : 2*abs(w)*tanh(v) - sqrt(2)',
    'max(w*v, 0) + relu(w) + exp(w)',
  ])('leaves %s as it is', (text) => {
    const formula = parseExpression(text);
    expect(finiteBranches(formula)).toBe(formula);
  });

  it('the names with a gradient are those outside of conditions and signs', () => {
    expect(differentiatedNames(parseExpression('a < 1 ? b^2 : sign(c)*d'))).toEqual(['b', 'd']);
  });
});

/** Some roundings of float32, of a number of size one or its own. */
function expectNear(found: number, expected: number): void {
  if (!Number.isFinite(expected)) throw new Error('no finite value to compare with');
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(1e-5 * Math.max(1, Math.abs(expected)));
}
