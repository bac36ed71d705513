import { decisiveLevel } from '../../model/evidence.js';
import { branches } from '../../numeric/branches.js';
import type { Estimate } from '../../numeric/estimate.js';
import { fold, type RandomStream, randomStream } from '../../numeric/random.js';
import { meanEstimate, meanOf } from '../../numeric/statistics.js';
import type { NetworkTraining } from '../network/trainNetwork.js';
import { MeanBlock } from './meanBlock.js';
import { Tangent } from './tangent.js';
import { addBatch, atLabelNoise, type UnitHessians } from './unitHessians.js';
import type { Run, UnitRecord } from './unitRecord.js';

/** How a network is trained, as far as its units' exponents depend on it. */
export type UnitTraining = Pick<NetworkTraining, 'momentum' | 'weightDecay'> & { readonly eta: number };

/** Factors of the noise at which an exponent is asked for: of η/B, and of the labels' standard deviation. */
export interface NoiseFactors {
  readonly noise: number;
  readonly labelNoise: number;
}

/**
 * λ of SGD linearised normal to a unit's set (theory §6), per unit of t = η·step, from the curvature and the noise that a
 * training met: y ← y − η (H(t) + δ) y, as the unit's own offset at first, with the mean Hessian H(t) of the step's window and the
 * deviation δ of a step of that window drawn anew. The second half of the steps counts, as in what is measured.
 *
 * Steps drawn anew forget each other, and those of a training do not: the other weights answer to the noise. To second order that
 * adds 2η Σ_k (E a₀·a_k − E(u·a₀)(u·a_k)), a_k = δ_k u. The interval knows how H and this memory differ between the
 * continuations, and gives the memory, a first term of a series, its own size beside.
 *
 * `walks`: vectors that are carried along for each continuation.
 */
export function unitExponent(
  record: UnitRecord,
  training: UnitTraining,
  seed: number,
  walks: number,
  factors: NoiseFactors = { noise: 1, labelNoise: 1 },
): Estimate | null {
  const { means } = record;
  const windows = windowsAt(record, factors);
  const responses = means.map(() => [] as number[]);
  const growth = means.map((_, r) =>
    meanOf(
      Array.from({ length: walks }, (__, walk) =>
        walkAlong(record, windows, training, randomStream(fold(seed, branches.unitExponent), r * walks + walk), (u) => {
          for (const [of, mean] of means.entries()) responses[of].push(-quadraticForm(mean, u));
        }),
      ),
    ),
  );
  const stronger = factors.noise * Math.max(1, factors.labelNoise ** 2);
  const memories = record.runs.map((runs) => stronger * meanOf(runs.map((run) => memoryOf(record, run, training))));
  const response = responses.map(meanOf);
  const shift = meanOf(response);
  const single = growth.map((own, r) => own + response[r] - shift + memories[r]);
  if (!single.every(Number.isFinite)) return null;
  const found = meanEstimate(single, decisiveLevel);
  const reach = Math.abs(meanOf(memories));
  return { ...found, interval: [found.interval[0] - reach, found.interval[1] + reach] };
}

/** H of a window, and how the steps deviate from it that are drawn from. */
interface Window {
  readonly mean: MeanBlock;
  readonly steps: readonly UnitHessians[];
  readonly strength: number;
  /** the mean of `steps` */
  readonly drawn: MeanBlock;
}

function windowsAt({ windows, kept, inputs, outputs }: UnitRecord, { noise, labelNoise }: NoiseFactors): Window[] {
  return windows.map((mean, w) => {
    const steps = kept[w].map((step) => atLabelNoise(step, labelNoise));
    const drawn = new MeanBlock(inputs, outputs);
    for (const step of steps) drawn.add(step);
    return { mean, steps, drawn, strength: Math.sqrt((noise * steps.length) / Math.max(1, steps.length - 1)) };
  });
}

function walkAlong(
  record: UnitRecord,
  windows: readonly Window[],
  training: UnitTraining,
  stream: RandomStream,
  look: (u: Float64Array) => void,
): number {
  const { steps, half } = record;
  const tangent = new Tangent(record.offset, stream);
  const stride = Math.ceil((steps - half) / looks);
  let growth = 0;
  for (let step = 0; step < steps; step++) {
    const window = windows[record.windowOf(step)];
    const one = window.steps[stream.below(window.steps.length)];
    const grown = tangent.advance(
      (y, out) => window.mean.addProduct(1, y, out),
      training.eta,
      training,
      (y, out) => {
        addBatch(one, window.strength, y, out);
        window.drawn.addProduct(-window.strength, y, out);
      },
    );
    if (step < half) continue;
    growth += grown;
    if ((step - half) % stride === 0) look(tangent.y.map((x) => x / Math.hypot(...tangent.y)));
  }
  return growth / ((steps - half) * training.eta);
}

/** Directions of a walk at which what a continuation's own H would change is looked at. */
const looks = 16;

/** η (‖Σ δu‖² − Σ‖δu‖² − (u·Σ δu)² + Σ(u·δu)²) a step of the run, with η/(1 − β) under momentum, in time too. */
function memoryOf(
  record: UnitRecord,
  { window, length, u, sum, squares, alongs }: Run,
  training: UnitTraining,
): number {
  const mean = new Float64Array(u.length);
  record.windows[window].addProduct(1, u, mean);
  let [across, single, along, drift] = [0, 0, 0, 0];
  for (let k = 0; k < u.length; k++) {
    across += (sum[k] - length * mean[k]) ** 2;
    single += length * mean[k] ** 2 - 2 * sum[k] * mean[k];
    along += u[k] * sum[k];
    drift += u[k] * mean[k];
  }
  const own = alongs - 2 * along * drift + length * drift ** 2;
  // the window's mean is that of these steps too, and takes a share of their variance
  const observed = (record.steps / record.windows.length) * record.runs.length;
  const long = (across - (along - length * drift) ** 2) / (1 - length / observed);
  const short = (squares + single - own) / (1 - 1 / observed);
  const speed = 1 / (1 - training.momentum);
  return (training.eta * speed * speed * (long - short)) / length;
}

function quadraticForm(mean: MeanBlock, u: Float64Array): number {
  const product = new Float64Array(u.length);
  mean.addProduct(1, u, product);
  return u.reduce((sum, entry, k) => sum + entry * product[k], 0);
}
