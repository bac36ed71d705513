import { describe, expect, it } from 'vitest';
import { rational } from '../../src/arithmetic/rational.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { keyOf } from '../../src/expression/syntax/expression.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { builtinModels } from '../../src/model/builtin/index.js';
import { batchSize, constantValues, learningRateValue, momentumValue } from '../../src/model/constants.js';
import type { LossDynamics, Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { builtinTexts, modelText, quarticWell, tanhNeuron } from './modelTexts.js';

const lossOf = (model: Model): LossDynamics => {
  if (model.dynamics.kind !== 'loss') throw new Error('the model has no loss');
  return model.dynamics;
};

const read = (changes: Readonly<Record<string, string | undefined>>, base = tanhNeuron): Model =>
  readModel(modelText(base, changes), 'model.yaml');

describe('the model file of the interface', () => {
  const model = readModel(
    `name: scalar tanh neuron
parameters: [w1, w2]
inputs: [x]
targets: [y]
output: w2 * tanh(w1 * x)        # f(θ; x)
loss: squared
regulariser: lambda/2 * (w1^2 + w2^2)
constants: { eta: 1.5, zeta: 1, lambda: 0 }
data:
  samples: [[0.5, 0.47], [-1.2, -1.31]]
learningRate: eta
noise:
  - { kind: label, std: zeta, batch: 1, sampling: none }
momentum: 0
sets:
  - { name: vanishing neuron, equations: [w1, w2] }
claims:
  - { set: vanishing neuron, invariant: true }
  - { set: vanishing neuron, attractive: eta * zeta^2 / 2 > abs(mean(x*y)) / mean(x^2) }
simulate: { horizon: 1000, dt: 0.01, trajectories: 1000, init: { normal: 0.001 }, epsilon: 0.01 }
`,
    'neuron.yaml',
  );

  it('keeps every decimal exactly', () => {
    expect(model.constants.get('eta')).toEqual(rational(3, 2));
    expect(lossOf(model).data.rows[1]).toEqual([rational(-6, 5), rational(-131, 100)]);
  });

  it('states its loss in the parameters and the data', () => {
    expect(keyOf(lossOf(model).loss)).toBe(keyOf(parseExpression('(w2*tanh(w1*x) - y)^2/2')));
  });

  it('keeps the wording of its claims', () => {
    expect(model.claims.map(({ text }) => text)).toEqual([
      'invariant: true',
      'attractive: eta * zeta^2 / 2 > abs(mean(x*y)) / mean(x^2)',
    ]);
  });

  it('has the simulation that it states', () => {
    expect(model.simulation).toEqual({
      horizon: 1000,
      dt: 0.01,
      trajectories: 1000,
      initialScale: 0.001,
      initialPoint: null,
      epsilon: 0.01,
      radius: 0.01,
      averagingSteps: 524288,
      scheme: 'euler-maruyama',
    });
  });
});

describe('what a file may leave out or say otherwise', () => {
  it('reads JSON, also with tabs', () => {
    const json = JSON.stringify(
      { name: 'well', parameters: ['theta'], potential: 'theta^2', constants: { a: 0.1 } },
      null,
      '\t',
    );
    expect(readModel(json, 'model.json').constants.get('a')).toEqual(rational(1, 10));
  });

  it('keeps digits that no double holds', () => {
    const model = read({ constants: '{ eta: 0.1000000000000000000000000001, zeta: 1 }' });
    expect(model.constants.get('eta')).toEqual(rational(10n ** 27n + 1n, 10n ** 28n));
  });

  it('reads exact fractions', () => {
    expect(read({ constants: '{ eta: 1/3, zeta: 1 }' }).constants.get('eta')).toEqual(rational(1, 3));
  });

  it('overrides constants', () => {
    const model = readModel(modelText(tanhNeuron), 'm', { set: new Map([['eta', rational(2)]]) });
    expect(learningRateValue(model)).toBe(2);
    expect(constantValues(model).get('zeta')).toBe(1);
  });

  it('has no momentum, regulariser, noise, sets or claims unless stated', () => {
    const model = read({ noise: undefined, sets: undefined });
    expect(momentumValue(model)).toBe(0);
    expect(keyOf(lossOf(model).regulariser)).toBe(keyOf(parseExpression('0')));
    expect([model.noise, model.sets, model.claims]).toEqual([[], [], []]);
  });

  it('simulates to t = 100 in steps of 0.01, 1000 trajectories from 0.001 to 0.01, unless stated', () => {
    expect(read({}).simulation).toEqual({
      horizon: 100,
      dt: 0.01,
      trajectories: 1000,
      initialScale: 0.001,
      initialPoint: null,
      epsilon: 0.01,
      radius: 0.01,
      averagingSteps: 524288,
      scheme: 'euler-maruyama',
    });
  });

  it('starts exactly at a stated point unless a scale is given with it', () => {
    const { initialPoint, initialScale } = read({
      simulate: '{ init: { point: { w1: eta, w2: -0.5 } } }',
    }).simulation;
    expect([initialPoint, initialScale]).toEqual([[0.5, -0.5], 0]);
  });

  it('draws a minibatch with replacement and adds label noise to the full batch, unless stated', () => {
    const [minibatch] = read({ noise: '[{ kind: minibatch, batch: 2 }]' }).noise;
    expect(minibatch).toMatchObject({ sampling: 'with-replacement' });
    const model = read({ noise: '[{ kind: label, std: 1 }]' });
    expect(model.noise[0]).toMatchObject({ sampling: 'none', batch: 'full' });
    expect(batchSize(model.noise[0], lossOf(model).data)).toBe(2);
  });

  it('needs no data when the loss uses none', () => {
    const model = read({
      inputs: undefined,
      targets: undefined,
      output: undefined,
      data: undefined,
      noise: undefined,
      loss: '(w1*w2 - 1)^2',
    });
    expect(lossOf(model).data.rows).toEqual([[]]);
  });

  it('takes the drift from minus the gradient of a potential', () => {
    const { dynamics } = read({}, quarticWell);
    if (dynamics.kind !== 'sde') throw new Error('the model is no SDE');
    const values = new Map([
      ['theta', 0.7],
      ['mu', 1.5],
    ]);
    expect(evaluate(dynamics.drift[0], values)).toBeCloseTo(-(0.7 ** 3) + 1.5 * 0.7, 14);
  });

  it('lets a claim narrow the constants and the data', () => {
    const { claims } = read({
      claims: '[{ set: vanishing neuron, attractive: eta > 1, process: sgd, data: given, for: { eta: [0.1, 4] } }]',
    });
    expect(claims[0]).toMatchObject({ kind: 'attractive', process: 'sgd', data: 'given' });
    expect(claims[0].range.get('eta')).toEqual([rational(1, 10), rational(4)]);
  });

  it('claims exponents to within 1e-6 unless a tolerance is stated', () => {
    const { claims } = read({ claims: '[{ set: vanishing neuron, exponent: { sgd: 0.25 } }]' });
    expect(claims[0]).toMatchObject({
      kind: 'exponent',
      process: 'sgd',
      value: rational(1, 4),
      tolerance: rational(1, 1_000_000),
      data: 'given',
      text: 'exponent: { sgd: 0.25 }',
    });
  });
});

describe('losses', () => {
  const valueAt = (changes: Readonly<Record<string, string | undefined>>, values: Record<string, number>): number =>
    Number(evaluate(lossOf(read({ noise: undefined, ...changes })).loss, new Map(Object.entries(values))));

  it('squared adds up (f − y)²/2 over the outputs', () => {
    const changes = { targets: '[y, z]', output: '[w1*x, w2*x]', data: '{ samples: [[1, 2, 3]] }' };
    expect(valueAt(changes, { w1: 0.5, w2: -1, x: 2, y: 3, z: 1 })).toBeCloseTo(
      (1 - 3) ** 2 / 2 + (-2 - 1) ** 2 / 2,
      14,
    );
  });

  it('logistic is log(1 + exp(−y f))', () => {
    const changes = { output: 'w1*x', loss: 'logistic', data: '{ samples: [[1, -1]] }' };
    expect(valueAt(changes, { w1: 0.7, x: 2, y: -1 })).toBeCloseTo(Math.log(1 + Math.exp(1.4)), 14);
  });

  it('softmax is log Σ exp f_c − f_y for every class y', () => {
    const changes = { output: '[w1, w2, w1*x]', loss: 'softmax', data: '{ samples: [[1, 2]] }' };
    const logits = [0.3, -1.2, 0.6];
    const logSumExp = Math.log(logits.reduce((total, f) => total + Math.exp(f), 0));
    for (const y of [0, 1, 2]) {
      expect(valueAt(changes, { w1: 0.3, w2: -1.2, x: 2, y })).toBeCloseTo(logSumExp - logits[y], 14);
    }
  });

  it('softmax does not overflow with large logits', () => {
    const changes = { output: '[w1, w2]', loss: 'softmax', data: '{ samples: [[1, 1]] }' };
    expect(valueAt(changes, { w1: 2000, w2: 0, x: 1, y: 1 })).toBe(2000);
    expect(valueAt(changes, { w1: 0, w2: 2000, x: 1, y: 1 })).toBe(0);
  });

  it('a custom loss may use f for the output', () => {
    expect(valueAt({ output: 'w1*x', loss: 'f^2*y' }, { w1: 3, x: 2, y: 0.5 })).toBe(18);
  });

  it('a custom loss calls each of several outputs by its number', () => {
    const changes = { output: '[w1*x, w2*x]', loss: 'f1 + 10*f2*y', noise: undefined };
    expect(valueAt(changes, { w1: 3, w2: 5, x: 2, y: 0.5 })).toBe(56);
  });
});

describe('the models that ship', () => {
  it.each(builtinModels)('$id is a model with sets and claims about them', ({ id, file }) => {
    const model = readModel(builtinTexts.get(id)!, file);
    expect(model.sets.length).toBeGreaterThan(0);
    expect(model.claims.length).toBeGreaterThan(0);
  });

  it('stand in the order of theory §8', () => {
    const numbers = builtinModels.map(({ id }) => Number(/\d+/.exec(id)![0]));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });
});
