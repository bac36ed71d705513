import type { RunOptions } from '../../model/evidence.js';
import { branches } from '../../numeric/branches.js';
import { fold, type RandomStream, randomStream } from '../../numeric/random.js';
import { type Layer, matrixOf, sizesOf, weightCount } from './layer.js';
import { openNetwork } from './network.js';

/** Inputs and targets, row after row. */
export interface Samples {
  readonly inputs: Float64Array;
  readonly targets: Float64Array;
  readonly count: number;
}

/** SGD of a network on the mean of a loss over the batch. */
export interface NetworkTraining {
  readonly layers: readonly Layer[];
  readonly samples: Samples;
  /** ½‖f(x) − y‖² unless given, or the cross-entropy of softmax f(x) against y */
  readonly loss?: NetworkLoss;
  /** standard deviation of what is added to every target afresh in every step; 0 unless given */
  readonly labelNoise?: number;
  /** samples of a step, drawn without repeats within it */
  readonly batch: number;
  /** learning rate of a step, counted from 0 */
  readonly rate: (step: number) => number;
  readonly momentum: number;
  /** λ of a regulariser ½λ‖θ‖² */
  readonly weightDecay: number;
  /** a start of a layer's weights: its matrix, row after row, then its biases */
  readonly start: (layer: Layer, stream: RandomStream, index: number) => Float64Array;
}

/** What a network's outputs are held against its targets by. */
export type NetworkLoss = 'squared' | 'cross-entropy';

/** Weights, one array a layer. */
export type Weights = readonly Float64Array[];

/** A training under way. */
export interface TrainingUnderWay {
  /** Draws the batch of the next step; its arrays are filled anew by the next call. */
  draw(): Batch;
  /** One step of SGD on the batch drawn last: v ← βv + g + λθ, θ ← θ − ηv. */
  advance(eta: number): void;
  /** the weights as they are */
  copy(): Weights;
  /** gives back what the training holds outside of JavaScript */
  close?(): void;
}

/** A training in doubles; the weights are changed in place. */
export interface OpenTraining extends TrainingUnderWay {
  readonly weights: Weights;
}

/** The samples of a step. */
export interface Batch {
  readonly inputs: Float64Array;
  /** with their noise */
  readonly targets: Float64Array;
  /** without */
  readonly cleanTargets: Float64Array;
}

/** Begins a training in doubles; start, batches and label noise come from the stream, in this order. */
export function openTraining(training: Omit<NetworkTraining, 'rate'>, stream: RandomStream): OpenTraining {
  const { layers, batch, momentum, weightDecay, start, loss = 'squared' } = training;
  const weights = layers.map((layer, i) => start(layer, stream, i));
  const velocity = weights.map((one) => new Float64Array(one.length));
  const network = openNetwork(layers, batch, layers.map(weightCount));
  const height = sizesOf(layers[layers.length - 1]).outputs;
  const { drawn, draw } = batchesOf(training, stream);
  return {
    weights,
    draw,
    advance(eta) {
      const slope = slopesOf(loss, network.forward(drawn.inputs, weights), drawn.targets, height);
      for (let i = 0; i < slope.length; i++) slope[i] /= batch;
      const gradients = network.backward(slope, weights);
      for (const [layer, theta] of weights.entries()) {
        const [v, g] = [velocity[layer], gradients[layer]];
        for (let i = 0; i < theta.length; i++) {
          v[i] = momentum * v[i] + g[i] + weightDecay * theta[i];
          theta[i] -= eta * v[i];
        }
      }
    },
    copy: () => weights.map((one) => Float64Array.from(one)),
  };
}

/** The batches of a training, drawn from a stream, label noise included, into arrays that stay. */
export function batchesOf(
  { samples, batch, labelNoise = 0 }: Pick<NetworkTraining, 'samples' | 'batch' | 'labelNoise'>,
  stream: RandomStream,
): { readonly drawn: Batch; readonly draw: () => Batch } {
  const width = samples.inputs.length / samples.count;
  const height = samples.targets.length / samples.count;
  const cleanTargets = new Float64Array(batch * height);
  const targets = labelNoise === 0 ? cleanTargets : new Float64Array(batch * height);
  const drawn = { inputs: new Float64Array(batch * width), targets, cleanTargets };
  const draw = (): Batch => {
    for (const [b, i] of stream.subset(samples.count, batch).entries()) {
      drawn.inputs.set(samples.inputs.subarray(i * width, (i + 1) * width), b * width);
      cleanTargets.set(samples.targets.subarray(i * height, (i + 1) * height), b * height);
    }
    if (labelNoise !== 0) {
      for (let i = 0; i < targets.length; i++) targets[i] = cleanTargets[i] + labelNoise * stream.normal();
    }
    return drawn;
  };
  return { drawn, draw };
}

/** Slopes of each sample's loss in its outputs, samples × `height`. */
export function slopesOf(
  loss: NetworkLoss,
  outputs: Float64Array,
  targets: Float64Array,
  height: number,
): Float64Array {
  if (loss === 'squared') return outputs.map((output, i) => output - targets[i]);
  const slope = new Float64Array(outputs.length);
  for (let first = 0; first < outputs.length; first += height) {
    const own = outputs.subarray(first, first + height);
    const largest = Math.max(...own);
    const shares = own.map((output) => Math.exp(output - largest));
    const total = shares.reduce((sum, share) => sum + share, 0);
    const weight = targets.subarray(first, first + height).reduce((sum, y) => sum + y, 0);
    for (let o = 0; o < height; o++) slope[first + o] = (weight * shares[o]) / total - targets[first + o];
  }
  return slope;
}

/** Trains one replica and returns its weights after the recorded steps (ascending from 0); null after an abort. */
export type Train<Training> = (
  training: Training,
  recordedSteps: readonly number[],
  options: RunOptions & { readonly replica?: number },
) => Promise<readonly Weights[] | null>;

/** What trains a network; see trainNetwork. */
export type TrainNetwork = Train<NetworkTraining>;

/**
 * Trains one replica in doubles and returns its weights after the recorded steps (ascending from 0).
 *
 * Batches and start come from the seed's stream of the replica's index. Null after an abort.
 */
export const trainNetwork: TrainNetwork = networkTrainer<NetworkTraining>(openTraining);

/** Training as trainNetwork does it, by other arithmetic. */
export function networkTrainer<Training extends Pick<NetworkTraining, 'rate'>>(
  begin: (training: Training, stream: RandomStream) => TrainingUnderWay,
): Train<Training> {
  return async (training, recordedSteps, { seed, replica = 0, signal }) => {
    const open = begin(training, randomStream(fold(seed, branches.networkReplicas), replica));
    const recorded: Weights[] = [];
    const last = recordedSteps[recordedSteps.length - 1];
    try {
      for (let step = 0; ; step++) {
        if (recordedSteps.includes(step)) recorded.push(open.copy());
        if (step >= last) return recorded;
        if (step % stepsBetweenPauses === 0) {
          await new Promise((resolve) => setImmediate(resolve));
          if (signal?.aborted) return null;
        }
        open.draw();
        open.advance(training.rate(step));
      }
    } finally {
      open.close?.();
    }
  };
}

/** Ctrl-C is heard within a moment. */
const stepsBetweenPauses = 64;

/** A start from N(0, 1/inputs of a unit), biases 0. */
export function fanInStart(layer: Layer, stream: RandomStream): Float64Array {
  const weights = new Float64Array(weightCount(layer));
  const matrix = matrixOf(layer);
  if (matrix === null) return weights;
  const scale = 1 / Math.sqrt(matrix.rows);
  for (let i = 0; i < matrix.rows * matrix.units; i++) weights[i] = scale * stream.normal();
  return weights;
}

/** The share of samples whose largest output is that of the largest target. */
export function accuracyOf(layers: readonly Layer[], weights: Weights, { inputs, targets, count }: Samples): number {
  const width = sizesOf(layers[0]).inputs;
  const height = sizesOf(layers[layers.length - 1]).outputs;
  const network = openNetwork(layers, 1, layers.map(weightCount));
  const largest = (values: Float64Array): number => values.indexOf(Math.max(...values));
  let right = 0;
  for (let i = 0; i < count; i++) {
    const outputs = network.forward(inputs.subarray(i * width, (i + 1) * width), weights);
    if (largest(outputs) === largest(targets.subarray(i * height, (i + 1) * height))) right++;
  }
  return right / count;
}
