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

/** SGD of a network on the squared loss, ½‖f(x) − y‖² as a mean over the batch. */
export interface NetworkTraining {
  readonly layers: readonly Layer[];
  readonly samples: Samples;
  /** samples of a step, drawn without repeats within it */
  readonly batch: number;
  /** learning rate of a step, counted from 0 */
  readonly rate: (step: number) => number;
  readonly momentum: number;
  /** λ of a regulariser ½λ‖θ‖² */
  readonly weightDecay: number;
  /** a start of a layer's weights: its matrix, row after row, then its biases */
  readonly start: (layer: Layer, stream: RandomStream) => Float64Array;
}

/** Weights, one array a layer. */
export type Weights = readonly Float64Array[];

/** What trains a network; see trainNetwork. */
export type TrainNetwork = typeof trainNetwork;

/**
 * Trains one replica in doubles and returns its weights after the recorded steps (ascending from 0).
 *
 * v ← βv + g + λθ, θ ← θ − ηv. Batches and start come from the seed's stream of the replica's index. Null after an abort.
 */
export async function trainNetwork(
  { layers, samples, batch, rate, momentum, weightDecay, start }: NetworkTraining,
  recordedSteps: readonly number[],
  { seed, replica = 0, signal }: RunOptions & { readonly replica?: number },
): Promise<readonly Weights[] | null> {
  const stream = randomStream(fold(seed, branches.networkReplicas), replica);
  const weights = layers.map((layer) => start(layer, stream));
  const velocity = weights.map((one) => new Float64Array(one.length));
  const network = openNetwork(layers, batch, layers.map(weightCount));
  const width = sizesOf(layers[0]).inputs;
  const height = sizesOf(layers[layers.length - 1]).outputs;
  const x = new Float64Array(batch * width);
  const slope = new Float64Array(batch * height);
  const recorded: Weights[] = [];
  const last = recordedSteps[recordedSteps.length - 1];
  for (let step = 0; ; step++) {
    if (recordedSteps.includes(step)) recorded.push(weights.map((one) => Float64Array.from(one)));
    if (step >= last) return recorded;
    if (step % stepsBetweenPauses === 0) {
      await new Promise((resolve) => setImmediate(resolve));
      if (signal?.aborted) return null;
    }
    const drawn = stream.subset(samples.count, batch);
    for (const [b, i] of drawn.entries()) x.set(samples.inputs.subarray(i * width, (i + 1) * width), b * width);
    const outputs = network.forward(x, weights);
    for (const [b, i] of drawn.entries()) {
      for (let o = 0; o < height; o++) {
        slope[b * height + o] = (outputs[b * height + o] - samples.targets[i * height + o]) / batch;
      }
    }
    const gradients = network.backward(slope, weights);
    const eta = rate(step);
    for (const [layer, theta] of weights.entries()) {
      const [v, g] = [velocity[layer], gradients[layer]];
      for (let i = 0; i < theta.length; i++) {
        v[i] = momentum * v[i] + g[i] + weightDecay * theta[i];
        theta[i] -= eta * v[i];
      }
    }
  }
}

/** Ctrl-C is heard within a moment. */
const stepsBetweenPauses = 256;

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
