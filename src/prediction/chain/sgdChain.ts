import type { SgdLinearisation, SgdNoise } from '../linearisation/evaluatedLinearisation.js';
import { flat, gaussianPart, wholeBatch } from '../linearisation/sgdNoiseParts.js';
import type { ChainComponent, PlanarChain } from './planarChain.js';

type BatchNoise = Extract<SgdNoise, { kind: 'batch' }>;

/**
 * The step I − ηĤ of SGD on two normal coordinates as a mixture over all batches (theory §6; the law that `sgdSampler`
 * draws from).
 *
 * Null where it is no such mixture, or one too large to solve: momentum, epochs, several batches a step, or more
 * compositions of a batch than are worth listing.
 *
 * @throws InputError for more distinct samples in a batch than there are
 */
export function sgdChain(sgd: SgdLinearisation): PlanarChain | null {
  const { learningRate, momentum, sampleCurvature } = sgd;
  const samples = sampleCurvature.length;
  const noises = sgd.noises.map((noise) => wholeBatch(noise, samples));
  const batches = noises.filter((noise) => noise.kind === 'batch');
  if (momentum !== 0 || batches.length > 1 || batches.some(({ sampling }) => sampling === 'epochs')) return null;
  const shared = noises.flatMap((noise) => gaussianPart(sgd, noise)).map((matrix) => square(matrix, learningRate));
  const [batch] = batches;
  if (batch === undefined) {
    const everySample = new Array<number>(samples).fill(1);
    const component = { weight: 1, mean: meanStep(sgd, everySample, samples), noise: shared };
    return { components: [component], duration: learningRate };
  }
  const isNoisy = shared.length > 0 || batch.labelNoise !== 0;
  if (!(compositionCount(samples, batch) <= (isNoisy ? mostGaussians : mostMatrices))) return null;
  const listed = [...compositions(samples, batch)];
  const total = listed.reduce((sum, { multiplicity }) => sum + multiplicity, 0);
  const components = listed.map(({ counts, multiplicity }): ChainComponent => {
    const labels = labelNoise(sgd, batch, counts);
    return { weight: multiplicity / total, mean: meanStep(sgd, counts, batch.batch), noise: [...shared, ...labels] };
  });
  return { components, duration: learningRate };
}

/** A solution on the circle takes a second or so with as many. */
const mostMatrices = 1000;
const mostGaussians = 40;

/** I − η (regulariser + mean of Ĥ_i over the batch) */
function meanStep(
  { sampleCurvature, regulariserCurvature, learningRate }: SgdLinearisation,
  counts: readonly number[],
  batch: number,
): number[][] {
  return regulariserCurvature.map((row, l) =>
    row.map((entry, m) => {
      const sum = counts.reduce((total, count, i) => total + count * sampleCurvature[i][l][m], 0);
      return (l === m ? 1 : 0) - learningRate * (entry + sum / batch);
    }),
  );
}

/** Independent draws of one sample's label noise add up to √count times one. */
function labelNoise(
  { outputCurvature, learningRate }: SgdLinearisation,
  { batch, labelNoise: std }: BatchNoise,
  counts: readonly number[],
): number[][][] {
  const drawn = [...counts.entries()].filter(([, count]) => count > 0 && std !== 0);
  return outputCurvature.flatMap((matrices) =>
    drawn.map(([i, count]) => square(flat(matrices[i], std), (learningRate * Math.sqrt(count)) / batch)),
  );
}

function square(matrix: Float64Array, scale: number): number[][] {
  return [
    [scale * matrix[0], scale * matrix[1]],
    [scale * matrix[2], scale * matrix[3]],
  ];
}

function compositionCount(samples: number, { batch, sampling }: BatchNoise): number {
  const among = sampling === 'with-replacement' ? samples + batch - 1 : samples;
  let count = 1;
  for (let i = 1; i <= Math.min(batch, among - batch); i++) count = (count * (among - i + 1)) / i;
  return Math.round(count);
}

interface Composition {
  /** how often each sample is in the batch */
  readonly counts: readonly number[];
  /** in how many orders it can be drawn, up to a factor that is the same for all */
  readonly multiplicity: number;
}

function* compositions(samples: number, { batch, sampling }: BatchNoise): Generator<Composition> {
  const most = sampling === 'with-replacement' ? batch : 1;
  const counts = new Array<number>(samples).fill(0);
  function* place(sample: number, left: number, multiplicity: number): Generator<Composition> {
    if (left === 0) yield { counts: [...counts], multiplicity };
    if (left === 0 || sample === samples) return;
    // of the draws that are left, `count` are of this sample: a binomial coefficient of choices
    let choices = 1;
    for (let count = 0; count <= Math.min(left, most); count++) {
      counts[sample] = count;
      yield* place(sample + 1, left - count, multiplicity * (most === 1 ? 1 : choices));
      choices *= (left - count) / (count + 1);
    }
    counts[sample] = 0;
  }
  yield* place(0, batch, 1);
}
