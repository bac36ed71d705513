import type { Tensor } from '@tensorflow/tfjs-core';
import type { TensorOperations } from '../expression/compile/tensor.js';
import type { FunctionName } from '../expression/syntax/functionName.js';
import type { Backend } from './backend.js';

/**
 * The grammar's operations as TensorFlow.js operations, in float32.
 *
 * Each keeps its relative precision as its argument tends to 0, so that distances of 1e-30 are still trained on, and
 * each has TensorFlow.js's own gradient, comparisons and signs none.
 */
export function tensorOperations({ tf }: Pick<Backend, 'tf'>): TensorOperations<Tensor> {
  return {
    number: (value) => tf.scalar(value),
    add: (a, b) => tf.add(a, b),
    subtract: (a, b) => tf.sub(a, b),
    multiply: (a, b) => tf.mul(a, b),
    divide: (a, b) => tf.div(a, b),
    power: (base, exponent) => tf.pow(base, exponent),
    negate: (a) => tf.neg(a),
    call: (name, values) => callOf(tf, name, values),
    compare: (operator, left, right) => detached(tf, tf[comparisons[operator]](left, right)),
    and: (a, b) => tf.logicalAnd(a, b),
    or: (a, b) => tf.logicalOr(a, b),
    not: (a) => tf.logicalNot(a),
    select: (condition, then, otherwise) => tf.where(condition, then, otherwise),
  };
}

function callOf(tf: Backend['tf'], name: FunctionName, [z, ...others]: readonly Tensor[]): Tensor {
  switch (name) {
    case 'max':
      return others.reduce((largest, value) => tf.maximum(largest, value), z);
    case 'min':
      return others.reduce((smallest, value) => tf.minimum(smallest, value), z);
    case 'sign':
      return detached(tf, tf.sign(z));
    case 'sin':
      return nearZero(tf, z, sineSeries, tf.sin(z));
    case 'sinh':
      return nearZero(tf, z, hyperbolicSineSeries, tf.sinh(z));
    case 'erf':
      return errorFunction(tf, z);
    case 'gelu':
      return tf.mul(tf.mul(z, 0.5), tf.add(errorFunction(tf, tf.mul(z, Math.SQRT1_2)), 1));
    default:
      return tf[name](z);
  }
}

function errorFunction(tf: Backend['tf'], z: Tensor): Tensor {
  return nearZero(tf, z, errorSeries, tf.erf(z));
}

/**
 * z·(c₀ + c₁z² + …) near 0 and another value elsewhere, where TensorFlow.js has an absolute error of 1e-7 or less and
 * that is all there is of a small argument.
 */
function nearZero(tf: Backend['tf'], z: Tensor, coefficients: readonly number[], elsewhere: Tensor): Tensor {
  const bounded = tf.clipByValue(z, -seriesRadius, seriesRadius);
  const near = tf.mul(bounded, horner(tf, tf.square(bounded), coefficients));
  const isNear = tf.step(tf.sub(seriesRadius, tf.abs(z)));
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

/** Here the ninth terms are below 1e-8 of the first: float32 holds 6e-8. */
const seriesRadius = 0.75;
const seriesLength = 9;

/** erf(z)/z in powers of z²: (2/√π) (−1)ⁿ / (n! (2n + 1)) */
const errorSeries = Array.from({ length: seriesLength }, (_, n) => {
  return ((2 / Math.sqrt(Math.PI)) * (-1) ** n) / (factorial(n) * (2 * n + 1));
});

/** sin(z)/z in powers of z²: (−1)ⁿ/(2n + 1)! */
const sineSeries = Array.from({ length: seriesLength }, (_, n) => (-1) ** n / factorial(2 * n + 1));

/** sinh(z)/z in powers of z²: 1/(2n + 1)! */
const hyperbolicSineSeries = Array.from({ length: seriesLength }, (_, n) => 1 / factorial(2 * n + 1));

function factorial(n: number): number {
  return n <= 1 ? 1 : n * factorial(n - 1);
}

function horner(tf: Backend['tf'], x: Tensor, coefficients: readonly number[]): Tensor {
  return coefficients
    .slice(0, -1)
    .reduceRight<Tensor>((sum, value) => tf.add(tf.mul(sum, x), value), tf.scalar(coefficients.at(-1) ?? 0));
}
