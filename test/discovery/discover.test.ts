import { describe, expect, test } from 'vitest';
import { type Discovery, discoverSets } from '../../src/discovery/discover.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import { readModel } from '../../src/model/readModel.js';
import { builtinTexts, modelText, tanhNeuron } from '../model/modelTexts.js';
import { lossModel, scalarNetwork, sdeModel } from './networks.js';

const builtin = (id: string): Discovery[] => discoverSets(readModel(builtinTexts.get(id) as string, id));
const equations = ({ set }: Discovery): string => set.equations.map(printExpression).join(', ');
const byEquations = (found: readonly Discovery[]): Record<string, string> =>
  Object.fromEntries(found.map((one) => [equations(one), `${one.reason}: ${one.generator}`]));

describe('the built-in models', () => {
  test('M1: the hilltop of the even potential', () => {
    expect(byEquations(builtin('M1'))).toEqual({ theta: 'symmetry: flip theta' });
  });

  test('M2, M6, M7: tanh is odd, so the vanishing neuron is a sign set; w1 = ±w2 is not invariant', () => {
    for (const id of ['M2', 'M6', 'M7']) {
      expect(byEquations(builtin(id))).toEqual({ 'w1, w2': 'symmetry: flip w1, w2' });
    }
  });

  test('M3: two vanishing neurons, equal and opposite neurons, and where all meet', () => {
    const found = builtin('M3');
    expect(byEquations(found)).toEqual({
      'w1, a1': 'symmetry: flip w1, a1',
      'w2, a2': 'symmetry: flip w2, a2',
      'w1 - w2, a1 - a2': 'symmetry: swap (w1 w2)(a1 a2)',
      'w1 + w2, a1 + a2': 'symmetry: swap (w1 -w2)(a1 -a2)',
      'w1, w2, a1, a2': 'symmetry: flip w1, a1; flip w2, a2',
    });
    expect(found.map(({ within }) => within.length)).toEqual([0, 0, 0, 0, 4]);
  });

  test('M4, M5: a product of two weights is kept by exchanging them, with or without their signs', () => {
    expect(byEquations(builtin('M4'))).toEqual({
      'w1 - w2': 'symmetry: swap (w1 w2)',
      'w1 + w2': 'symmetry: swap (w1 -w2)',
      'w1, w2': 'symmetry: flip w1, w2',
    });
    expect(builtin('M5').map(equations)).toEqual(['u - v', 'u + v', 'u, v']);
  });

  test('M9: relu is not odd but relu(0) = 0, for every subgradient', () => {
    const found = builtin('M9');
    expect(byEquations(found)).toEqual({ 'w1, w2': 'vanishing gradient: gradients by w1, w2 vanish' });
    expect(found[0].derivation?.smoothness.status).toBe('non-smooth');
  });

  test('M10: sigmoid(0) = 1/2, so only the permutation set is there', () => {
    expect(byEquations(builtin('M10'))).toEqual({ 'w1 - w2, a1 - a2': 'symmetry: swap (w1 w2)(a1 a2)' });
  });

  test('a set that the file states keeps its name and base point, others are called by their equations', () => {
    const found = builtin('M3');
    expect(found.map(({ name }) => name)).toEqual([
      'w1 = a1 = 0',
      'w2 = a2 = 0',
      'identical neurons',
      'w1 = -w2, a1 = -a2',
      'w1 = w2 = a1 = a2 = 0',
    ]);
    expect(found[2].set.base.map(printExpression)).toEqual(['0.7', '0.7', '1/2', '1/2']);
    expect(found[4].within).toContain('identical neurons');
  });
});

describe('why a set is invariant', () => {
  test('gelu(0) = 0 without gelu being odd: vanishing neurons by their gradients, identical ones by symmetry', () => {
    expect(byEquations(discoverSets(scalarNetwork(2, 'gelu')))).toEqual({
      'w1, a1': 'vanishing gradient: gradients by w1, a1 vanish',
      'w2, a2': 'vanishing gradient: gradients by w2, a2 vanish',
      'w1 - w2, a1 - a2': 'symmetry: swap (w1 w2)(a1 a2)',
      'w1, w2, a1, a2': 'vanishing gradient: gradients by w1, a1 vanish; gradients by w2, a2 vanish',
    });
  });

  test('a kink at 0: one-sided derivatives tell that neither factor alone is held at 0', () => {
    expect(byEquations(discoverSets(lossModel(['u', 'v'], 'relu(u*x)*relu(v*x)')))).toEqual({
      'u - v': 'symmetry: swap (u v)',
      'u, v': 'vanishing gradient: gradients by u, v vanish',
    });
  });

  test('a chain of three weights: two of them flip together, and where they are 0 the third stands still', () => {
    const found = discoverSets(lossModel(['u', 'v', 'w'], 'tanh(u)*v*exp(w)*x'));
    expect(byEquations(found)).toEqual({
      'u, v': 'symmetry: flip u, v',
      'u, v, w': 'vanishing gradient: gradients by u, v, w vanish',
    });
  });

  test('an even function: one weight flips alone', () => {
    expect(byEquations(discoverSets(lossModel(['u', 'v'], 'cos(u*x) + v*x')))).toEqual({ u: 'symmetry: flip u' });
  });

  test('three weights that take turns, not two', () => {
    const turns = 'exp(a*x - b*x^2) + exp(b*x - c*x^2) + exp(c*x - a*x^2)';
    const found = byEquations(discoverSets(lossModel(['a', 'b', 'c'], turns)));
    expect(Object.keys(found)).toEqual(['a - b, a - c']);
    expect(found['a - b, a - c']).toMatch(/^symmetry: permute \(a [bc] [bc]\)$/);
  });

  test('a quarter turn and its square have fixed spaces one within the other', () => {
    const squares = 'exp(a*x - b*x^2) + exp(b*x - c*x^2) + exp(c*x - d*x^2) + exp(d*x - a*x^2)';
    const found = discoverSets(lossModel(['a', 'b', 'c', 'd'], squares));
    expect(found.map(equations)).toEqual(['a - c, b - d', 'a - b, a - c, a - d']);
    expect(found.map(({ within }) => within)).toEqual([[], ['a = c, b = d']]);
  });

  test('the square of a radius: a rotation holds the origin', () => {
    const found = byEquations(discoverSets(lossModel(['a', 'b'], 'exp(a^2 + b^2)*x')));
    expect(Object.keys(found).sort()).toEqual(['a', 'a + b', 'a - b', 'a, b', 'b']);
    expect(found['a, b']).toBe('symmetry: rotate (a b)');
  });

  test('a symmetry that the way of writing hides', () => {
    const written = 'a*tanh(v*x) + b*(2*sigmoid(2*w*x) - 1)';
    expect(byEquations(discoverSets(lossModel(['a', 'v', 'b', 'w'], written)))).toMatchObject({
      'a - b, v - w': 'symmetry: swap (a b)(v w)',
      'a + b, v + w': 'symmetry: swap (a -b)(v -w)',
    });
  });

  test('a regulariser that tells two neurons apart destroys their permutation set', () => {
    const output = 'a1*sigmoid(w1*x) + a2*sigmoid(w2*x)';
    const parameters = ['w1', 'w2', 'a1', 'a2'];
    expect(discoverSets(lossModel(parameters, output, ['regulariser: w1^2 + w2^2 + a1^2 + a2^2']))).toHaveLength(1);
    expect(discoverSets(lossModel(parameters, output, ['regulariser: w1^2 + w2^2 + a1^2 + 2*a2^2']))).toHaveLength(0);
  });
});

describe('losses', () => {
  const classifier = (loss: string, output: string, noise: string): Discovery[] =>
    discoverSets(
      readModel(
        modelText(tanhNeuron, {
          parameters: '[w, v1, v2]',
          output: JSON.stringify(output.split(', ')),
          loss,
          noise,
          data: '{ samples: [[0.5, 1], [-1.2, 1]] }',
        }).replace(/^sets: .*$/m, ''),
        'classifier.yaml',
      ),
    );
  const minibatch = '[{ kind: minibatch, batch: 1, sampling: with-replacement }]';

  test('softmax sees differences of logits alone, for the classes that there are', () => {
    expect(byEquations(classifier('softmax', 'v1*tanh(w*x), v2*tanh(w*x)', minibatch))).toEqual({
      'v1 + v2': 'symmetry: swap (v1 -v2)',
      'v1 - v2, w': 'symmetry: swap (v1 v2), flip w',
      'w, v1, v2': 'symmetry: flip w, v1, v2',
    });
  });

  test('a loss that is even in the output has sets that squared loss has not', () => {
    const output = 'v1*tanh(w*x) + v2*x';
    expect(classifier('squared', output, minibatch).map(equations)).toEqual(['w, v1']);
    expect(classifier('(f^2 - y)^2', output, minibatch).map(equations)).toEqual([
      'w, v1',
      'w, v2',
      'v1, v2',
      'w, v1, v2',
    ]);
  });
});

describe('an SDE given outright', () => {
  const well = ['a*(1 - a^2 - b^2)', 'b*(1 - a^2 - b^2)'];

  test('one noise for both coordinates keeps the diagonals, a noise for each does not', () => {
    const together = discoverSets(sdeModel(['a', 'b'], well, [['a'], ['b']]));
    expect(together.map(equations)).toEqual(['a', 'b', 'a - b', 'a + b', 'a, b']);
    expect(together[4].generator).toBe('rotate (a b)');
    const apart = discoverSets(
      sdeModel(['a', 'b'], well, [
        ['a', '0'],
        ['0', 'b'],
      ]),
    );
    expect(apart.map(equations)).toEqual(['a', 'b', 'a, b']);
  });

  test('additive noise keeps nothing', () => {
    expect(discoverSets(sdeModel(['a', 'b'], well, [['1'], ['1']])).map(equations)).toEqual(['a - b']);
    const apart = sdeModel(['a', 'b'], well, [
      ['1', '0'],
      ['0', '1'],
    ]);
    expect(discoverSets(apart)).toEqual([]);
  });

  test('a drift that turns: the origin alone', () => {
    const spiral = sdeModel(['a', 'b'], ['a - b', 'a + b'], [['a'], ['b']]);
    expect(byEquations(discoverSets(spiral))).toEqual({ 'a, b': 'symmetry: rotate (a b)' });
  });
});

describe('running', () => {
  test('progress rises from 0 to 1, and an abort keeps what was derived', () => {
    const model = scalarNetwork(2, 'tanh');
    const fractions: number[] = [];
    const whole = discoverSets(model, { onProgress: (fraction) => fractions.push(fraction) });
    expect(fractions).toEqual([...fractions].sort((a, b) => a - b));
    expect(fractions.at(-1)).toBe(1);
    const controller = new AbortController();
    const onProgress = (fraction: number): void => {
      if (fraction > 0.5) controller.abort();
    };
    const part = discoverSets(model, { onProgress, signal: controller.signal });
    expect(part.length).toBeGreaterThan(0);
    expect(whole.slice(0, part.length).map(({ name }) => name)).toEqual(part.map(({ name }) => name));
    expect(part.length).toBeLessThan(whole.length);
  });
});
