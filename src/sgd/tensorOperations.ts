import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorOperations } from '../expression/compile/tensor.js';
import type { TensorFunctions } from '../expression/functions/functionFacts.js';
import { functions } from '../expression/functions/functions.js';
import type { Backend } from './backend.js';

/**
 * The grammar's operations as TensorFlow.js operations, in float32.
 *
 * Each keeps its relative precision as its argument tends to 0, so that distances of 1e-30 are still trained on, and
 * each has TensorFlow.js's own gradient, comparisons and signs none.
 */
export function tensorOperations({ tf }: Pick<Backend, 'tf'>): TensorOperations<Tensor> {
  const tensors = tensorFunctions(tf);
  return {
    ...tensors,
    subtract: (a, b) => tf.sub(a, b),
    negate: (a) => tf.neg(a),
    call: (name, values) => functions[name].tensor(tensors, values),
    and: (a, b) => tf.logicalAnd(a, b),
    or: (a, b) => tf.logicalOr(a, b),
    not: (a) => tf.logicalNot(a),
  };
}

/** tfjs behind the functions of the grammar, each of which states its own form. */
function tensorFunctions(tf: Backend['tf']): TensorFunctions<Tensor> {
  return {
    number: (value) => tf.scalar(value),
    add: (a, b) => tf.add(a, b),
    multiply: (a, b) => (a === b ? tf.square(a) : tf.mul(a, b)),
    divide: (a, b) => tf.div(a, b),
    power: (base, exponent) => tf.pow(base, exponent),
    compare: (operator, left, right) => detached(tf, tf[comparisons[operator]](left, right)),
    select: (condition, then, otherwise) => tf.where(condition, then, otherwise),
    maximum: (a, b) => tf.maximum(a, b),
    minimum: (a, b) => tf.minimum(a, b),
    // tf.sign of the WebAssembly backend is 0 for 3e-25
    sign: (z) => detached(tf, tf.where(tf.greater(z, 0), 1, tf.where(tf.less(z, 0), -1, z))),
    native: (name, z) => tf[name](z),
    nearZero: (z, radius, coefficients, elsewhere) => nearZero(tf, z, radius, coefficients, elsewhere),
  };
}

/**
 * z·(c₀ + c₁z² + …) near 0 and another value elsewhere, where TensorFlow.js has an absolute error of 1e-7 or less and
 * that is all there is of a small argument.
 */
function nearZero(
  tf: Backend['tf'],
  z: Tensor,
  radius: number,
  coefficients: readonly number[],
  elsewhere: Tensor,
): Tensor {
  const bounded = tf.clipByValue(z, -radius, radius);
  const near = tf.mul(bounded, horner(tf, tf.square(bounded), coefficients));
  const isNear = tf.step(tf.sub(radius, tf.abs(z)));
  return tf.add(tf.mul(isNear, near), tf.mul(tf.sub(1, isNear), elsewhere));
}

/**
 * The same values without the history that gradients are worked out from: what is constant but for its jumps has none,
 * and TensorFlow.js refuses to pass over a comparison, or multiplies the slope of what is compared by 0, though it be ∞.
 */
function detached(tf: Backend['tf'], values: Tensor): Tensor {
  return tf.tensor(values.dataSync(), values.shape, values.dtype);
}

const comparisons = {
  '<': 'less',
  '<=': 'lessEqual',
  '>': 'greater',
  '>=': 'greaterEqual',
  '==': 'equal',
  '!=': 'notEqual',
} as const;

function horner(tf: Backend['tf'], x: Tensor, coefficients: readonly number[]): Tensor {
  return coefficients
    .slice(0, -1)
    .reduceRight<Tensor>((sum, value) => tf.add(tf.mul(sum, x), value), tf.scalar(coefficients.at(-1) ?? 0));
}
