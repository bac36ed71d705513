import type { Tensor } from '@tensorflow/tfjs-core';
import { type Rational, toNumber } from '../src/arithmetic/rational.js';
import type { Expression } from '../src/expression/syntax/expression.js';
import { openBackend } from '../src/sgd/backend.js';
import type { BackendChoice } from '../src/sgd/backendChoice.js';
import { compileDifferentiable } from '../src/sgd/compileDifferentiable.js';
import { differentiatedNames } from '../src/sgd/differentiatedParts.js';

/** The gradient of an expression by TensorFlow.js, one float32 a parameter; `values` holds every name. */
export async function tensorGradient(
  backend: BackendChoice,
  height: Expression,
  parameters: readonly string[],
  values: ReadonlyMap<string, Rational>,
): Promise<number[]> {
  const opened = await openBackend(backend);
  const { tf } = opened;
  const names = [...values.keys()];
  const heightOf = compileDifferentiable(opened, [height], names);
  // TensorFlow.js refuses the gradient in what a function has none in
  const held = new Set(differentiatedNames(height));
  const moving = parameters.filter((name) => held.has(name));
  if (moving.length === 0) return parameters.map(() => 0);
  return tf.tidy(() => {
    const fixed = [...values.values()].map((value) => tf.scalar(toNumber(value)));
    // the sum of one number: TensorFlow.js refuses a function without an operation
    const total = (...theta: Tensor[]): Tensor =>
      tf.sum(heightOf(names.map((name, i) => theta[moving.indexOf(name)] ?? fixed[i]))[0]);
    const slopes = tf.grads(total)(moving.map((name) => fixed[names.indexOf(name)]));
    return parameters.map((name) => (moving.includes(name) ? slopes[moving.indexOf(name)].dataSync()[0] : 0));
  });
}
