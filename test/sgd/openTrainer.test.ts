import { expect, it } from 'vitest';
import { toNumber } from '../../src/arithmetic/rational.js';
import { gradient } from '../../src/expression/calculus/differentiate.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import type { LossDynamics } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { replicaStream } from '../../src/numeric/replicaStream.js';
import { DrawSource } from '../../src/sgd/draws.js';
import { deriveObjective } from '../../src/sgd/objective.js';
import { openTrainer } from '../../src/sgd/openTrainer.js';
import { describeBackends } from './backends.js';

/** A neuron with two outputs, on three samples, with noise of a test's choice. */
function neuron(noise: string, more = '') {
  const model = readModel(
    `
name: neuron
parameters: [w, a, b]
inputs: [x]
targets: [y, z]
output: ["a*tanh(w*x)", "b*w*x"]
loss: squared
regulariser: 0.3*w^2
constants: { eta: 0.1 }
data: { samples: [[1, 0.5, -1], [-0.7, 0.2, 0.4], [1.6, -0.9, 0.3]] }
learningRate: eta
noise: [${noise}]
${more}
sets: [{ name: dead, equations: [w, a, b] }]
simulate: { horizon: 1, dt: 0.1, trajectories: 10, init: { normal: 0.1 }, epsilon: 0.01 }
`,
    'neuron',
  );
  return { model, dynamics: model.dynamics as LossDynamics };
}

const start = [0.4, -0.8, 0.6];

describeBackends('one step of SGD', (opened) => {
  const steps = (noise: string, replicas: number, count = 1, more = '', precision: 'single' | 'double' = 'single') => {
    const { model, dynamics } = neuron(noise, more);
    const objective = deriveObjective(model, dynamics);
    const streams = Array.from({ length: replicas }, (_, i) => replicaStream(7, i));
    const trainer = openTrainer(
      precision === 'double' ? 'float64' : opened(),
      objective,
      streams.map(() => start),
      streams,
    );
    for (let i = 0; i < count; i++) trainer.step();
    const columns = trainer.read().map((column) => Float64Array.from(column));
    trainer.dispose();
    return { columns, model, dynamics };
  };

  /** Gradients of the loss on each sample and of both outputs there, from the symbolic derivative. */
  const symbolic = ({ model, dynamics }: ReturnType<typeof neuron>) => {
    const names = [...dynamics.data.inputs, ...dynamics.data.targets];
    const at = (row: (typeof dynamics.data.rows)[number]) =>
      new Map([
        ...model.parameters.map((name, j) => [name, start[j]] as const),
        ...names.map((name, j) => [name, toNumber(row[j])] as const),
      ]);
    const valuesOf = (formula: typeof dynamics.loss) =>
      dynamics.data.rows.map((row) =>
        gradient(formula, model.parameters).map((slope) => Number(evaluate(slope, at(row)))),
      );
    return {
      loss: valuesOf(dynamics.loss),
      outputs: (dynamics.output ?? []).map(valuesOf),
      regulariser: gradient(dynamics.regulariser, model.parameters).map((slope) =>
        Number(evaluate(slope, at(dynamics.data.rows[0]))),
      ),
    };
  };

  it('without noise moves by −η times the symbolic gradient of the loss', () => {
    const { columns, model, dynamics } = steps('', 1);
    const { loss, regulariser } = symbolic({ model, dynamics });
    for (const [j, column] of columns.entries()) {
      const mean = loss.reduce((sum, row) => sum + row[j], 0) / loss.length;
      expect(column[0]).toBeCloseTo(start[j] - 0.1 * (mean + regulariser[j]), 6);
    }
  });

  it('with momentum β adds β times the move before', () => {
    const one = steps('', 1, 1).columns;
    const two = steps('', 1, 2).columns;
    const withMomentum = steps('', 1, 2, 'momentum: 0.9').columns;
    for (const j of start.keys()) {
      // the gradients agree, since both are taken after the same first step
      expect(withMomentum[j][0]).toBeCloseTo(two[j][0] + 0.9 * (one[j][0] - start[j]), 5);
    }
  });

  /** Steps of one replica without noise, by the rule as it is written, with symbolic gradients. */
  const byHand = (
    count: number,
    { nesterov = false, clip = Infinity, decay = 0 }: { nesterov?: boolean; clip?: number; decay?: number },
  ): number[] => {
    const [beta, eta] = [0.9, 0.1];
    const { dynamics } = neuron('');
    const names = ['w', 'a', 'b'];
    const slopes = gradient(dynamics.loss, names);
    const ofRegulariser = gradient(dynamics.regulariser, names);
    let theta = [...start];
    let v = [0, 0, 0];
    for (let i = 0; i < count; i++) {
      const at = (row: readonly number[]) =>
        new Map([...names, 'x', 'y', 'z'].map((name, n) => [name, [...theta, ...row][n]]));
      const rows = dynamics.data.rows.map((row) => row.map(toNumber));
      const raw = names.map(
        (_, j) =>
          rows.reduce((sum, row) => sum + Number(evaluate(slopes[j], at(row))), 0) / rows.length +
          Number(evaluate(ofRegulariser[j], at([0, 0, 0]))),
      );
      const g = raw.map((one) => one * Math.min(1, clip / Math.hypot(...raw)));
      v = v.map((one, j) => beta * one - eta * g[j]);
      theta = theta.map((one, j) => (1 - eta * decay) * one + (nesterov ? beta * v[j] - eta * g[j] : v[j]));
    }
    return theta;
  };

  it.each([
    ['momentum: 0.9\nnesterov: true', { nesterov: true }],
    ['momentum: 0.9\nweightDecay: { value: 0.5, decoupled: true }', { decay: 0.5 }],
    ['momentum: 0.9\ngradientClipping: 0.3', { clip: 0.3 }],
    [
      'momentum: 0.9\nnesterov: true\nweightDecay: { value: 0.5, decoupled: true }\ngradientClipping: 0.3',
      { nesterov: true, decay: 0.5, clip: 0.3 },
    ],
  ] as const)('with %s steps by the rule', (more, rule) => {
    const expected = byHand(12, rule);
    for (const precision of ['single', 'double'] as const) {
      const { columns } = steps('', 2, 12, more, precision);
      for (const j of start.keys()) {
        expect(columns[j][1]).toBeCloseTo(expected[j], precision === 'single' ? 5 : 12);
        // each part of the rule shows
        expect(Math.abs(expected[j] - byHand(12, {})[j])).toBeGreaterThan(1e-4);
      }
    }
  });

  // theory §2: the covariance of the stochastic gradient, entry by entry, from 20,000 steps of one replica each
  const replicas = 20_000;
  const cases = [
    ['minibatch', '{ kind: minibatch, batch: 2, sampling: with-replacement }', 1 / 2, 0, 0],
    ['minibatch without replacement', '{ kind: minibatch, batch: 2, sampling: without-replacement }', 1 / 4, 0, 0],
    ['minibatch in epochs', '{ kind: minibatch, batch: 2, sampling: epochs }', 1 / 4, 0, 0],
    ['label', '{ kind: label, std: 1.5, batch: 2, sampling: none }', 0, 1.5 ** 2 / 2, 0],
    ['label with sampling', '{ kind: label, std: 1.5, batch: 2, sampling: with-replacement }', 1 / 2, 1.5 ** 2 / 2, 0],
    ['residual', '{ kind: residual, std: 0.7 }', 0, 0, 0.49],
    [
      'sum of residual and minibatch',
      '{ kind: residual, std: 0.7 }, { kind: minibatch, batch: 1, sampling: with-replacement }',
      1,
      0,
      0.49,
    ],
  ] as const;

  it.each(cases)('%s noise has the mean and the covariance of theory §2', (_, noise, minibatch, label, residual) => {
    const { columns, model, dynamics } = steps(noise, replicas);
    const { loss, outputs, regulariser } = symbolic({ model, dynamics });
    const n = loss.length;
    const mean = (values: readonly (readonly number[])[], j: number) =>
      values.reduce((sum, row) => sum + row[j], 0) / n;
    const gradientOf = (j: number, i: number) => (start[j] - columns[j][i]) / 0.1;
    for (const j of start.keys()) {
      for (let l = 0; l <= j; l++) {
        const products = Float64Array.from({ length: replicas }, (_, i) => {
          const centred = (m: number) => gradientOf(m, i) - mean(loss, m) - regulariser[m];
          return centred(j) * centred(l);
        });
        const found = products.reduce((sum, value) => sum + value, 0) / replicas;
        const spread = Math.sqrt(products.reduce((sum, value) => sum + (value - found) ** 2, 0)) / replicas;
        const among = loss.reduce((sum, row) => sum + (row[j] - mean(loss, j)) * (row[l] - mean(loss, l)), 0) / n;
        const ofOutputs = outputs.reduce(
          (sum, rows) => sum + rows.reduce((part, row) => part + row[j] * row[l], 0) / n,
          0,
        );
        const ofMeans = outputs.reduce((sum, rows) => sum + mean(rows, j) * mean(rows, l), 0);
        const expected = minibatch * among + label * ofOutputs + residual * ofMeans;
        // five standard errors: 42 comparisons, a false alarm in 40,000 seeds
        expect(Math.abs(found - expected)).toBeLessThanOrEqual(5 * spread + 1e-6);
      }
    }
  });

  it.each(cases)('in double precision %s noise takes the same path up to rounding', (_, noise) => {
    const [single, double] = (['single', 'double'] as const).map(
      (precision) => steps(noise, 3, 6, 'momentum: 0.4', precision).columns,
    );
    for (const j of start.keys()) for (const i of [0, 1, 2]) expect(double[j][i]).toBeCloseTo(single[j][i], 4);
  });

  it('each replica takes the branch of its own, and a parameter that only a condition holds stays', () => {
    const model = readModel(
      `
name: a branch without a derivative
parameters: [w, switch]
loss: "switch < 1 and w < 1 ? w^2 : sqrt(w - 1)"
constants: { eta: 0.1 }
learningRate: eta
`,
      'branch',
    );
    const objective = deriveObjective(model, model.dynamics as LossDynamics);
    const starts = [
      [0.5, 0],
      [1.25, 0],
      [5, 2],
    ];
    const trainer = openTrainer(
      opened(),
      objective,
      starts,
      starts.map((_, i) => replicaStream(7, i)),
    );
    trainer.step();
    const [w, kept] = trainer.read();
    // 2w, then 1/(2√(w − 1))
    for (const [i, moved] of [0.5 - 0.1 * 1, 1.25 - 0.1 * 1, 5 - 0.1 / 4].entries()) expect(w[i]).toBeCloseTo(moved, 6);
    expect(Array.from(kept)).toEqual([0, 0, 2]);
    trainer.dispose();
  });

  it('adjusts single replicas and their velocities', () => {
    const { model, dynamics } = neuron('', 'momentum: 0.5');
    for (const arithmetic of [opened(), 'float64'] as const) {
      const streams = [replicaStream(1, 0), replicaStream(1, 1)];
      const trainer = openTrainer(arithmetic, deriveObjective(model, dynamics), [start, start], streams);
      trainer.step();
      trainer.adjust([1], (_, theta, velocity) => {
        theta.set(start);
        velocity.fill(0);
      });
      trainer.step();
      const [moved, restarted] = [0, 1].map((i) => trainer.read().map((column) => column[i]));
      const once = steps('', 1, 1, 'momentum: 0.5').columns.map((column) => column[0]);
      for (const j of start.keys()) expect(restarted[j]).toBeCloseTo(once[j], 6);
      expect(moved).not.toEqual(restarted);
      trainer.dispose();
    }
  });

  it('gives a replica the same path whatever group it is trained in', () => {
    const noise = '{ kind: label, std: 1.5, batch: 2, sampling: epochs }';
    const many = steps(noise, 5, 7).columns;
    const few = steps(noise, 2, 7).columns;
    for (const j of start.keys()) expect([...few[j]]).toEqual([...many[j].subarray(0, 2)]);
  });

  it('every pass of epochs uses every sample once, the last batch being smaller', () => {
    const { model, dynamics } = neuron('{ kind: minibatch, batch: 2, sampling: epochs }');
    const source = new DrawSource(deriveObjective(model, dynamics), [replicaStream(7, 0)]);
    const inputs = dynamics.data.rows.map(([x]) => Math.fround(toNumber(x)));
    for (let pass = 0; pass < 20; pass++) {
      const drawn = [source.next(), source.next()].map(({ batches }) => [...(batches[0].columns ?? [])[0]]);
      expect(drawn.map(({ length }) => length)).toEqual([2, 1]);
      expect(drawn.flat().sort()).toEqual([...inputs].sort());
    }
  });

  const manySteps = process.env.CHECK_FULL ? 10_000 : 1000;
  it(`leaves no tensor and no byte behind over ${manySteps} steps`, { timeout: 120_000 }, () => {
    const { model, dynamics } = neuron(
      '{ kind: label, std: 1, batch: 2, sampling: with-replacement }',
      'momentum: 0.5',
    );
    const before = opened().tf.memory().numTensors;
    const streams = [replicaStream(1, 0)];
    const trainer = openTrainer(opened(), deriveObjective(model, dynamics), [start], streams);
    trainer.step();
    const { numTensors, numBytes } = opened().tf.memory();
    for (let i = 0; i < manySteps; i++) trainer.step();
    expect(opened().tf.memory()).toMatchObject({ numTensors, numBytes });
    trainer.dispose();
    expect(opened().tf.memory().numTensors).toBe(before);
  });

  it('descends a loss that is a parameter, which has no operation to be differentiated', () => {
    const model = readModel(
      'name: plain\nparameters: [u, w]\ninputs: [x]\ntargets: [y]\nloss: w\ndata: { samples: [[0, 0]] }\n' +
        'learningRate: 0.25\nnoise: []\nsets: [{ name: axis, equations: [u] }]\n' +
        'simulate: { horizon: 1, dt: 0.1, trajectories: 2, init: { normal: 0.1 }, epsilon: 0.01 }\n',
      'plain',
    );
    const objective = deriveObjective(model, model.dynamics as LossDynamics);
    const trainer = openTrainer(opened(), objective, [[1, 2]], [replicaStream(7, 0)]);
    trainer.step();
    expect(trainer.read().map((values) => values[0])).toEqual([1, 1.75]);
    trainer.dispose();
  });
});
