import type * as TensorFlow from '@tensorflow/tfjs-core';
import { describe, expect, test } from 'vitest';
import { randomStream } from '../../src/numeric/random.js';
import { openBackend } from '../../src/sgd/backend.js';

type Tf = typeof TensorFlow;
type Tensor = TensorFlow.Tensor;

/** Normal numbers, the same for every backend. */
function normals(tf: Tf, shape: number[], seed: number): Tensor {
  const stream = randomStream(seed, 0);
  const size = shape.reduce((product, one) => product * one, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, () => stream.normal()),
    shape,
  );
}

/** A loss and the arguments that it is differentiated in. */
type Problem = (tf: Tf) => { readonly of: (...args: Tensor[]) => Tensor; readonly at: Tensor[] };

/** Gradients on a backend, and difference quotients of its own values. */
async function gradients(choice: 'wasm' | 'cpu', problem: Problem) {
  const { tf } = await openBackend(choice);
  const { of, at } = problem(tf);
  return tf
    .grads(of)(at)
    .map((one) => Float64Array.from(one.dataSync()));
}

const convolution =
  (strides: number, pad: 'same' | 'valid'): Problem =>
  (tf) => ({
    at: [normals(tf, [2, 7, 6, 3], 1), normals(tf, [3, 2, 3, 4], 2)],
    of: (x, filter) => {
      const y = tf.conv2d(x as TensorFlow.Tensor4D, filter as TensorFlow.Tensor4D, strides, pad);
      return tf.sum(tf.mul(y, normals(tf, y.shape, 3)));
    },
  });

const pool =
  (size: number, strides: number, pad: 'same' | 'valid'): Problem =>
  (tf) => ({
    // every window holds negative values alone
    at: [tf.sub(normals(tf, [2, 7, 6, 3], 1), 10)],
    of: (x) => {
      const y = tf.maxPool(x as TensorFlow.Tensor4D, size, strides, pad);
      return tf.sum(tf.mul(y, normals(tf, y.shape, 3)));
    },
  });

const product =
  (transposeA: boolean, transposeB: boolean): Problem =>
  (tf) => ({
    at: [normals(tf, transposeA ? [5, 4] : [4, 5], 1), normals(tf, transposeB ? [3, 5] : [5, 3], 2)],
    of: (a, b) =>
      tf.sum(
        tf.mul(
          tf.matMul(a as TensorFlow.Tensor2D, b as TensorFlow.Tensor2D, transposeA, transposeB),
          normals(tf, [4, 3], 3),
        ),
      ),
  });

const gathering: Problem = (tf) => ({
  at: [normals(tf, [5, 3], 1)],
  of: (x) => tf.sum(tf.mul(tf.gather(x, tf.tensor1d([4, 0, 4, 2], 'int32')), normals(tf, [4, 3], 3))),
});

describe('gradients on the WebAssembly backend are those of the cpu backend', () => {
  test.each([
    ['of a convolution', convolution(1, 'same')],
    ['of a convolution in strides', convolution(2, 'same')],
    ['of a convolution within the image', convolution(1, 'valid')],
    ['of the largest of patches', pool(2, 2, 'valid')],
    ['of the largest of patches that overlap', pool(3, 2, 'same')],
    ['of a product of matrices', product(false, false)],
    ['of a product with the first turned', product(true, false)],
    ['of a product with the second turned', product(false, true)],
    ['of a choice of rows', gathering],
  ])('%s', async (_, problem) => {
    const cpu = await gradients('cpu', problem);
    const wasm = await gradients('wasm', problem);
    for (const [i, expected] of cpu.entries()) {
      expect(expected.some((x) => x !== 0)).toBe(true);
      for (const [j, x] of expected.entries()) expect(Math.abs(wasm[i][j] - x)).toBeLessThan(2e-5);
    }
  });
});

test('of a filter they are the sums that the chain rule gives', async () => {
  const [, found] = await gradients('wasm', convolution(1, 'valid'));
  const { tf } = await openBackend('cpu');
  const [x, slopes] = [normals(tf, [2, 7, 6, 3], 1), normals(tf, [2, 5, 5, 4], 3)].map(
    (one) => one.arraySync() as number[][][][],
  );
  for (const [i, value] of found.entries()) {
    const [dy, dx, c, f] = [Math.floor(i / 24), Math.floor(i / 12) % 2, Math.floor(i / 4) % 3, i % 4];
    let sum = 0;
    for (let n = 0; n < 2; n++)
      for (let row = 0; row < 5; row++)
        for (let column = 0; column < 5; column++) sum += x[n][row + dy][column + dx][c] * slopes[n][row][column][f];
    expect(value).toBeCloseTo(sum, 4);
  }
});

test('training a convolution leaves no tensor behind', async () => {
  const { tf } = await openBackend('wasm');
  const { of, at } = convolution(1, 'same')(tf);
  const step = (): void =>
    tf.tidy(() => {
      tf.grads(of)(at);
    });
  step();
  const before = tf.memory();
  for (let i = 0; i < 20; i++) step();
  const { numTensors, numDataBuffers, numBytes } = tf.memory();
  expect([numTensors, numDataBuffers, numBytes]).toEqual([before.numTensors, before.numDataBuffers, before.numBytes]);
});
