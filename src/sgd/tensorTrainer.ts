import type { Tensor } from '@tensorflow/tfjs-core';
import { toNumber } from '../arithmetic/rational.js';
import { type Expression, product } from '../expression/syntax/expression.js';
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
  const { rate, momentum, nesterov, decoupledDecay, clippingNorm, parameters, gradientNoise } = objective;
  let steps = 0;
  const source = new DrawSource(objective, streams);
  const total = compileTerms(backend, objective, starts.length);
  const isTrained = (j: number): boolean =>
    decoupledDecay !== 0 || gradientNoise.length > 0 || total.terms.some(({ held }) => held.includes(j));
  const trained = parameters.flatMap((_, j) => (isTrained(j) ? [j] : []));
  let theta: Tensor[] = parameters.map((_, j) =>
    tf.tensor2d(
      Float32Array.from(starts, (start) => start[j]),
      [starts.length, 1],
    ),
  );
  let velocity: Tensor[] | null = momentum === 0 ? null : trained.map((j) => tf.zeros(theta[j].shape));
  // −η times the gradients
  const pushesAt = (inputs: Inputs, eta: number): Tensor[] => {
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
        total.weightsOf(term, -eta, theta, inputs),
      );
      for (const [i, j] of term.held.entries())
        slopes[j] = slopes[j] === undefined ? found[i] : tf.add(slopes[j], found[i]);
    }
    // noise of the gradient is no slope of anything, and is added as it is drawn
    const noises = total.noiseOf(theta, inputs);
    const pushes = trained.map((j) => {
      const slope = slopes[j] ?? tf.zeros(theta[j].shape);
      return noises[j] === undefined ? slope : tf.sub(slope, tf.mul(noises[j], eta));
    });
    if (clippingNorm === Infinity || eta === 0) return pushes;
    const norm = tf.sqrt(tf.addN(pushes.map((push) => tf.square(push))));
    const shortened = tf.minimum(1, tf.div(eta * clippingNorm, norm));
    return pushes.map((push) => tf.mul(push, shortened));
  };
  const fasterBy = (push: Tensor, speed: Tensor): Tensor => tf.add(tf.mul(speed, momentum), push);
  const replace = (columns: readonly ArrayLike<number>[], speeds: readonly ArrayLike<number>[]): void => {
    const tensorOf = (column: ArrayLike<number>): Tensor => tf.tensor2d(Float32Array.from(column), [column.length, 1]);
    for (const tensor of [...theta, ...(velocity ?? [])]) tensor.dispose();
    theta = columns.map(tensorOf);
    velocity &&= speeds.map(tensorOf);
  };
  return {
    step() {
      if (trained.length === 0) return;
      const draws = source.next();
      const eta = rate(steps++);
      const results = tf.tidy(() => {
        const pushes = pushesAt(total.tensorsOf(draws), eta);
        const speeds = velocity === null ? pushes : velocity.map((speed, i) => fasterBy(pushes[i], speed));
        const moves = nesterov && velocity !== null ? pushes.map((push, i) => fasterBy(push, speeds[i])) : speeds;
        const moved = trained.map((j, i) => {
          const left = decoupledDecay === 0 ? theta[j] : tf.mul(theta[j], 1 - eta * decoupledDecay);
          return tf.add(left, moves[i]);
        });
        return velocity === null ? moved : [...moved, ...speeds];
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
      replace(columns, speeds);
    },
    save: () => ({
      steps,
      theta: theta.map((tensor) => Float64Array.from(tensor.dataSync())),
      velocity: (velocity ?? []).map((tensor) => Float64Array.from(tensor.dataSync())),
      draws: source.save(),
    }),
    restore(state) {
      steps = state.steps;
      replace(state.theta, state.velocity);
      source.restore(state.draws);
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
  /** of each batch its size and data, with the label noise in the targets */
  readonly batches: readonly { readonly size: number; readonly data: readonly Tensor[] }[];
  readonly residuals: readonly Tensor[];
  readonly gradients: readonly Tensor[];
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
  /** what is added to the gradient, one tensor a parameter; none without such noise */
  noiseOf(theta: readonly Tensor[], inputs: Inputs): Tensor[];
  /** what each entry of a term's tensor weighs in `factor` times the sum; kept while the factor is the same */
  weightsOf(term: Term, factor: number, theta: readonly Tensor[], inputs: Inputs): Tensor;
  dispose(): void;
}

function compileTerms(backend: Backend, objective: Objective, replicas: number): Terms {
  const { tf } = backend;
  const { dataNames, sampleCount, rows } = objective;
  const all = dataNames.map((_, name) => {
    const column = Float32Array.from({ length: sampleCount }, (_, i) => rows[i * dataNames.length + name]);
    return tf.tensor2d(column, [1, sampleCount]);
  });
  const weights = new Map<string, { readonly factor: number; readonly tensor: Tensor }>();
  const columns = objective.gradientNoise.flatMap((noise) => noise.columns.flat());
  const columnsOf = compileDifferentiable(backend, columns, objective.parameters);
  const terms = termsOf(backend, objective, all).filter(({ held }) => held.length > 0);
  return {
    terms,
    tensorsOf({ batches: drawn, residuals, gradients }) {
      const matrix = (values: Float32Array): Tensor => tf.tensor2d(values, [replicas, values.length / replicas]);
      return {
        batches: drawn.map(({ size, columns, labels }) => {
          const data = columns === null ? all : columns.map(matrix);
          // label noise goes with the squared loss alone, whose outputs have a target each, the last of the data
          const first = data.length - labels.length;
          const moved = labels.map((noise, m) => tf.add(data[first + m], matrix(noise)));
          return { size, data: [...data.slice(0, first), ...moved] };
        }),
        residuals: residuals.map(matrix),
        gradients: gradients.map(matrix),
      };
    },
    noiseOf(theta, { gradients }) {
      if (gradients.length === 0) return [];
      const entries = columnsOf(theta);
      return objective.parameters.map((_, j) =>
        gradients
          .map((drawn, q) => tf.mul(drawn, entries[q * objective.parameters.length + j]))
          .reduce((sum, one) => tf.add(sum, one)),
      );
    },
    weightsOf(term, factor, theta, inputs) {
      const key = `${terms.indexOf(term)} ${inputs.batches.map(({ size }) => size)}`;
      const known = weights.get(key);
      if (known?.factor === factor) return known.tensor;
      const { shape, size } = known?.tensor ?? tf.tidy(() => term.of(theta, inputs));
      known?.tensor.dispose();
      const tensor = tf.keep(tf.fill(shape, (factor * term.share * replicas) / size));
      weights.set(key, { factor, tensor });
      return tensor;
    },
    dispose() {
      for (const tensor of all) tensor.dispose();
      for (const { tensor } of weights.values()) tensor.dispose();
    },
  };
}

function termsOf(backend: Backend, objective: Objective, all: readonly Tensor[]): Term[] {
  const { tf } = backend;
  const { outputs, regulariser, batches, residualNoise, dataNames, parameters } = objective;
  const names = [...parameters, ...dataNames];
  const { factor, rest: loss } = withoutFactor(objective.loss);
  const lossOf = compileDifferentiable(backend, [loss], names);
  const outputsOf = compileDifferentiable(backend, outputs, names);
  const regulariserOf = compileDifferentiable(backend, [regulariser], parameters);
  const heldBy = (...expressions: Expression[]): number[] => {
    const held = new Set(differentiatedNames(...expressions));
    return parameters.flatMap((name, j) => (held.has(name) ? [j] : []));
  };
  const terms: Term[] = [{ share: 1, held: heldBy(regulariser), of: (theta) => regulariserOf(theta)[0] }];
  for (const k of batches.keys()) {
    const of: Term['of'] = (theta, inputs) => lossOf([...theta, ...inputs.batches[k].data])[0];
    terms.push({ share: factor, held: heldBy(loss), of });
  }
  if (batches.length !== 1) {
    const share = factor * (1 - batches.length);
    terms.push({ share, held: heldBy(loss), of: (theta) => lossOf([...theta, ...all])[0] });
  }
  if (residualNoise.length > 0) {
    const of = (theta: readonly Tensor[], { residuals }: Inputs): Tensor => {
      const modes = outputsOf([...theta, ...all]);
      return residuals.map((drawn, i) => tf.mul(modes[i % modes.length], drawn)).reduce((sum, one) => tf.add(sum, one));
    };
    terms.push({ share: -1, held: heldBy(...outputs), of });
  }
  return terms;
}

/** A number that an expression is multiplied by, which need not be done in every step. */
function withoutFactor(expression: Expression): { readonly factor: number; readonly rest: Expression } {
  if (expression.kind !== 'product') return { factor: 1, rest: expression };
  const [first, ...others] = expression.factors;
  if (first.kind !== 'number' || others.length === 0) return { factor: 1, rest: expression };
  return { factor: toNumber(first.value), rest: product(...others) };
}
