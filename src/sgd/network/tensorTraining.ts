import type * as TensorFlow from '@tensorflow/tfjs-core';
import type { RandomStream } from '../../numeric/random.js';
import type { Activation } from './activation.js';
import { kernelSize, type Layer, matrixOf, sizesOf } from './layer.js';
import { batchesOf, type NetworkTraining, type Samples, type TrainingUnderWay, type Weights } from './trainNetwork.js';

type Tensorflow = typeof TensorFlow;

/** A network in float32 by TensorFlow.js: one flat variable a layer, as trainNetwork has its weights. */
export interface TensorNetworks {
  /** Begins a training as openTraining does, with the same draws. */
  begin(training: NetworkTraining, stream: RandomStream): TrainingUnderWay;
  /** The share of samples whose largest output is that of the largest target. */
  accuracyOf(layers: readonly Layer[], weights: Weights, samples: Samples): number;
}

/** Networks on a backend of TensorFlow.js, whose gradients are its own; weights stay on it until they are copied. */
export function tensorNetworks(tf: Tensorflow): TensorNetworks {
  return {
    begin(training, stream) {
      const { layers, batch, momentum, weightDecay, start, loss = 'squared' } = training;
      const variable = (values: Float64Array) => tf.tidy(() => tf.variable(tf.tensor1d(Float32Array.from(values))));
      const weights = layers.map((layer, i) => variable(start(layer, stream, i)));
      const velocity = weights.map((one) => variable(new Float64Array(one.size)));
      const { drawn, draw } = batchesOf(training, stream);
      const meanLoss = (): TensorFlow.Scalar => {
        const outputs = outputsOf(tf, layers, weights, drawn.inputs, batch);
        const targets = tf.tensor2d(Float32Array.from(drawn.targets), [batch, drawn.targets.length / batch]);
        const total =
          loss === 'squared'
            ? tf.mul(0.5, tf.squaredDifference(outputs, targets))
            : tf.neg(tf.mul(targets, tf.logSoftmax(outputs)));
        return tf.div(tf.sum(total), batch);
      };
      const trained = weights.filter((one) => one.size > 0);
      return {
        draw,
        advance: (eta) =>
          tf.tidy(() => {
            const { grads } = tf.variableGrads(meanLoss, trained);
            for (const [layer, theta] of weights.entries()) {
              if (theta.size === 0) continue;
              const force = tf.add(grads[theta.name], tf.mul(weightDecay, theta));
              velocity[layer].assign(tf.add(tf.mul(momentum, velocity[layer]), force));
              theta.assign(tf.sub(theta, tf.mul(eta, velocity[layer])));
            }
          }),
        copy: () => weights.map((one) => Float64Array.from(one.dataSync())),
        close: () => tf.dispose([...weights, ...velocity]),
      };
    },
    accuracyOf(layers, weights, { inputs, targets, count }) {
      const [{ inputs: width }, { outputs: height }] = [layers[0], layers[layers.length - 1]].map(sizesOf);
      let right = 0;
      for (let first = 0; first < count; first += tested) {
        const size = Math.min(tested, count - first);
        right += tf.tidy(() => {
          const held = weights.map((one) => tf.tensor1d(Float32Array.from(one)));
          const outputs = outputsOf(tf, layers, held, inputs.subarray(first * width, (first + size) * width), size);
          const own = Float32Array.from(targets.subarray(first * height, (first + size) * height));
          const isRight = tf.equal(tf.argMax(outputs, 1), tf.argMax(tf.tensor2d(own, [size, height]), 1));
          return tf.sum(tf.cast(isRight, 'int32')).dataSync()[0];
        });
      }
      return right / count;
    },
  };
}

/** Images at a time. */
const tested = 100;

function outputsOf(
  tf: Tensorflow,
  layers: readonly Layer[],
  weights: readonly TensorFlow.Tensor1D[],
  inputs: Float64Array,
  count: number,
): TensorFlow.Tensor2D {
  let signal: TensorFlow.Tensor = tf.tensor2d(Float32Array.from(inputs), [count, inputs.length / count]);
  const signals: TensorFlow.Tensor[] = [];
  for (const [i, layer] of layers.entries()) {
    if (i > 0) signals.push(signal);
    if (layer.kind === 'residual') {
      const { height, width, channels, from, fromChannels, activation } = layer;
      const earlier = tf.reshape(signals[from], [count, height, width, fromChannels]) as TensorFlow.Tensor4D;
      const none: [number, number] = [0, 0];
      const padded = tf.pad4d(earlier, [none, none, none, [0, channels - fromChannels]]);
      signal = activated(tf, activation, tf.add(tf.reshape(signal, padded.shape), padded));
      continue;
    }
    if (layer.kind === 'meanPool') {
      const image = tf.reshape(signal, [count, layer.height, layer.width, layer.channels]) as TensorFlow.Tensor4D;
      signal = tf.avgPool(image, 2, 2, 'valid');
      continue;
    }
    const { rows, units, bias } = matrixOf(layer) as NonNullable<ReturnType<typeof matrixOf>>;
    const matrix = tf.slice(weights[i], 0, rows * units);
    let sums: TensorFlow.Tensor;
    if (layer.kind === 'dense') {
      sums = tf.matMul(tf.reshape(signal, [count, rows]), tf.reshape(matrix, [rows, units]));
    } else {
      const { height, width, channels } = layer;
      const image = tf.reshape(signal, [count, height, width, channels]) as TensorFlow.Tensor4D;
      const kernel = tf.reshape(matrix, [kernelSize, kernelSize, channels, units]) as TensorFlow.Tensor4D;
      sums = tf.conv2d(image, kernel, 1, 'same');
    }
    signal = activated(tf, layer.activation, bias ? tf.add(sums, tf.slice(weights[i], rows * units, units)) : sums);
  }
  return tf.reshape(signal, [count, -1]) as TensorFlow.Tensor2D;
}

function activated(tf: Tensorflow, activation: Activation, sums: TensorFlow.Tensor): TensorFlow.Tensor {
  switch (activation) {
    case 'identity':
      return sums;
    case 'tanh':
      return tf.tanh(sums);
    case 'gelu':
      return tf.mul(sums, tf.mul(0.5, tf.add(1, tf.erf(tf.mul(sums, Math.SQRT1_2)))));
  }
}
