import { describe, expect, test } from 'vitest';
import type { LossDynamics } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { replicaStream } from '../../src/numeric/replicaStream.js';
import { openBlockTrainer } from '../../src/sgd/blockTrainer.js';
import { openDoubleTrainer } from '../../src/sgd/doubleTrainer.js';
import { deriveObjective } from '../../src/sgd/objective.js';
import type { Trainer } from '../../src/sgd/trainer.js';

const network = (noise: string, more = '', loss = 'squared') =>
  readModel(
    `
name: network
parameters: [w, a, b]
inputs: [x]
targets: [y, z]
output: ["a*tanh(w*x) + exp(-x^2*w^2)", "b*w*x + sqrt(1 + b^2)"]
loss: ${loss}
regulariser: 0.3*w^2
constants: { eta: 0.1 }
data: { samples: [[1, 0.5, -1], [-0.7, 0.2, 0.4], [1.6, -0.9, 0.3], [0.2, 0.1, -0.6], [-1.1, 0.8, 1.3]] }
learningRate: eta
noise: [${noise}]
${more}
sets: [{ name: none, equations: [w - 1] }]
simulate: { horizon: 1, dt: 0.1, trajectories: 10, init: { normal: 0.1 }, epsilon: 0.01 }
`,
    'network',
  );

const starts = Array.from({ length: 11 }, (_, i) => [0.4 - i / 20, -0.8 + i / 10, 0.6]);

function trained(open: typeof openBlockTrainer, model: ReturnType<typeof network>, steps: number): number[][] {
  const streams = starts.map((_, i) => replicaStream(5, i));
  const trainer = open(deriveObjective(model, model.dynamics as LossDynamics), starts, streams) as Trainer;
  for (let i = 0; i < steps; i++) trainer.step();
  return trainer.read().map((column) => Array.from(column));
}

/** JavaScript reads normal numbers in single precision; a wrong term shows above 1e-3. */
const tolerance = 1e-7;

describe('SGD in WebAssembly takes the path of SGD in JavaScript up to rounding', () => {
  test.each([
    ['the full batch', '', ''],
    ['label noise on the full batch', '{ kind: label, std: 0.5, batch: 2, sampling: none }', ''],
    ['batches with replacement', '{ kind: minibatch, batch: 3, sampling: with-replacement }', ''],
    ['batches without', '{ kind: label, std: 0.5, batch: 3, sampling: without-replacement }', 'momentum: 0.6'],
    ['epochs that end with a smaller batch', '{ kind: label, std: 0.5, batch: 2, sampling: epochs }', ''],
    [
      'two batches and residual noise',
      '{ kind: minibatch, batch: 2, sampling: epochs }, { kind: label, std: 0.2, batch: 3, sampling: none }, { kind: residual, std: 0.3 }',
      'momentum: 0.4',
    ],
    [
      'Gaussian and Student-t noise on the gradient beside batches',
      '{ kind: minibatch, batch: 2 }, { kind: gaussian, factor: [[0.3*w, b], [a, 0], [0, 0.2]] }, { kind: student-t, degreesOfFreedom: 3.5, covariance: [[w^2, 0, 0], [0, 0, 0], [0, 0, 0.01]] }',
      'momentum: 0.4\ngradientClipping: 2',
    ],
    [
      'Nesterov, decay beside the step and clipping',
      '{ kind: label, std: 0.5, batch: 2, sampling: none }',
      'momentum: 0.6\nnesterov: true\nweightDecay: { value: 0.2, decoupled: true }\ngradientClipping: 0.5',
    ],
  ])('%s', (_, noise, more) => {
    const model = network(noise, more);
    const [block, script] = [openBlockTrainer, openDoubleTrainer].map((open) => trained(open, model, 20));
    for (const [j, column] of script.entries()) {
      for (const [i, value] of column.entries()) expect(Math.abs(block[j][i] - value)).toBeLessThan(tolerance);
    }
    // and the path is one: no replica stays where it started
    expect(script[0].every((value, i) => value !== starts[i][0])).toBe(true);
  });

  test('where WebAssembly lacks a function there is none', () => {
    const model = network('', '', '"cbrt(w) + erf(b)"');
    const streams = starts.map((_, i) => replicaStream(5, i));
    expect(openBlockTrainer(deriveObjective(model, model.dynamics as LossDynamics), starts, streams)).toBeNull();
  });
});
