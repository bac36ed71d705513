import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { RunOptions } from '../../model/evidence.js';
import type { RandomStream } from '../../numeric/random.js';
import type { Backend } from '../backend.js';
import {
  batchesOf,
  type NetworkTraining,
  networkTrainer,
  type TrainingUnderWay,
  type Weights,
} from './trainNetwork.js';

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
export function trainLayersModel(
  backend: Backend,
  training: LayersTraining,
  recordedSteps: readonly number[],
  options: RunOptions & { readonly replica?: number },
): Promise<readonly Weights[] | null> {
  const begin = (own: LayersTraining, stream: RandomStream) => beginLayers(backend, own, stream);
  return networkTrainer(begin)(training, recordedSteps, options);
}

function beginLayers({ tf }: Backend, training: LayersTraining, stream: RandomStream): TrainingUnderWay {
  const { model, samples, batch, momentum, weightDecay, start = () => null } = training;
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
  const height = samples.targets.length / samples.count;
  const { drawn, draw } = batchesOf(training, stream);
  let velocity = variables.map((variable) => tf.zeros(variable.shape));
  return {
    draw,
    advance(eta) {
      const moved = tf.tidy(() => {
        const inputs = tf.tensor(Float32Array.from(drawn.inputs), [batch, ...shape]);
        const targets = tf.tensor(Float32Array.from(drawn.targets), [batch, height]);
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
    },
    copy: () => variables.map((one) => Float64Array.from(one.dataSync())),
    close: () => tf.dispose(velocity),
  };
}
