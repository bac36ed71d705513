import { describe, expect, it } from 'vitest';
import { isZero } from '../../src/arithmetic/rational.js';
import { gradient } from '../../src/expression/calculus/differentiate.js';
import { encloseExpression } from '../../src/expression/evaluation/enclose.js';
import { evaluateExact } from '../../src/expression/evaluation/evaluateExact.js';
import { number, product, sum } from '../../src/expression/syntax/expression.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import type { LossDynamics } from '../../src/model/model.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { type LossModelText, lossModel, minibatch } from './models.js';

function refutation(text: LossModelText) {
  const model = lossModel(text);
  const { invariance } = deriveSet(model, model.sets[0]);
  if (invariance.status !== 'refuted') throw new Error(`${invariance.status}: ${invariance.reason}`);
  return { model, set: model.sets[0], counterexample: invariance.counterexample };
}

describe('a refutation names a point on the set and a sample with a normal gradient', () => {
  const two = { parameters: ['w1', 'w2'], sets: [['w1', 'w2']] };
  it.each<[string, LossModelText]>([
    ['sigma(0) != 0', { ...two, output: 'w2*sigmoid(w1*x)' }],
    ['one layer of a chain', { ...two, output: 'w1*w2*x', sets: [['w1']] }],
    ['a sum of neurons with different inputs', { ...two, output: 'w1*x + w2*x^2', sets: [['w1 - w2']] }],
    ['a set that is not axis-aligned', { ...two, output: 'w1*w2*x', sets: [['w1 + 2*w2']] }],
    [
      'weight decay off the origin',
      { ...two, output: 'w1*w2*x', loss: '(f - y)^2/2 + w1^2', noise: minibatch, sets: [['w1 - 1', 'w2']] },
    ],
    ['a loss that is not defined for every parameter', { ...two, output: 'w2*x + sqrt(w1 - 1)', sets: [['w2']] }],
  ])('%s', (_, text) => {
    const { model, set, counterexample } = refutation(text);
    const { theta, sample, constants } = counterexample;
    const values = new Map([...theta, ...sample, ...constants]);
    for (const equation of set.equations) {
      const value = evaluateExact(equation, values);
      expect(value !== null && isZero(value)).toBe(true);
    }
    // the gradient along some equation is bounded away from 0, from the loss itself
    const { loss } = model.dynamics as LossDynamics;
    const slopes = gradient(loss, model.parameters);
    const components = set.rows.map((row) => sum(...row.map((weight, i) => product(number(weight), slopes[i]))));
    const enclosures = components.map((component) => encloseExpression(component, values, 96));
    expect(
      enclosures.some((value) => value !== null && (value.lower.numerator > 0n || value.upper.numerator < 0n)),
    ).toBe(true);
    expect(encloseExpression(loss, values, 96)).not.toBeNull();
  });

  it.each(['logistic', 'softmax'])('the target of a %s loss is one that the loss admits', (loss) => {
    const logits = loss === 'softmax' ? ['w2*sigmoid(w1*x)', 'w1*x'] : 'w2*sigmoid(w1*x)';
    const classes =
      loss === 'softmax'
        ? [
            [1, 0],
            [2, 1],
          ]
        : [
            [1, -1],
            [2, 1],
          ];
    const { counterexample } = refutation({
      parameters: ['w1', 'w2'],
      output: logits,
      loss,
      noise: minibatch,
      samples: classes,
      sets: [['w1', 'w2']],
    });
    const allowed = loss === 'softmax' ? [0n, 1n] : [-1n, 1n];
    expect(counterexample.sample.get('y')?.denominator).toBe(1n);
    expect(allowed).toContain(counterexample.sample.get('y')?.numerator);
  });
});

describe('a proof speaks of the samples that the loss admits', () => {
  it('a pull that vanishes for y = -1 and y = 1 is no pull of a logistic loss, and is one of a loss with real targets', () => {
    const pull = parseExpression('w1*(y^2 - 1)');
    const chain = (loss: string) => {
      const samples = [
        [1, -1],
        [2, 1],
      ];
      const sets = [['w1', 'w2']];
      const model = lossModel({ parameters: ['w1', 'w2'], output: 'w1*w2*x', loss, noise: minibatch, samples, sets });
      const dynamics = model.dynamics as LossDynamics;
      const pulled = { ...model, dynamics: { ...dynamics, loss: sum(dynamics.loss, pull) } };
      return deriveSet(pulled, pulled.sets[0]).invariance.status;
    };
    expect([chain('logistic'), chain('squared')]).toEqual(['proved', 'refuted']);
  });
});
