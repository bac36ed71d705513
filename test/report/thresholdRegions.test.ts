import { describe, expect, test } from 'vitest';
import { toNumber } from '../../src/arithmetic/rational.js';
import { type Model, readModel } from '../../src/index.js';
import { rationalFromText } from '../../src/model/readNumbers.js';
import { predict } from '../../src/prediction/predict.js';
import { thresholdRegions } from '../../src/report/thresholdRegions.js';
import { deriveSet } from '../../src/symbolic/derive.js';

const evenInS = `
name: even in s
parameters: [w]
constants: { s: 0.3, k: 1, c: 0.4 }
drift: ["(s^2 - 2 - c)*w"]
noise: [{ kind: explicit, diffusion: [["k*w"]] }]
sets: [{ name: zero, equations: [w] }]
`;

const quadratic = `
name: two roots in c
parameters: [w]
inputs: [x]
targets: [y]
loss: (y + c*x)*w^2/2
constants: { c: 1, eta: 0.4 }
learningRate: eta
data: { samples: [[1, 2], [3, -1], [0.5, 0.3]] }
noise: [{ kind: minibatch, batch: 1, sampling: with-replacement }]
sets: [{ name: zero, equations: [w] }]
`;

const pole = `
name: a pole at c = 0
parameters: [w]
constants: { c: 2, d: 1 }
drift: ["(1 - d/c)*w"]
noise: [{ kind: explicit, diffusion: [["w"]] }]
sets: [{ name: zero, equations: [w] }]
`;

function regionsOf(text: string, parameter: string): ReturnType<typeof thresholdRegions> {
  const model = readModel(text, 'model.yaml');
  return thresholdRegions(model, deriveSet(model, model.sets[0]), parameter);
}

describe('regions of a constant', () => {
  test('lie on both sides of the zeros, the mirrored one included', () => {
    const regions = regionsOf(evenInS, 's');
    expect(regions.map(({ attractive }) => attractive)).toEqual([false, true, false]);
    expect(regions[1].from).toBeCloseTo(-Math.sqrt(2.9), 14);
    expect(regions[1].to).toBeCloseTo(Math.sqrt(2.9), 14);
    expect(regions[1].expression).toBe('s > -sqrt(2*(k^2 + 2*c + 4))/2 and s < sqrt(2*(k^2 + 2*c + 4))/2');
  });

  test('are none where no zero holds at the other constants', () => {
    expect(regionsOf(evenInS, 'k')).toEqual([]);
  });

  test('begin at 0 for a learning rate', () => {
    const [below] = regionsOf(quadratic.replace('c: 1', 'c: -1'), 'eta');
    expect(below).toMatchObject({ from: 0, fromExpression: null, attractive: false });
  });

  test('say nothing of an interval with a pole inside', () => {
    // 1 - 1/c - 1/2 = 0 at c = 2, positive above; below it is negative down to the pole at 0, and positive beyond
    expect(regionsOf(pole, 'c')).toMatchObject([{ from: 2, attractive: false }]);
  });

  test.each([
    ['s', evenInS],
    ['c', evenInS],
    ['c', quadratic],
  ])('in %s have the sign of the exponent predicted inside them (case %#)', (parameter, text) => {
    for (const { from, to, attractive } of regionsOf(text, parameter)) {
      const inside = from === null ? (to ?? 0) - 0.5 : to === null ? from + 0.5 : (from + to) / 2;
      const model = withConstant(text, parameter, inside);
      const { exponents } = predict(model, deriveSet(model, model.sets[0]), { seed: 1, certify: false });
      expect((exponents.sde?.value ?? 0) < 0).toBe(attractive);
    }
  });
});

function withConstant(text: string, name: string, value: number): Model {
  const set = new Map([[name, rationalFromText(value.toFixed(6), name)]]);
  expect(toNumber([...set.values()][0])).toBeCloseTo(value, 5);
  return readModel(text, 'model.yaml', { set });
}
