import type { Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { differentiate } from '../../src/expression/calculus/differentiate.js';
import { compileTensor } from '../../src/expression/compile/tensor.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { functions } from '../../src/expression/functions/functions.js';
import { call, symbol } from '../../src/expression/syntax/expression.js';
import { type FunctionName, functionNames } from '../../src/expression/syntax/functionName.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { tensorOperations } from '../../src/sgd/tensorOperations.js';
import { describeBackends } from './backends.js';

const z = symbol('z');
const smooth = functionNames.filter((name) => name !== 'max' && name !== 'min' && name !== 'sign');

function formulaOf(name: FunctionName) {
  return call(name, z, ...functions[name].defaults);
}

describeBackends('operations', (opened) => {
  const run = (expression: ReturnType<typeof formulaOf>, at: readonly number[]) => {
    const { tf } = opened();
    const compiled = compileTensor([expression], ['z'], tensorOperations(opened()));
    const of = (x: Tensor): Tensor => compiled([x])[0];
    const x = tf.tensor1d([...at]);
    return { values: [...of(x).dataSync()], slopes: [...tf.grad(of)(x).dataSync()] };
  };

  it.each(smooth)('%s has the value and the derivative of the formula', (name) => {
    const positive = ['log', 'log1p', 'sqrt'].includes(name);
    const at = positive ? [0.01, 0.3, 1.7, 40] : [-2.3, -0.6, -0.01, 0.02, 0.74, 0.76, 1.9];
    const { values, slopes } = run(formulaOf(name), at);
    const slope = differentiate(formulaOf(name), 'z');
    for (const [i, argument] of at.entries()) {
      const point = new Map([['z', Math.fround(argument)]]);
      expectNear(values[i], Number(evaluate(formulaOf(name), point)));
      expectNear(slopes[i], Number(evaluate(slope, point)));
    }
  });

  it.each(['sin', 'tan', 'sinh', 'tanh', 'erf', 'gelu', 'arctan', 'expm1', 'log1p', 'silu', 'mish', 'elu'] as const)(
    '%s keeps the digits of a tiny argument',
    (name) => {
      const tiny = Math.fround(3e-25);
      const [value] = run(formulaOf(name), [tiny]).values;
      expect(value / Number(evaluate(formulaOf(name), new Map([['z', tiny]])))).toBeCloseTo(1, 6);
    },
  );

  it('cos keeps the digits of the slope at a tiny argument', () => {
    const tiny = Math.fround(3e-25);
    expect(run(formulaOf('cos'), [tiny]).slopes[0] / -tiny).toBeCloseTo(1, 6);
  });

  it('cbrt is off by a few roundings of the logarithm of its argument, and signs are exact', () => {
    const tiny = Math.fround(3e-25);
    const [value] = run(formulaOf('cbrt'), [tiny]).values;
    expect(value / Math.cbrt(tiny)).toBeCloseTo(1, 5);
    const sign = compileTensor([formulaOf('sign')], ['z'], tensorOperations(opened()));
    expect([...sign([opened().tf.tensor1d([tiny, -tiny, 0])])[0].dataSync()]).toEqual([1, -1, 0]);
  });

  it('conditionals, comparisons and extrema choose as the formula does', () => {
    const { tf } = opened();
    const text = 'max(a, 2*b, min(a*b, 1)) + (a > b and not (a == 3) ? a^2 : b - a)';
    const formula = parseExpression(text, 'test');
    const compiled = compileTensor([formula], ['a', 'b'], tensorOperations(opened()));
    const a = [3, -1, 0.5, 2];
    const b = [1, 4, 0.25, 2];
    const values = compiled([tf.tensor1d(a), tf.tensor1d(b)])[0].dataSync();
    for (const i of a.keys()) {
      expectNear(
        values[i],
        Number(
          evaluate(
            formula,
            new Map([
              ['a', a[i]],
              ['b', b[i]],
            ]),
          ),
        ),
      );
    }
  });
});

/** A few roundings of float32, of a number of size one or its own. */
function expectNear(found: number, expected: number): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(2e-6 * Math.max(1, Math.abs(expected)));
}
