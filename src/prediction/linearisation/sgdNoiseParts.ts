import { InputError } from '../../arithmetic/inputError.js';
import type { SgdLinearisation, SgdNoise } from './evaluatedLinearisation.js';

type NumberMatrix = readonly (readonly number[])[];

/** A batch that holds every sample once is no batch, but its label noise stays. */
export function wholeBatch(noise: SgdNoise, samples: number): SgdNoise {
  if (noise.kind !== 'batch' || noise.sampling === 'with-replacement' || noise.batch < samples) return noise;
  if (noise.sampling === 'without-replacement' && noise.batch > samples) {
    const what = `a batch of ${noise.batch} from ${samples} samples without replacement`;
    throw new InputError('noise.batch', what, 'at most as many as there are samples');
  }
  return { kind: 'fullBatchLabel', labelNoise: noise.labelNoise };
}

/**
 * The part of Ĥ that no batch enters, as matrices for independent standard normal numbers; those of Student-t noise come
 * times a number that is drawn with them, of mean square 1 (see isStudent).
 */
export function partBesideBatches({ outputCurvature }: SgdLinearisation, noise: SgdNoise): Float64Array[] {
  switch (noise.kind) {
    case 'batch':
      return [];
    case 'residual':
      return outputCurvature.map((matrices) => meanOf(matrices.map((matrix) => flat(matrix, noise.std))));
    case 'fullBatchLabel':
      return outputCurvature.flatMap((matrices) =>
        matrices.map((matrix) => flat(matrix, noise.labelNoise / matrices.length)),
      );
    case 'gradient':
      return noise.matrices.map((matrix) => flat(matrix, 1));
    default:
      return noise satisfies never;
  }
}

/** Whether the matrices of a noise come times a number that is drawn with them. */
export function isStudent(noise: SgdNoise): noise is StudentNoise {
  return noise.kind === 'gradient' && noise.degreesOfFreedom !== null;
}

type StudentNoise = Extract<SgdNoise, { kind: 'gradient' }> & { readonly degreesOfFreedom: number };

/** The entries row by row, times a factor. */
export function flat(matrix: NumberMatrix, scale: number): Float64Array {
  return Float64Array.from(matrix.flat(), (entry) => scale * entry);
}

/** The mean of at least one matrix. */
export function meanOf(matrices: readonly Float64Array[]): Float64Array {
  return matrices[0].map((_, l) => matrices.reduce((sum, matrix) => sum + matrix[l], 0) / matrices.length);
}
