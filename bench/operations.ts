import type { Tensor } from '@tensorflow/tfjs-core';
import { differentiate } from '../src/expression/calculus/differentiate.js';
import { compileTensor } from '../src/expression/compile/tensor.js';
import { evaluate } from '../src/expression/evaluation/evaluate.js';
import { functions } from '../src/expression/functions/functions.js';
import { call, type Expression, symbol } from '../src/expression/syntax/expression.js';
import { functionNames } from '../src/expression/syntax/functionName.js';
import { parseExpression } from '../src/expression/syntax/parse.js';
import { type Backend, openBackend } from '../src/sgd/backend.js';
import { tensorOperations } from '../src/sgd/tensorOperations.js';
import { kernelErrors } from './kernels.js';

/*
 * The table of docs/backends.md: the worst relative error of value and of gradient (automatic differentiation) of every
 * operation that training uses, on every backend that is usable here, against the formula and its symbolic derivative in
 * doubles at the same float32 arguments; and of every kernel that networks train with. `node dist/bench/operations.js` prints it.
 */

const z = symbol('z');
const elementwise = functionNames
  .filter((name) => name !== 'max' && name !== 'min')
  .map((name) => ({ label: name, formula: call(name, z, ...functions[name].defaults) }));
const others = [
  ['a + b', 'z + b'],
  ['a - b', 'z - b'],
  ['a*b', 'z*b'],
  ['a/b', 'b/z'],
  ['a^3', 'z^3'],
  ['a^(-2)', 'z^(-2)'],
  ['a^0.7', 'z^0.7'],
  ['max(a, b)', 'max(z, b)'],
  ['min(a, b)', 'min(z, b)'],
  ['a < b ? a^2 : b*a', 'z < b ? z^2 : b*z'],
].map(([label, text]) => ({ label, formula: parseExpression(text, 'operation') }));

const b = Math.fround(0.37);
const sizes = [1e-30, 1e-20, 1e-10, 1e-5, 1e-3, 0.01, 0.1, 0.3, 0.7, 0.76, 0.99, 1.3, 1.9, 3, 5, 9, 20, 40];
const arguments_ = sizes.flatMap((size) => [size, -size]).map(Math.fround);

/** Smaller numbers are flushed to 0, larger ones are infinite, in float32. */
const isShown = (value: number): boolean => Math.abs(value) > 1e-35 && Math.abs(value) < 1e37;

function worst(found: ArrayLike<number>, expected: readonly number[]): string {
  let largest = 0;
  expected.forEach((value, i) => {
    if (isShown(value)) largest = Math.max(largest, Math.abs(found[i] / value - 1));
  });
  return largest.toExponential(0);
}

function errorsOn(backend: Backend, formula: Expression): { value: string; gradient: string } {
  const { tf } = backend;
  const slope = differentiate(formula, 'z');
  const exact = (expression: Expression, at: number): number =>
    Number(
      evaluate(
        expression,
        new Map([
          ['z', at],
          ['b', b],
        ]),
      ),
    );
  const at = arguments_.filter((one) => Number.isFinite(exact(formula, one)) && Number.isFinite(exact(slope, one)));
  return tf.tidy(() => {
    const compiled = compileTensor([formula], ['z', 'b'], tensorOperations(backend));
    const of = (x: Tensor): Tensor => compiled([x, tf.fill([at.length], b)])[0];
    const x = tf.tensor1d(at);
    const values = of(x).dataSync();
    const expected = at.map((one) => exact(slope, one));
    const slopes = expected.every((one) => one === 0) ? expected : tf.grad(of)(x).dataSync();
    return {
      value: worst(
        values,
        at.map((one) => exact(formula, one)),
      ),
      gradient: worst(slopes, expected),
    };
  });
}

const names = ['cpu', 'wasm', 'native'] as const;
const usable: (typeof names)[number][] = [];
const kernelRows: string[][] = [];
const rows = [...others, ...elementwise].map(({ label }) => [`\`${label}\``]);
for (const name of names) {
  const backend = await openBackend(name).catch(() => null);
  if (backend === null) continue;
  usable.push(name);
  for (const [i, { formula }] of [...others, ...elementwise].entries()) {
    const { value, gradient } = errorsOn(backend, formula);
    rows[i].push(value, gradient);
  }
  for (const [i, { label, value, gradient }] of kernelErrors(backend).entries()) {
    kernelRows[i] ??= [label];
    kernelRows[i].push(value, gradient);
  }
}
const header = (first: string): void => {
  console.log(`| ${first} | ${usable.map((name) => `${name}: value | gradient`).join(' | ')} |`);
  console.log(`|---|${usable.map(() => '---|---|').join('')}`);
};
header('operation');
for (const row of rows) console.log(`| ${row.join(' | ')} |`);
console.log();
header('kernel');
for (const row of kernelRows) console.log(`| ${row.join(' | ')} |`);
