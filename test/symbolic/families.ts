import type { Model } from '../../src/model/model.js';
import { type LossModelText, lossModel, minibatch } from './models.js';

const labelled = (texts: Readonly<Record<string, LossModelText>>): readonly (readonly [string, Model])[] =>
  Object.entries(texts).map(([name, text]) => [name, lossModel(text)] as const);

/** Models beside the built-in ones whose listed sets are all invariant. */
export const families = labelled({
  'three tanh neurons': neurons(3),
  'four tanh neurons': neurons(4),
  'linear chain of depth 2': chain(2, [[1, 2]]),
  'linear chain of depth 3': chain(3, [
    [1, 2, 3],
    [1, 2],
    [2, 3],
  ]),
  'linear chain of depth 4': chain(4, [
    [1, 2, 3, 4],
    [1, 3],
    [1, 2, 4],
  ]),
  'linear chain of depth 5': chain(5, [
    [1, 2, 3, 4, 5],
    [4, 5],
    [1, 3, 5],
  ]),
  'softmax with two logits': {
    parameters: ['w1', 'w2', 'a1', 'a2', 'b1', 'b2'],
    output: ['a1*tanh(w1*x) + a2*tanh(w2*x)', 'b1*tanh(w1*x) + b2*tanh(w2*x)'],
    loss: 'softmax',
    noise: minibatch,
    samples: [
      [1, 0],
      [-0.5, 1],
      [2, 1],
    ],
    sets: [
      ['w1', 'a1', 'b1'],
      ['w1 - w2', 'a1 - a2', 'b1 - b2'],
    ],
  },
  'M2 in rotated coordinates': {
    parameters: ['w1', 'w2'],
    output: '(2*w1 - w2)/sqrt(5)*tanh((w1 + 2*w2)/sqrt(5)*x)',
    sets: [['w1 + 2*w2', '2*w1 - w2']],
  },
  'a rotated neuron off the origin': {
    parameters: ['w1', 'w2', 'v'],
    output: '(2*w1 - w2 + v)*tanh((w1 + 2*w2 - 1)*x)',
    sets: [['w1 + 2*w2 - 1', '2*w1 - w2 + v']],
  },
  // exp(z) - 1 and gelu are not odd: flipping both weights is no symmetry, the set is invariant thanks to sigma(0) = 0
  'a neuron with sigma = exp - 1': {
    parameters: ['w1', 'w2'],
    output: 'w2*(exp(w1*x) - 1)',
    sets: [['w1', 'w2']],
  },
  'a GELU neuron': { parameters: ['w1', 'w2'], output: 'w2*gelu(w1*x)', sets: [['w1', 'w2']] },
});

/** Every pair's permutation set and every neuron's sign set. */
function neurons(n: number): LossModelText {
  const each = Array.from({ length: n }, (_, i) => i + 1);
  return {
    parameters: each.flatMap((i) => [`w${i}`, `a${i}`]),
    output: each.map((i) => `a${i}*tanh(w${i}*x)`).join(' + '),
    sets: each.flatMap((i) => [
      [`w${i}`, `a${i}`],
      ...each.filter((j) => j > i).map((j) => [`w${i} - w${j}`, `a${i} - a${j}`]),
    ]),
  };
}

/** Sets of two or more vanishing layers; one alone is not invariant. */
function chain(depth: number, sets: readonly (readonly number[])[]): LossModelText {
  const parameters = Array.from({ length: depth }, (_, i) => `w${i + 1}`);
  return {
    parameters,
    output: `${parameters.join('*')}*x`,
    noise: minibatch,
    sets: sets.map((layers) => layers.map((i) => `w${i}`)),
  };
}
