import type { Tensor } from '@tensorflow/tfjs-core';
import type { Expression } from '../expression/syntax/expression.js';
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
 * replica's own, since none enters another's loss. It comes from TensorFlow.js's differentiation alone, which is given the
 * tensor over all samples and what each entry weighs, so that nothing is added up to be spread out again.
 */
export function openTensorTrainer(
  backend: Backend,
  objective: Objective,
  starts: readonly ArrayLike<number>[],
  streams: readonly ReplicaStream[],
): Trainer {
  const { tf } = backend;
  const { rate, momentum, parameters } = objective;
  let steps = 0;
  const source = new DrawSource(objective, streams);
  const total = compileTerms(backend, objective, starts.length);
  const trained = parameters.flatMap((_, j) => (total.terms.some((term) => term.held.includes(j)) ? [j] : []));
  let theta: Tensor[] = parameters.map((_, j) =>
    tf.tensor2d(
      Float32Array.from(starts, (start) => start[j]),
      [starts.length, 1],
    ),
  );
  let velocity: Tensor[] | null = momentum === 0 ? null : trained.map((j) => tf.zeros(theta[j].shape));
  const slopesAt = (inputs: Inputs): Tensor[] => {
    const slopes: Tensor[] = [];
    for (const term of total.terms) {
      const of = (...values: Tensor[]): Tensor => {
        const height = term.of(
          theta.map((tensor, j) => values[term.held.indexOf(j)] ?? tensor),
          inputs,
        );
        // TensorFlow.js knows no gradient of a function that returns its argument
        return values.includes(height) ? tf.clone(height) : height;
      };
      const found = tf.grads(of)(
        term.held.map((j) => theta[j]),
        total.weightsOf(term, theta, inputs),
      );
      for (const [i, j] of term.held.entries())
        slopes[j] = slopes[j] === undefined ? found[i] : tf.add(slopes[j], found[i]);
    }
    return trained.map((j) => slopes[j]);
  };
  return {
    step() {
      if (trained.length === 0) return;
      const draws = source.next();
      const eta = rate(steps++);
      const results = tf.tidy(() => {
        const pushes = slopesAt(total.tensorsOf(draws)).map((slope, i) => {
          const push = tf.mul(slope, -eta);
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

/** The tensors of one step's draws. */
interface Inputs {
  readonly batches: readonly {
    readonly size: number;
    readonly data: readonly Tensor[];
    readonly labels: readonly Tensor[];
  }[];
  readonly residuals: readonly Tensor[];
}

/** A part of the objective: `share` times the mean of a tensor over the samples of a replica, summed over the replicas. */
interface Term {
  readonly share: number;
  /** the parameters that it has a gradient in, by number */
  readonly held: readonly number[];
  of(theta: readonly Tensor[], inputs: Inputs): Tensor;
}

/** The objective as a sum of terms, and the tensors of what is drawn. */
interface Terms {
  readonly terms: readonly Term[];
  tensorsOf(draws: Draws): Inputs;
  /** what each entry of a term's tensor weighs in the sum; kept */
  weightsOf(term: Term, theta: readonly Tensor[], inputs: Inputs): Tensor;
  dispose(): void;
}

function compileTerms(backend: Backend, objective: Objective, replicas: number): Terms {
  const { tf } = backend;
  const { dataNames, sampleCount, rows } = objective;
  const all = dataNames.map((_, name) => {
    const column = Float32Array.from({ length: sampleCount }, (_, i) => rows[i * dataNames.length + name]);
    return tf.tensor2d(column, [1, sampleCount]);
  });
  const weights = new Map<string, Tensor>();
  const terms = termsOf(backend, objective, all).filter(({ held }) => held.length > 0);
  return {
    terms,
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
    weightsOf(term, theta, inputs) {
      const key = `${terms.indexOf(term)} ${inputs.batches.map(({ size }) => size)}`;
      const { shape, size } = weights.get(key) ?? tf.tidy(() => term.of(theta, inputs));
      const known = weights.get(key) ?? tf.keep(tf.fill(shape, (term.share * replicas) / size));
      weights.set(key, known);
      return known;
    },
    dispose() {
      for (const tensor of [...all, ...weights.values()]) tensor.dispose();
    },
  };
}

function termsOf(backend: Backend, objective: Objective, all: readonly Tensor[]): Term[] {
  const { tf } = backend;
  const { loss, outputs, regulariser, batches, residualNoise, dataNames, parameters } = objective;
  const names = [...parameters, ...dataNames];
  const lossOf = compileDifferentiable(backend, [loss], names);
  const outputsOf = compileDifferentiable(backend, outputs, names);
  const lossAndOutputsOf = compileDifferentiable(backend, [loss, ...outputs], names);
  const regulariserOf = compileDifferentiable(backend, [regulariser], parameters);
  const heldBy = (...expressions: Expression[]): number[] => {
    const held = new Set(differentiatedNames(...expressions));
    return parameters.flatMap((name, j) => (held.has(name) ? [j] : []));
  };
  const less = (height: Tensor, modes: readonly Tensor[], noise: readonly Tensor[]): Tensor =>
    noise.reduce((rest, drawn, i) => tf.sub(rest, tf.mul(modes[i % modes.length], drawn)), height);
  const terms: Term[] = [{ share: 1, held: heldBy(regulariser), of: (theta) => regulariserOf(theta)[0] }];
  for (const [k, { labelNoise }] of batches.entries()) {
    terms.push({
      share: 1,
      held: heldBy(loss, ...(labelNoise === 0 ? [] : outputs)),
      of(theta, inputs) {
        const { data, labels } = inputs.batches[k];
        const values = [...theta, ...data];
        if (labels.length === 0) return lossOf(values)[0];
        const [height, ...modes] = lossAndOutputsOf(values);
        return less(height, modes, labels);
      },
    });
  }
  if (batches.length !== 1) {
    const share = 1 - batches.length;
    terms.push({ share, held: heldBy(loss), of: (theta) => lossOf([...theta, ...all])[0] });
  }
  if (residualNoise.length > 0) {
    const of = (theta: readonly Tensor[], { residuals }: Inputs): Tensor =>
      less(tf.scalar(0), outputsOf([...theta, ...all]), residuals);
    terms.push({ share: 1, held: heldBy(...outputs), of });
  }
  return terms;
}
