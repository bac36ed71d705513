import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/arithmetic/inputError.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import { printModelFile } from '../../src/model/printModel.js';
import { readModel } from '../../src/model/readModel.js';
import { predict } from '../../src/prediction/predict.js';
import { deriveSet } from '../../src/symbolic/derive.js';

const neuron = (more: string): string => `
name: neuron
parameters: [w1, w2]
inputs: [x]
targets: [y]
output: w2*tanh(w1*x)
loss: squared
constants: { eta: 0.1, lambda: 0.3 }
learningRate: eta
noise: [{ kind: minibatch, batch: 1 }]
data: { samples: [[1, 2], [-1, 0.5]] }
sets: [{ name: vanishing, equations: [w1, w2] }]
${more}`;

const conditionOf = (more: string): string | null => {
  const model = readModel(neuron(more), 'neuron.yaml');
  const alpha = deriveSet(model, model.sets[0]).linearisation?.curvature[0][0] ?? null;
  return alpha && printExpression(alpha);
};

describe('weight decay', () => {
  test('is the penalty whose gradient it is, beside a regulariser or alone', () => {
    expect(conditionOf('weightDecay: lambda')).toBe('lambda');
    expect(conditionOf('weightDecay: lambda')).toBe(conditionOf('regulariser: lambda/2*(w1^2 + w2^2)'));
    expect(conditionOf('weightDecay: { value: lambda }\nregulariser: w1^2')).toBe('lambda + 2');
  });

  test('decoupled is the same without momentum', () => {
    expect(conditionOf('weightDecay: { value: lambda, decoupled: true }')).toBe('lambda');
  });

  test('beside momentum is the same matrix of curvature, and another step of SGD', async () => {
    const exponentOf = async (more: string): Promise<number> => {
      const model = readModel(neuron(`momentum: 0.5\n${more}`), 'neuron.yaml');
      const { exponents } = await predict(model, deriveSet(model, model.sets[0]), { seed: 1, certify: false });
      return exponents.sgd?.value ?? Number.NaN;
    };
    const [coupled, decoupled] = await Promise.all(
      ['weightDecay: lambda', 'weightDecay: { value: lambda, decoupled: true }'].map(exponentOf),
    );
    // the momentum takes up the coupled decay and doubles it
    expect(decoupled - coupled).toBeGreaterThan(0.2);
    expect(decoupled - coupled).toBeLessThan(0.4);
  });

  test('of a model is written as it was read', () => {
    const more =
      'momentum: 0.9\nnesterov: true\nregulariser: w1^2\nweightDecay: { value: lambda, decoupled: true }\ngradientClipping: 2';
    const model = readModel(neuron(more), 'neuron.yaml');
    expect(readModel(printModelFile(model), 'printed.yaml')).toEqual(model);
  });

  test.each([
    ['weightDecay: -0.1', /weight decay is -0\.1; expected a finite number from 0/],
    ['weightDecay: w1', /weightDecay/],
    ['gradientClipping: 0', /clipped at 0; expected a finite number above 0/],
    ['weightDecay: { lambda: 1 }', /weightDecay/],
  ])('%s is refused', (more, message) => {
    expect(() => readModel(neuron(more), 'neuron.yaml')).toThrow(InputError);
    expect(() => readModel(neuron(more), 'neuron.yaml')).toThrow(message);
  });
});
