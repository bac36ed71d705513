import type { SgdLinearisation, SgdNoise } from '../linearisation/evaluatedLinearisation.js';
import { momentumStep, pushedRows, restingEntry } from '../linearisation/momentumStep.js';
import { flat, isStudent, partBesideBatches, wholeBatch } from '../linearisation/sgdNoiseParts.js';
import type { ChainComponent, PlanarChain } from './planarChain.js';

type BatchNoise = Extract<SgdNoise, { kind: 'batch' }>;

/**
 * The step I − ηĤ of SGD on k normal coordinates as a mixture over all batches (theory §6; the law that `sgdSampler`
 * draws from). With momentum the matrices are 2k × 2k and act on (y, v).
 *
 * Null where it is no such mixture, or one too large to solve: epochs, several batches a step, Student-t noise, or more
 * compositions of a batch than are worth listing.
 *
 * @throws InputError for more distinct samples in a batch than there are
 */
export function sgdChain(sgd: SgdLinearisation): PlanarChain | null {
  const { learningRate, sampleCurvature } = sgd;
  const samples = sampleCurvature.length;
  const noises = sgd.noises.map((noise) => wholeBatch(noise, samples));
  const batches = noises.filter((noise) => noise.kind === 'batch');
  if (batches.length > 1 || batches.some(({ sampling }) => sampling === 'epochs') || noises.some(isStudent))
    return null;
  const shared = noises
    .flatMap((noise) => partBesideBatches(sgd, noise))
    .map((matrix) => push(sgd, matrix, learningRate));
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

/** I − η (regulariser + mean of Ĥ_i over the batch); with momentum the step of (y, v). */
function meanStep(sgd: SgdLinearisation, counts: readonly number[], batch: number): number[][] {
  const { sampleCurvature, regulariserCurvature, learningRate, momentum } = sgd;
  const curvature = regulariserCurvature.map((row, l) =>
    row.map((entry, m) => {
      const sum = counts.reduce((total, count, i) => total + count * sampleCurvature[i][l][m], 0);
      return entry + sum / batch;
    }),
  );
  const k = curvature.length;
  const factors = momentumStep(sgd);
  const pushed = push(sgd, Float64Array.from(curvature.flat()), -learningRate);
  return pushed.map((row, l) =>
    row.map((entry, m) => entry + (momentum === 0 ? Number(l === m) : restingEntry(l, m, k, factors))),
  );
}

/** Independent draws of one sample's label noise add up to √count times one. */
function labelNoise(
  sgd: SgdLinearisation,
  { batch, labelNoise: std }: BatchNoise,
  counts: readonly number[],
): number[][][] {
  const { outputCurvature, learningRate } = sgd;
  const drawn = [...counts.entries()].filter(([, count]) => count > 0 && std !== 0);
  return outputCurvature.flatMap((matrices) =>
    drawn.map(([i, count]) => push(sgd, flat(matrices[i], std), (learningRate * Math.sqrt(count)) / batch)),
  );
}

/** scale·matrix acting on y; with momentum on (y, v), where v takes the same push. */
function push(sgd: SgdLinearisation, matrix: Float64Array, scale: number): number[][] {
  const { momentum, regulariserCurvature } = sgd;
  const k = regulariserCurvature.length;
  const rows = regulariserCurvature.map((_, l) => Array.from(matrix.subarray(l * k, (l + 1) * k), (x) => scale * x));
  return momentum === 0 ? rows : pushedRows(rows, momentumStep(sgd));
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
