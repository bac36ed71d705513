import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { randomStream } from '../src/numeric/random.js';
import type { Backend } from '../src/sgd/backend.js';

/** A kernel that networks train with: how TensorFlow.js is asked for it, and what it is in doubles. */
interface Kernel {
  readonly label: string;
  /** of its arguments */
  readonly shapes: readonly (readonly number[])[];
  of(tf: Backend['tf'], inputs: readonly Tensor[]): Tensor;
  exact(inputs: readonly Float64Array[]): Float64Array;
}

const [rows, inner, columns] = [5, 7, 3];
const [height, width, channels, filters] = [5, 4, 3, 2];
const chosen = [4, 0, 4, 2, 4];

const product = (transposeA: boolean, transposeB: boolean): Kernel => ({
  label: `matMul(a${transposeA ? 'ᵀ' : ''}, b${transposeB ? 'ᵀ' : ''})`,
  shapes: [transposeA ? [inner, rows] : [rows, inner], transposeB ? [columns, inner] : [inner, columns]],
  of: (tf, [a, b]) => tf.matMul(a as Tensor2D, b as Tensor2D, transposeA, transposeB),
  exact: ([a, b]) =>
    table(rows * columns, (at) => {
      const [i, j] = [Math.floor(at / columns), at % columns];
      return total(
        inner,
        (l) => a[transposeA ? l * rows + i : i * inner + l] * b[transposeB ? j * inner + l : l * columns + j],
      );
    }),
});

/** 2 × 2 patches of all channels, the entries of each. */
const pooled = (x: Float64Array, of: (patch: number[]) => number): Float64Array => {
  const across = Math.floor(width / 2);
  return table(Math.floor(height / 2) * across * channels, (at) => {
    const [c, place] = [at % channels, Math.floor(at / channels)];
    const [i, j] = [2 * Math.floor(place / across), 2 * (place % across)];
    const entry = (di: number, dj: number): number => x[((i + di) * width + j + dj) * channels + c];
    return of([entry(0, 0), entry(0, 1), entry(1, 0), entry(1, 1)]);
  });
};

const kernels: readonly Kernel[] = [
  product(false, false),
  product(true, false),
  product(false, true),
  product(true, true),
  {
    label: 'conv2d, 3 × 3, same',
    shapes: [
      [1, height, width, channels],
      [3, 3, channels, filters],
    ],
    of: (tf, [x, w]) => tf.conv2d(x as Tensor4D, w as Tensor4D, 1, 'same'),
    exact: ([x, w]) =>
      table(height * width * filters, (at) => {
        const [f, place] = [at % filters, Math.floor(at / filters)];
        const [i, j] = [Math.floor(place / width) - 1, (place % width) - 1];
        return total(9 * channels, (l) => {
          const [c, di, dj] = [l % channels, Math.floor(l / (3 * channels)), Math.floor(l / channels) % 3];
          const isInside = i + di >= 0 && i + di < height && j + dj >= 0 && j + dj < width;
          return isInside ? x[((i + di) * width + j + dj) * channels + c] * w[l * filters + f] : 0;
        });
      }),
  },
  {
    label: 'maxPool, 2 × 2, of negative numbers',
    shapes: [[1, height, width, channels]],
    of: (tf, [x]) => tf.maxPool(tf.sub(x, 10) as Tensor4D, 2, 2, 'valid'),
    exact: ([x]) => pooled(x, (patch) => Math.max(...patch) - 10),
  },
  {
    label: 'avgPool, 2 × 2',
    shapes: [[1, height, width, channels]],
    of: (tf, [x]) => tf.avgPool(x as Tensor4D, 2, 2, 'valid'),
    exact: ([x]) => pooled(x, (patch) => patch.reduce((sum, entry) => sum + entry, 0) / 4),
  },
  {
    label: 'gather of rows, some twice',
    shapes: [[rows, inner]],
    of: (tf, [x]) => tf.gather(x, tf.tensor1d(chosen, 'int32')),
    exact: ([x]) => table(chosen.length * inner, (at) => x[chosen[Math.floor(at / inner)] * inner + (at % inner)]),
  },
];

/**
 * For each kernel the largest error of its value and of its gradient in all arguments (automatic differentiation), as shares
 * of the largest entry, at fixed normal numbers rounded to float32.
 */
export function kernelErrors({ tf }: Backend): { label: string; value: string; gradient: string }[] {
  return kernels.map(({ label, shapes, of, exact }) => {
    const stream = randomStream(1, 0);
    const draw = (shape: readonly number[]): Float64Array =>
      table(
        shape.reduce((size, one) => size * one, 1),
        () => Math.fround(stream.normal()),
      );
    const inputs = shapes.map(draw);
    const expected = exact(inputs);
    const push = draw([expected.length]);
    return tf.tidy(() => {
      const tensors = inputs.map((values, i) => tf.tensor(Float32Array.from(values), [...shapes[i]]));
      const value = of(tf, tensors);
      const slopes = tf.grads((...arguments_: Tensor[]) => of(tf, arguments_))(
        tensors,
        tf.tensor(Float32Array.from(push), value.shape),
      );
      const found = slopes.flatMap((slope) => Array.from(slope.dataSync()));
      return {
        label,
        value: error(value.dataSync(), expected),
        gradient: error(found, gradientOf(exact, inputs, push)),
      };
    });
  });
}

/** Every kernel is linear in each argument, but for jumps that are farther off than the step: differences are exact. */
function gradientOf(exact: Kernel['exact'], inputs: readonly Float64Array[], push: Float64Array): number[] {
  const step = 2 ** -20;
  return inputs.flatMap((values) =>
    Array.from(values, (value, i) => {
      const at = (shift: number): Float64Array => {
        values[i] = value + shift;
        return exact(inputs);
      };
      const [above, below] = [at(step), at(-step)];
      values[i] = value;
      return total(push.length, (l) => (push[l] * (above[l] - below[l])) / (2 * step));
    }),
  );
}

function error(found: ArrayLike<number>, expected: ArrayLike<number>): string {
  let [worst, largest] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    worst = Math.max(worst, Math.abs(found[i] - expected[i]));
    largest = Math.max(largest, Math.abs(expected[i]));
  }
  return (worst / largest).toExponential(0);
}

function table(size: number, of: (at: number) => number): Float64Array {
  return Float64Array.from({ length: size }, (_, at) => of(at));
}

function total(count: number, of: (l: number) => number): number {
  let sum = 0;
  for (let l = 0; l < count; l++) sum += of(l);
  return sum;
}
