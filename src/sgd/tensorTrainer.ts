import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { isNumber } from '../expression/syntax/expression.js';
import type { ReplicaStream } from '../numeric/replicaStream.js';
import type { Backend } from './backend.js';
import { compileDifferentiable } from './compileDifferentiable.js';
import { differentiatedNames } from './differentiatedParts.js';
import { DrawSource, type Draws } from './draws.js';
import type { Objective } from './objective.js';
import type { Trainer } from './trainer.js';

/**
 * SGD of a group of replicas as float32 tensors (see openTrainer).
 *
 * The gradient of the sum over replicas holds each
 * replica's own, since none enters another's loss. It comes from TensorFlow.js's differentiation alone.
 */
export function openTensorTrainer(
  backend: Backend,
  objective: Objective,
  starts: readonly ArrayLike<number>[],
  streams: readonly ReplicaStream[],
): Trainer {
  const { tf } = backend;
  const { learningRate, momentum, parameters } = objective;
  const source = new DrawSource(objective, streams);
  const total = compileTotal(backend, objective, starts.length);
  const trained = trainedParameters(objective);
  let theta: Tensor[] = parameters.map((_, j) =>
    tf.tensor2d(
      Float32Array.from(starts, (start) => start[j]),
      [starts.length, 1],
    ),
  );
  let velocity: Tensor[] | null = momentum === 0 ? null : trained.map((j) => tf.zeros(theta[j].shape));
  const slopesAt = (inputs: Inputs): Tensor[] => {
    const of = (...values: Tensor[]): Scalar =>
      total.of(
        theta.map((tensor, j) => values[trained.indexOf(j)] ?? tensor),
        inputs,
      );
    return tf.grads(of)(trained.map((j) => theta[j]));
  };
  return {
    step() {
      if (trained.length === 0) return;
      const draws = source.next();
      const results = tf.tidy(() => {
        const pushes = slopesAt(total.tensorsOf(draws)).map((slope, i) => {
          const push = tf.mul(slope, -learningRate);
          return velocity === null ? push : tf.add(tf.mul(velocity[i], momentum), push);
        });
        const moved = trained.map((j, i) => tf.add(theta[j], pushes[i]));
        return velocity === null ? moved : [...moved, ...pushes];
      });
      for (const [i, j] of trained.entries()) {
        theta[j].dispose();
        velocity?.[i].dispose();
        theta[j] = results[i];
      }
      velocity &&= results.slice(trained.length);
    },
    read: () => theta.map((tensor) => tensor.dataSync()),
    adjust(replicas, change) {
      const columns = theta.map((tensor) => Float32Array.from(tensor.dataSync()));
      const speeds = (velocity ?? []).map((tensor) => Float32Array.from(tensor.dataSync()));
      const point = new Float64Array(columns.length);
      const speed = new Float64Array(velocity === null ? 0 : columns.length);
      for (const replica of replicas) {
        for (const [j, column] of columns.entries()) point[j] = column[replica];
        for (const [i, column] of speeds.entries()) speed[trained[i]] = column[replica];
        change(replica, point, speed);
        for (const [j, column] of columns.entries()) column[replica] = point[j];
        for (const [i, column] of speeds.entries()) column[replica] = speed[trained[i]];
      }
      for (const tensor of [...theta, ...(velocity ?? [])]) tensor.dispose();
      theta = columns.map((column) => tf.tensor2d(column, [column.length, 1]));
      velocity &&= speeds.map((column) => tf.tensor2d(column, [column.length, 1]));
    },
    dispose() {
      for (const tensor of [...theta, ...(velocity ?? [])]) tensor.dispose();
      theta = [];
      total.dispose();
    },
  };
}

/** The parameters that the objective has a gradient in. */
function trainedParameters({ parameters, loss, regulariser, outputs, residualNoise }: Objective): number[] {
  const held = new Set(differentiatedNames(loss, regulariser, ...(residualNoise.length > 0 ? outputs : [])));
  return parameters.flatMap((name, j) => (held.has(name) ? [j] : []));
}

/** The tensors of one step's draws. */
interface Inputs {
  readonly batches: readonly {
    readonly size: number;
    readonly data: readonly Tensor[];
    readonly labels: readonly Tensor[];
  }[];
  readonly residuals: readonly Tensor[];
}

/** The objective summed over the replicas, as a function of θ and of what is drawn. */
interface Total {
  tensorsOf(draws: Draws): Inputs;
  of(theta: readonly Tensor[], inputs: Inputs): Scalar;
  dispose(): void;
}

function compileTotal(backend: Backend, objective: Objective, replicas: number): Total {
  const { tf } = backend;
  const { loss, outputs, regulariser, batches, residualNoise, dataNames, sampleCount, rows } = objective;
  const names = [...objective.parameters, ...dataNames];
  const lossOf = compileDifferentiable(backend, [loss], names);
  const outputsOf = compileDifferentiable(backend, outputs, names);
  const lossAndOutputsOf = compileDifferentiable(backend, [loss, ...outputs], names);
  const regulariserOf = compileDifferentiable(backend, [regulariser], objective.parameters);
  const fullBatches = 1 - batches.length;
  const all = dataNames.map((_, name) => {
    const column = Float32Array.from({ length: sampleCount }, (_, i) => rows[i * dataNames.length + name]);
    return tf.tensor2d(column, [1, sampleCount]);
  });
  // what holds no datum or no parameter has one entry for many
  const sumOfMeans = (value: Tensor): Tensor => tf.mul(tf.sum(value), replicas / value.size);
  return {
    tensorsOf({ batches: drawn, residuals }) {
      const matrix = (values: Float32Array): Tensor => tf.tensor2d(values, [replicas, values.length / replicas]);
      return {
        batches: drawn.map(({ size, columns, labels }) => ({
          size,
          data: columns === null ? all : columns.map(matrix),
          labels: labels.map(matrix),
        })),
        residuals: residuals.map(matrix),
      };
    },
    of(theta, inputs) {
      const terms: Tensor[] = isNumber(regulariser, 0) ? [] : [sumOfMeans(regulariserOf(theta)[0])];
      for (const { data, labels } of inputs.batches) {
        const values = [...theta, ...data];
        const [height, ...modes] = labels.length === 0 ? lossOf(values) : lossAndOutputsOf(values);
        terms.push(sumOfMeans(height));
        for (const [m, mode] of modes.entries()) terms.push(tf.neg(sumOfMeans(tf.mul(mode, labels[m]))));
      }
      if (fullBatches !== 0) {
        terms.push(tf.mul(sumOfMeans(lossOf([...theta, ...all])[0]), fullBatches));
      }
      if (residualNoise.length > 0) {
        const modes = outputsOf([...theta, ...all]);
        for (const [index, residual] of inputs.residuals.entries()) {
          terms.push(tf.neg(sumOfMeans(tf.mul(modes[index % modes.length], residual))));
        }
      }
      return terms.reduce((sum, term) => tf.add(sum, term)) as Scalar;
    },
    dispose() {
      for (const tensor of all) tensor.dispose();
    },
  };
}
