import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { LossDynamics } from '../src/model/model.js';
import { readModel } from '../src/model/readModel.js';
import { randomStream } from '../src/numeric/random.js';
import { replicaStream } from '../src/numeric/replicaStream.js';
import { type Backend, openBackend } from '../src/sgd/backend.js';
import type { Layer } from '../src/sgd/network/layer.js';
import { weightCount } from '../src/sgd/network/layer.js';
import { openNetwork } from '../src/sgd/network/network.js';
import { deriveObjective } from '../src/sgd/objective.js';
import { openTrainer } from '../src/sgd/openTrainer.js';
import { timed } from './timing.js';

/*
 * Steps of SGD a second on one core: five tasks on every backend that is usable here, against a plain loop over
 * Float64Arrays, NumPy and PyTorch where they are installed. All run after one another and their own CPU time is taken, so
 * that only ratios within one run mean anything. `node dist/bench/training.js` prints the table.
 */

const batch = 32;
const eta = 1e-3;
const milliseconds = 600;

/** Steps a second of CPU time, after a tenth as many to warm up. */
function rateOf(step: () => void): string {
  const run = (count: number): number =>
    timed(() => {
      for (let i = 0; i < count; i++) step();
    }).milliseconds;
  let count = 1;
  while (run(count) < milliseconds / 10) count *= 2;
  count *= 10;
  return Math.round((1000 * count) / run(count)).toLocaleString('en');
}

const root = new URL('../../', import.meta.url);
const neuron = readModel(readFileSync(new URL('src/model/builtin/m2-tanh-neuron.yaml', root), 'utf8'), 'M2');

/** The path that `verify` uses: one step of all replicas of M2. */
function neuronStep(backend: Backend | 'float64', replicas: number): () => void {
  const objective = deriveObjective(neuron, neuron.dynamics as LossDynamics);
  const streams = Array.from({ length: replicas }, (_, i) => replicaStream(1, i));
  const starts = streams.map(() => [0.1, 0.1]);
  const trainer = openTrainer(backend, objective, starts, streams);
  return () => trainer.step();
}

/** SGD of a network on the squared loss, with gradients of TensorFlow.js. */
function tensorStep(
  { tf }: Backend,
  shapes: readonly number[][],
  output: (x: Tensor, weights: Tensor[]) => Tensor,
  input: number[],
) {
  const draw = (shape: readonly number[], scale: number, seed: number): Tensor => {
    const stream = randomStream(seed, 0);
    const size = shape.reduce((product, one) => product * one, 1);
    return tf.tensor(
      Float32Array.from({ length: size }, () => scale * stream.normal()),
      [...shape],
    );
  };
  const x = draw([batch, ...input], 1, 1);
  let weights = shapes.map((shape, i) =>
    draw(shape, 1 / Math.sqrt(shape.slice(0, -1).reduce((a, b) => a * b, 1)), 2 + i),
  );
  const y = tf.tidy(() => tf.mul(output(x, weights), 0.5));
  const factor = tf.scalar(-eta / batch);
  return (): void => {
    const moved = tf.tidy(() => {
      const loss = (...theta: Tensor[]): Tensor => tf.sum(tf.square(tf.sub(output(x, theta), y)));
      return tf
        .grads(loss)(weights, factor)
        .map((push, i) => tf.add(weights[i], push));
    });
    for (const one of weights) one.dispose();
    weights = moved;
  };
}

/** The same with gradients by hand, in doubles. */
function handStep(layers: readonly Layer[], inputs: number, outputs: number): () => void {
  const stream = randomStream(1, 0);
  const sizes = layers.map(weightCount);
  const weights = sizes.map((size) => Float64Array.from({ length: size }, () => 0.1 * stream.normal()));
  const network = openNetwork(layers, batch, sizes);
  const x = Float64Array.from({ length: batch * inputs }, () => stream.normal());
  const slope = new Float64Array(batch * outputs);
  return () => {
    const found = network.forward(x, weights);
    for (let i = 0; i < slope.length; i++) slope[i] = found[i] / batch;
    for (const [layer, gradient] of network.backward(slope, weights).entries()) {
      for (let i = 0; i < gradient.length; i++) weights[layer][i] -= eta * gradient[i];
    }
  };
}

/** M2 as one would write it: gradients by hand, noise of Math.random's kind left out. */
function handNeuronStep(replicas: number): () => void {
  const { rows } = deriveObjective(neuron, neuron.dynamics as LossDynamics);
  const [w1, w2] = [0, 1].map(() => new Float64Array(replicas).fill(0.1));
  const stream = randomStream(1, 0);
  return () => {
    for (let i = 0; i < replicas; i++) {
      let [a, b] = [0, 0];
      for (let n = 0; n < rows.length; n += 2) {
        const t = Math.tanh(w1[i] * rows[n]);
        const r = w2[i] * t - rows[n + 1] - 12 * stream.normal();
        a += r * w2[i] * (1 - t * t) * rows[n];
        b += r * t;
      }
      w1[i] -= (0.02 * 2 * a) / rows.length;
      w2[i] -= (0.02 * 2 * b) / rows.length;
    }
  };
}

const dense = (inputs: number, outputs: number, isLinear = false): Layer => ({
  kind: 'dense',
  inputs,
  outputs,
  bias: false,
  activation: isLinear ? 'identity' : 'tanh',
});

const tasks = [
  'M2, one replica',
  'M2, 1,000 replicas',
  'linear 64x64x2',
  'MLP 784-128-128-10',
  'convnet 28x28-8-16-10',
];

function tensorTasks(backend: Backend): (() => void)[] {
  const { tf } = backend;
  const product = (a: Tensor, b: Tensor): Tensor => tf.matMul(a as Tensor2D, b as Tensor2D);
  const linear = (x: Tensor, [v, u]: Tensor[]): Tensor => product(product(x, v), u);
  const mlp = (x: Tensor, [a, b, c]: Tensor[]): Tensor => product(tf.tanh(product(tf.tanh(product(x, a)), b)), c);
  const pooled = (x: Tensor, filter: Tensor): Tensor =>
    tf.maxPool(tf.relu(tf.conv2d(x as Tensor4D, filter as Tensor4D, 1, 'same')), 2, 2, 'valid');
  const convnet = (x: Tensor, [a, b, c]: Tensor[]): Tensor =>
    product(tf.reshape(pooled(pooled(x, a), b), [batch, 784]), c);
  return [
    neuronStep(backend, 1),
    neuronStep(backend, 1000),
    tensorStep(
      backend,
      [
        [64, 64],
        [64, 64],
      ],
      linear,
      [64],
    ),
    tensorStep(
      backend,
      [
        [784, 128],
        [128, 128],
        [128, 10],
      ],
      mlp,
      [784],
    ),
    tensorStep(
      backend,
      [
        [3, 3, 1, 8],
        [3, 3, 8, 16],
        [784, 10],
      ],
      convnet,
      [28, 28, 1],
    ),
  ];
}

const convolution = (side: number, channels: number, filters: number): Layer[] => [
  { kind: 'convolution', height: side, width: side, channels, filters, bias: false, activation: 'tanh' },
  { kind: 'meanPool', height: side, width: side, channels: filters },
];

const byHand = (): (() => void)[] => [
  handNeuronStep(1),
  handNeuronStep(1000),
  handStep([dense(64, 64, true), dense(64, 64, true)], 64, 64),
  handStep([dense(784, 128), dense(128, 128), dense(128, 10, true)], 784, 10),
  handStep([...convolution(28, 1, 8), ...convolution(14, 8, 16), dense(784, 10, true)], 784, 10),
];

console.log(`| steps a second | ${tasks.join(' | ')} |\n|---|${tasks.map(() => '---|').join('')}`);
const print = (name: string, rates: readonly string[]): void => console.log(`| ${name} | ${rates.join(' | ')} |`);
for (const name of ['cpu', 'wasm', 'native'] as const) {
  const backend = await openBackend(name).catch(() => null);
  if (backend !== null) print(name, tensorTasks(backend).map(rateOf));
}
print('float64 in WebAssembly', [...[1, 1000].map((replicas) => rateOf(neuronStep('float64', replicas))), '', '', '']);
print('Float64Array by hand', byHand().map(rateOf));
for (const peer of ['numpy', 'torch']) {
  try {
    const script = new URL('bench/peers/training.py', root).pathname;
    const printed = execFileSync('python3', [script, peer], { stdio: ['ignore', 'pipe', 'ignore'] }).toString();
    const shown = (rate: string): string => (rate === '-' ? '' : Math.round(Number(rate)).toLocaleString('en'));
    print(peer, printed.trim().split(' ').map(shown));
  } catch {
    console.log(`${peer}: left out, it is not installed`);
  }
}
