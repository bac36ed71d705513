import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { RunOptions } from '../../model/evidence.js';
import { branches } from '../../numeric/branches.js';
import { fold, type RandomStream, randomStream } from '../../numeric/random.js';
import type { Backend } from '../backend.js';
import type { NetworkTraining, Weights } from './trainNetwork.js';

/** What is used of a model of TensorFlow.js's layers, such as `sequential` or `model` give. */
export interface TrainedLayers {
  readonly inputs: readonly { readonly shape: readonly (number | null)[] }[];
  readonly trainableWeights: readonly { read(): Tensor; write(value: Tensor): unknown }[];
  apply(inputs: Tensor, options: { readonly training: boolean }): unknown;
}

/** SGD of such a model on the squared loss, as NetworkTraining has it. */
export interface LayersTraining extends Omit<NetworkTraining, 'layers' | 'start'> {
  readonly model: TrainedLayers;
  /** a start of one weight tensor, by its shape, or null to leave what it holds */
  readonly start?: (shape: readonly number[], stream: RandomStream) => Float64Array | null;
}

/**
 * Trains a model of TensorFlow.js's layers with one input and one output by SGD, with gradients of its own differentiation,
 * and returns its trainable weights after the recorded steps (ascending from 0), one array a weight tensor, in the model's
 * order; the model keeps the last.
 *
 * v ← βv + g + λθ, θ ← θ − ηv. Batches and start come from the seed's stream of the replica's index, as in trainNetwork: a
 * network that both can state takes the same path, up to roundings of single precision. Null after an abort. Throws what
 * TensorFlow.js throws where samples do not fit the model.
 */
export async function trainLayersModel(
  { tf }: Backend,
  { model, samples, batch, rate, momentum, weightDecay, start = () => null }: LayersTraining,
  recordedSteps: readonly number[],
  { seed, replica = 0, signal }: RunOptions & { readonly replica?: number },
): Promise<readonly Weights[] | null> {
  const stream = randomStream(fold(seed, branches.networkReplicas), replica);
  for (const weight of model.trainableWeights) {
    const { shape } = weight.read();
    const values = start(shape, stream);
    if (values === null) continue;
    const tensor = tf.tensor(Float32Array.from(values), shape);
    weight.write(tensor);
    tensor.dispose();
  }
  const variables = model.trainableWeights.map((weight) => weight.read() as Variable);
  const shape = model.inputs[0].shape.slice(1).map((size) => size ?? -1);
  const width = samples.inputs.length / samples.count;
  const height = samples.targets.length / samples.count;
  const [x, y] = [new Float32Array(batch * width), new Float32Array(batch * height)];
  const recorded: Weights[] = [];
  const last = recordedSteps[recordedSteps.length - 1];
  let velocity = variables.map((variable) => tf.zeros(variable.shape));
  try {
    for (let step = 0; ; step++) {
      if (recordedSteps.includes(step)) recorded.push(variables.map((one) => Float64Array.from(one.dataSync())));
      if (step >= last) return recorded;
      if (step % stepsBetweenPauses === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        if (signal?.aborted) return null;
      }
      for (const [b, i] of stream.subset(samples.count, batch).entries()) {
        x.set(samples.inputs.subarray(i * width, (i + 1) * width), b * width);
        y.set(samples.targets.subarray(i * height, (i + 1) * height), b * height);
      }
      const eta = rate(step);
      const moved = tf.tidy(() => {
        const [inputs, targets] = [tf.tensor(x.slice(), [batch, ...shape]), tf.tensor(y.slice(), [batch, height])];
        const loss = () => {
          const outputs = tf.reshape(model.apply(inputs, { training: true }) as Tensor, [batch, height]);
          return tf.mul(tf.sum(tf.square(tf.sub(outputs, targets))), 0.5 / batch) as Scalar;
        };
        const { grads } = tf.variableGrads(loss, variables);
        return variables.map((variable, i) => {
          const slope = tf.add(grads[variable.name], tf.mul(variable, weightDecay));
          return tf.add(tf.mul(velocity[i], momentum), slope);
        });
      });
      for (const [i, variable] of variables.entries()) {
        tf.tidy(() => variable.assign(tf.sub(variable, tf.mul(moved[i], eta))));
        velocity[i].dispose();
      }
      velocity = moved;
    }
  } finally {
    for (const one of velocity) one.dispose();
  }
}

/** Ctrl-C is heard within a moment. */
const stepsBetweenPauses = 32;
