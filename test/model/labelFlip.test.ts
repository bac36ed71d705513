import { describe, expect, it } from 'vitest';
import { type Rational, toNumber } from '../../src/arithmetic/rational.js';
import { differentiate } from '../../src/expression/calculus/differentiate.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import type { LossDynamics, Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { expectErrors } from './expectErrors.js';

const classifier = {
  name: 'classifier',
  parameters: '{ W: [3, 2] }',
  inputs: '{ x: [2] }',
  targets: '[y]',
  output: 'W @ x',
  loss: 'softmax',
  constants: '{ eta: 0.1, p: 0.1 }',
  learningRate: 'eta',
  noise: '[{ kind: label-flip, probability: p, batch: 2 }]',
  data: '{ samples: [[1, 2, 0], [-1, 0.5, 2], [0.3, -1, 1], [2, 2, 0]] }',
};

function modelOf(changes: Partial<typeof classifier> = {}): Model & { readonly dynamics: LossDynamics } {
  const text = Object.entries({ ...classifier, ...changes })
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
  return readModel(text, 'model.yaml') as Model & { readonly dynamics: LossDynamics };
}

const theta = [0.3, -1, 0.7, 0.2, -0.4, 1.1];

/** The gradient of one sample's loss at theta. */
function gradientAt({ parameters, dynamics }: ReturnType<typeof modelOf>, row: readonly Rational[]): number[] {
  const { inputs, targets } = dynamics.data;
  const names = [...parameters, ...inputs, ...targets];
  const values = new Map(names.map((name, i) => [name, [...theta, ...row.map(toNumber)][i]]));
  return parameters.map((name) => Number(evaluate(differentiate(dynamics.loss, name), values)));
}

interface Weighted {
  readonly gradient: readonly number[];
  readonly weight: number;
}

/** The mean, and the covariance row after row. */
function momentsOf(drawn: readonly Weighted[]): number[] {
  const mean = theta.map((_, j) => drawn.reduce((total, { gradient, weight }) => total + weight * gradient[j], 0));
  const covariance = theta.flatMap((_, j) =>
    theta.map((__, k) =>
      drawn.reduce((total, { gradient: g, weight }) => total + weight * (g[j] - mean[j]) * (g[k] - mean[k]), 0),
    ),
  );
  return [...mean, ...covariance];
}

function populationMoments(model: ReturnType<typeof modelOf>): number[] {
  const { rows } = model.dynamics.data;
  return momentsOf(rows.map((row) => ({ gradient: gradientAt(model, row), weight: 1 / rows.length })));
}

/** By the weights of theory §2. */
function flippedMoments(model: ReturnType<typeof modelOf>, classes: readonly number[], p: number): number[] {
  const { rows } = model.dynamics.data;
  const drawn = rows.flatMap((row) => {
    const own = toNumber(row[row.length - 1]);
    return classes.map((c) => ({
      gradient: gradientAt(model, [...row.slice(0, -1), { numerator: BigInt(c), denominator: 1n }]),
      weight: (c === own ? 1 - p : p / (classes.length - 1)) / rows.length,
    }));
  });
  return momentsOf(drawn);
}

function expectClose(a: readonly number[], b: readonly number[]): void {
  expect(a).toHaveLength(b.length);
  for (const [i, value] of a.entries()) expect(value).toBeCloseTo(b[i], 12);
}

describe('label flips', () => {
  it.each(['1/10', '1/3', '0.04'])('of probability %s have the mean and covariance of theory §2', (p) => {
    const plain = modelOf({ noise: '[]' });
    const flipped = modelOf({ noise: `[{ kind: label-flip, probability: ${p}, batch: 2 }]` });
    const [numerator, denominator = '1'] = p.split('/');
    expectClose(populationMoments(flipped), flippedMoments(plain, [0, 1, 2], Number(numerator) / Number(denominator)));
    expect(flipped.noise).toEqual([{ kind: 'minibatch', batch: 2, sampling: 'with-replacement' }]);
  });

  it('of logistic targets change their sign', () => {
    const changes = { output: 'sum(W @ x)', loss: 'logistic', data: '{ samples: [[1, 2, 1], [-1, 0.5, -1]] }' };
    expectClose(
      populationMoments(modelOf(changes)),
      flippedMoments(modelOf({ ...changes, noise: '[]' }), [-1, 1], 0.1),
    );
  });

  it('of probability 0 and 1 leave one class, or all others', () => {
    const targets = (p: string): number[] =>
      modelOf({ constants: `{ eta: 0.1, p: ${p} }` }).dynamics.data.rows.map((row) => toNumber(row[2]));
    expect(targets('0')).toEqual([0, 2, 1, 0]);
    expect(targets('1')).toEqual([1, 2, 0, 1, 0, 2, 1, 2]);
  });

  it('of a whole batch draw as many as there are samples', () => {
    expect(modelOf({ noise: '[{ kind: label-flip, probability: p, batch: full }]' }).noise).toEqual([
      { kind: 'minibatch', batch: 4, sampling: 'with-replacement' },
    ]);
  });

  expectErrors(classifier, [
    [
      'need classes',
      { output: 'sum(W)', loss: 'squared' },
      'model.yaml:9: noise[0].kind',
      /squared.*softmax or logistic/,
    ],
    ['need a probability', { constants: '{ eta: 0.1, p: 2 }' }, 'model.yaml:9: noise[0].probability', /from 0 to 1/],
    ['need few rows', { constants: '{ eta: 0.1, p: 0.000001 }' }, 'model.yaml:9: noise[0].probability', /denominator/],
    [
      'stand beside no other draws',
      { noise: '[{ kind: label-flip, probability: p, batch: 1 }, { kind: minibatch, batch: 1 }]' },
      'model.yaml:9: noise[1]',
      /twice/,
    ],
    [
      'are what softmax has in place of label noise',
      { noise: '[{ kind: label, std: 1 }]' },
      'model.yaml:9: noise[0].kind',
      /minibatch noise, or label-flip/,
    ],
  ]);
});

describe('words that are no words of a model file', () => {
  expectErrors({ ...classifier, noise: '[]' }, [
    [
      'a loss of other libraries',
      { loss: 'mse' },
      'model.yaml:6: loss',
      /no loss named "mse"; expected squared.*logistic, softmax/,
    ],
    [
      'a noise of other names',
      { noise: '[{ kind: gauss, std: 1 }]' },
      'model.yaml:9: noise[0].kind',
      /"gauss"; expected .*minibatch, label, label-flip, residual/,
    ],
    [
      'a law of other names',
      { data: '{ generate: { n: 3, x: "gauss(0, 1)", y: 1 } }' },
      'model.yaml:10: data.generate.x',
      /normal, uniform.*did you mean `normal\(mean, std\)`/,
    ],
    ['no sets', { sets: '[]' }, 'model.yaml:11: sets', /one set or more/],
  ]);
});
