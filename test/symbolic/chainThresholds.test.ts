import { describe, expect, it } from 'vitest';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import { numericSamples, valuesAtBase } from '../../src/model/constants.js';
import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { findThresholds } from '../../src/prediction/thresholds/thresholdSearch.js';
import { chainThresholds } from '../../src/symbolic/chainThresholds.js';
import { deriveSet } from '../../src/symbolic/derive.js';

/** One weight at 0, with the curvature x² + lambda of each sample. */
function oneWeight(samples: readonly number[], noise: string, momentum = 0): Model {
  return readModel(
    `
name: one weight
parameters: [w]
inputs: [x]
loss: (w*x)^2/2
constants: { eta: 0.4, lambda: 0.1 }
learningRate: eta
momentum: ${momentum}
regulariser: lambda*w^2/2
noise: [${noise}]
data: { samples: [${samples.map((x) => `[${x}]`)}] }
sets: [{ name: solution, equations: [w] }]
`,
    'one weight',
  );
}

const byOne = '{ kind: minibatch, batch: 1, sampling: with-replacement }';

/** The values of the zeros in a constant at the file's constants where their conditions hold, rising. */
function zerosIn(model: Model, parameter: string, process: 'eulerMaruyama' | 'sgd' = 'sgd'): number[] | undefined {
  const [set] = model.sets;
  const found = chainThresholds(model, deriveSet(model, set), process);
  const at = (formula: Parameters<typeof evaluate>[0]): number =>
    Number(evaluate(formula, valuesAtBase(model, set.base), numericSamples(model)));
  return found?.thresholds
    .filter((one) => one.parameter === parameter && (one.domain === null || at(one.domain) === 1))
    .map(({ expression }) => at(expression))
    .sort((a, b) => a - b);
}

describe('thresholds of SGD with few batches', () => {
  it('of one sample, and of all samples at once, are eta = 2/h', () => {
    for (const model of [
      oneWeight([0.7], byOne),
      oneWeight([0.5, 1], '{ kind: minibatch, batch: full, sampling: without-replacement }'),
    ]) {
      const h = mean(squaresOf(model)) + 0.1;
      expect(zerosIn(model, 'eta')).toEqual([expect.closeTo(2 / h, 12)]);
    }
    const model = oneWeight([0.5, 1], '{ kind: minibatch, batch: full, sampling: without-replacement }');
    const found = chainThresholds(model, deriveSet(model, model.sets[0]), 'sgd');
    expect(found?.thresholds.map(({ expression }) => printExpression(expression))).toContain('2/(lambda + mean(x^2))');
  });

  it('of two samples by one are where (1 - eta h1)(1 - eta h2) is 1 or -1', () => {
    // h = 0.35 and 1.1: the product is 1 at (h1 + h2)/(h1 h2) and never -1
    expect(zerosIn(oneWeight([0.5, 1], byOne), 'eta')).toEqual([expect.closeTo(1.45 / 0.385, 12)]);
    // h = 0.11 and 1.1: it is -1 twice besides, at (s -+ sqrt(s^2 - 8 p))/(2 p)
    const [s, p] = [1.21, 0.121];
    const root = Math.sqrt(s * s - 8 * p);
    expect(zerosIn(oneWeight([0.1, 1], byOne), 'eta')).toEqual(
      [(s - root) / (2 * p), (s + root) / (2 * p), s / p].map((at) => expect.closeTo(at, 11)),
    );
  });

  it('of batches count each as often as it is drawn', () => {
    // of two samples two with replacement: both alone once, their mean twice
    const model = oneWeight([0.5, 1], '{ kind: minibatch, batch: 2, sampling: with-replacement }');
    const found = chainThresholds(model, deriveSet(model, model.sets[0]), 'sgd');
    const value = Number(
      found &&
        evaluate(
          found.product,
          new Map([
            ['eta', 3],
            ['lambda', 0.1],
          ]),
        ),
    );
    expect(value).toBeCloseTo(Math.abs((1 - 3 * 0.35) * (1 - 3 * 0.725) ** 2 * (1 - 3 * 1.1)), 12);
    // a pass of three samples by two: a pair, then what is left
    const epochs = oneWeight([0.5, 1, 2], '{ kind: minibatch, batch: 2, sampling: epochs }');
    const pass = chainThresholds(epochs, deriveSet(epochs, epochs.sets[0]), 'sgd');
    const [a, b, c] = [0.35, 1.1, 4.1].map((h) => 1 - 0.4 * h);
    const at = Number(
      pass &&
        evaluate(
          pass.product,
          new Map([
            ['eta', 0.4],
            ['lambda', 0.1],
          ]),
        ),
    );
    expect(at).toBeCloseTo(Math.abs(((a + b) / 2) * ((a + c) / 2) * ((b + c) / 2) * a * b * c), 12);
  });

  it.each([
    ['eta', [0.5, 1]],
    ['eta', [0.3, 1.4, 1.4]],
    ['eta', [1, 2, 2.5]],
    ['lambda', [0.5, 1]],
    ['lambda', [0.3, 1.4]],
    // h = 0.35 and 2.0400: -1 is reached twice within a thousandth, which no look falls into
    ['eta', [0.5, 1.3928389]],
  ])('in %s of samples %j are changes of sign that bracketing finds', (constant, samples) => {
    const model = oneWeight(samples, byOne);
    const range = [0.004, 40] as const;
    const zeros = (zerosIn(model, constant) ?? []).filter((zero) => zero > range[0] && zero < range[1]);
    const brackets = findThresholds(model, model.sets[0], constant, range, {
      seed: 1,
      spacing: 'logarithmic',
      quantity: { process: 'sgd', moment: null },
    });
    expect(zeros.length).toBeGreaterThan(0);
    for (const zero of zeros)
      expect(brackets.filter(({ bracket: [low, high] }) => low <= zero + 1e-9 && high >= zero - 1e-9)).toHaveLength(1);
  });

  it('have no conditions on numbers alone, along irrational eigenvectors', () => {
    const model = readModel(
      `
name: rotated
parameters: [u, v]
inputs: [x]
loss: x*(u^2 + 18*u*v - 5*v^2)/2
constants: { eta: 0.1 }
learningRate: eta
noise: [${byOne}]
data: { samples: [[1], [-0.4], [0.3]] }
sets: [{ name: origin, equations: [u, v] }]
`,
      'rotated',
    );
    const found = chainThresholds(model, deriveSet(model, model.sets[0]), 'sgd');
    expect(found?.thresholds.map(({ orientation, domain }) => [orientation, domain])).toEqual([['above', null]]);
    expect(found?.unsolved).toHaveLength(1);
    // both directions: the larger product is 1
    const [{ expression }] = found?.thresholds ?? [];
    const at = Number(evaluate(expression, new Map()));
    expect(Number(found && evaluate(found.product, new Map([['eta', at]])))).toBeCloseTo(1, 9);
  });

  it('are none where a step draws normal numbers, with momentum, and of more factors than have roots', () => {
    const labels = '{ kind: gaussian, covariance: [["w^2"]] }';
    for (const model of [
      oneWeight([0.5, 1], `${byOne}, ${labels}`),
      oneWeight([0.5, 1], byOne, 0.5),
      oneWeight([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7], byOne),
    ])
      expect(zerosIn(model, 'eta')).toBeUndefined();
  });
});

function squaresOf({ dynamics }: Model): number[] {
  return dynamics.kind === 'loss'
    ? dynamics.data.rows.map(([x]) => (Number(x.numerator) / Number(x.denominator)) ** 2)
    : [];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
