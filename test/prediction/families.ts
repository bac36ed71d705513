import { fromNumber, type Rational, rational } from '../../src/arithmetic/rational.js';
import { multiplyMatrices, inverse as rationalInverse } from '../../src/arithmetic/rationalMatrix.js';
import { type RandomStream, randomStream } from '../../src/numeric/random.js';
import type { ExactLinearFamily, LinearFamily } from '../../src/prediction/matrices/linearFamily.js';

/** Gaussian H, one to three Gaussian C_j, learning rate 1. */
export function gaussianFamily(size: number, seed: number, index: number): LinearFamily {
  const stream = randomStream(seed, index);
  const curvature = gaussianMatrix(size, stream);
  const noise = Array.from({ length: 1 + stream.below(3) }, () => gaussianMatrix(size, stream));
  return { curvature, noise, learningRate: 1 };
}

export function gaussianMatrix(size: number, stream: RandomStream): number[][] {
  return Array.from({ length: size }, () => Array.from({ length: size }, () => stream.normal()));
}

/** H + shift·I: λ falls by exactly `shift`. */
export function shifted(family: LinearFamily, shift: number): LinearFamily {
  const curvature = family.curvature.map((row, i) => row.map((x, j) => (i === j ? x + shift : x)));
  return { ...family, curvature };
}

/** The family whose entries are the decimals as written. */
export function decimalFamily(
  curvature: readonly (readonly number[])[],
  noise: readonly { readonly weight?: number; readonly matrix: readonly (readonly number[])[] }[],
  learningRate = 1,
): ExactLinearFamily {
  const exact = (matrix: readonly (readonly number[])[]) => matrix.map((row) => row.map(fromNumber));
  return {
    curvature: exact(curvature),
    noise: noise.map(({ weight = 1, matrix }) => ({ weight: fromNumber(weight), matrix: exact(matrix) })),
    learningRate: fromNumber(learningRate),
  };
}

/** The same dynamics in the coordinates T y. */
export function inCoordinates(
  family: ExactLinearFamily,
  transform: readonly (readonly number[])[],
  denominator = 1,
): ExactLinearFamily {
  const exact = transform.map((row) => row.map((x) => rational(x, denominator)));
  const inverse = rationalInverse(exact) as Rational[][];
  const conjugate = (matrix: readonly (readonly Rational[])[]) =>
    multiplyMatrices(multiplyMatrices(exact, matrix), inverse);
  return {
    ...family,
    curvature: conjugate(family.curvature),
    noise: family.noise.map(({ weight, matrix }) => ({ weight, matrix: conjugate(matrix) })),
  };
}
