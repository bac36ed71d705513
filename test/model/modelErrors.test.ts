import { describe } from 'vitest';
import { type Changes, expectErrors } from './expectErrors.js';
import { quarticWell, tanhNeuron } from './modelTexts.js';

describe('data', () => {
  expectErrors(tanhNeuron, [
    [
      'a sample of the wrong length',
      { data: '{ samples: [[1, 2], [1, 2, 3]] }' },
      'model.yaml:8: data.samples[1]',
      /3 numbers; expected 2: x, y/,
    ],
    ['no samples', { data: '{ samples: [] }' }, 'model.yaml:8: data.samples', /empty/],
    ['no data', { data: undefined }, 'model.yaml:1: (the whole file)', /"data" is missing/],
    ['two kinds of data', { data: '{ samples: [[1, 2]], csv: a.csv }' }, 'model.yaml:8: data', /both/],
    ['a csv where no files are read', { data: '{ csv: a.csv }' }, 'model.yaml:8: data.csv', /cannot be read here/],
    [
      'generated data lacks a column',
      { data: '{ generate: { n: 3, x: 1 } }' },
      'model.yaml:8: data.generate.y',
      /y is missing/,
    ],
    [
      'generated data has a column too many',
      { data: '{ generate: { n: 3, x: 1, y: 1, q: 1 } }' },
      'model.yaml:8: data.generate.q',
      /unknown key q/,
    ],
    [
      'generated data looks forward',
      { data: '{ generate: { n: 3, x: y, y: 1 } }' },
      'model.yaml:8: data.generate.x',
      /y/,
    ],
    [
      'generated data is not finite',
      { data: '{ generate: { n: 3, x: 1/0, y: 1 } }' },
      'model.yaml:8: data.generate.x',
      /finite|division/,
    ],
    [
      'a draw with a negative deviation',
      { data: '{ generate: { n: 3, x: "normal(0, -1)", y: 1 } }' },
      'model.yaml:8: data.generate.x',
      /from 0 upward/,
    ],
    [
      'logistic targets are -1 and 1',
      { loss: 'logistic', noise: undefined, data: '{ samples: [[1, 1], [1, 0]] }' },
      'model.yaml:8: data.samples[1]',
      /-1 and 1/,
    ],
    [
      'a key of weight decay that is none',
      { weightDecay: '{ value: 0.1, decouple: true }' },
      'model.yaml:12: weightDecay.decouple',
      /one of value, decoupled; did you mean decoupled\?/,
    ],
    [
      'softmax targets are class numbers',
      { output: '[w1*x, w2*x]', loss: 'softmax', noise: undefined, data: '{ samples: [[1, 2]] }' },
      'model.yaml:8: data.samples[0]',
      /0 to 1/,
    ],
    ['softmax has two logits or more', { loss: 'softmax', noise: undefined }, 'model.yaml:6: loss', /two logits/],
    [
      'of several outputs none is f',
      { output: '[w1, w2]', loss: 'f^2', noise: undefined },
      'model.yaml:6: loss',
      /an array of shape \[2\]; expected a single number/,
    ],
    ['outputs and targets pair', { output: '[w1, w2]' }, 'model.yaml:6: loss', /do not pair/],
  ]);
});

describe('learning rate, momentum and noise', () => {
  expectErrors(tanhNeuron, [
    ['a learning rate is above 0', { constants: '{ eta: 0, zeta: 1 }' }, 'model.yaml:9: learningRate', /above 0/],
    [
      'a loss needs a learning rate',
      { learningRate: undefined },
      'model.yaml:1: (the whole file)',
      /"learningRate" is missing/,
    ],
    ['a momentum is below 1', { momentum: '1' }, 'model.yaml:12: momentum', /below 1/],
    [
      'a standard deviation is not negative',
      { constants: '{ eta: 1, zeta: -1 }' },
      'model.yaml:10: noise[0].std',
      /from 0 upward/,
    ],
    ['label noise needs the squared loss', { loss: '(f - y)^4' }, 'model.yaml:10: noise[0].kind', /squared/],
    [
      'residual noise too',
      { loss: 'logistic', data: '{ samples: [[1, 1]] }', noise: '[{ kind: residual, std: 1 }]' },
      'model.yaml:10: noise[0].kind',
      /squared/,
    ],
    [
      'samples are drawn once',
      { noise: '[{ kind: label, std: 1, batch: 1, sampling: epochs }, { kind: minibatch, batch: 1 }]' },
      'model.yaml:10: noise[1]',
      /twice/,
    ],
    [
      'a batch is drawn from the data',
      { noise: '[{ kind: minibatch, batch: 3, sampling: without-replacement }]' },
      'model.yaml:10: noise[0].batch',
      /at most the 2 samples/,
    ],
    [
      'in epochs too',
      { noise: '[{ kind: label, std: 1, batch: 3, sampling: epochs }]' },
      'model.yaml:10: noise[0].batch',
      /at most the 2 samples/,
    ],
    [
      'explicit noise belongs to an SDE',
      { noise: '[{ kind: explicit, diffusion: [[w1], [w2]] }]' },
      'model.yaml:10: noise[0].kind',
      /explicit/,
    ],
  ]);
});

describe('an SDE without data', () => {
  expectErrors(quarticWell, [
    ['its noise is explicit', { noise: '[{ kind: label, std: 1 }]' }, 'model.yaml:5: noise[0].kind', /explicit/],
    ['drift or potential, not both', { drift: '[theta]' }, 'model.yaml:4: potential', /both/],
    ['it has no learning rate', { learningRate: '1' }, 'model.yaml:7: learningRate', /beside potential/],
    [
      'one drift a parameter',
      { potential: undefined, drift: '[theta, theta]' },
      'model.yaml:6: drift',
      /2 expressions; expected 1/,
    ],
    [
      'one row of diffusion a parameter',
      { noise: '[{ kind: explicit, diffusion: [[1], [2]] }]' },
      'model.yaml:5: noise[0].diffusion',
      /2 rows; expected 1/,
    ],
    ['neither loss nor drift', { potential: undefined }, 'model.yaml:1: (the whole file)', /no loss and no drift/],
  ]);
});

describe('sets', () => {
  expectErrors(tanhNeuron, [
    [
      'a nonlinear equation',
      { sets: '[{ name: s, equations: [w1*w2] }]' },
      'model.yaml:11: sets[0].equations[0]',
      /not linear/,
    ],
    [
      'a constant as coefficient',
      { sets: '[{ name: s, equations: [eta*w1] }]' },
      'model.yaml:11: sets[0].equations[0]',
      /multiplied by a constant/,
    ],
    [
      'an equation without parameters',
      { sets: '[{ name: s, equations: [w1, eta] }]' },
      'model.yaml:11: sets[0].equations[1]',
      /no parameter/,
    ],
    [
      'dependent equations',
      { sets: '[{ name: s, equations: [w1 - w2, 2*w2 - 2*w1] }]' },
      'model.yaml:11: sets[0].equations[1]',
      /follows from/,
    ],
    [
      'contradicting equations',
      { sets: '[{ name: s, equations: [w1 - w2, w1 - w2 + 1] }]' },
      'model.yaml:11: sets[0].equations[1]',
      /contradicts/,
    ],
    [
      'a base point off the set',
      { sets: '[{ name: s, equations: [w1 - w2], base: { w1: 1, w2: 2 } }]' },
      'model.yaml:11: sets[0].base',
      /off the set; expected a point where .* = 0/,
    ],
    [
      'a base of something that is no parameter',
      { sets: '[{ name: s, equations: [w1], base: { q: 1 } }]' },
      'model.yaml:11: sets[0].base.q',
      /no parameter/,
    ],
  ]);
});

describe('claims', () => {
  const claim = (text: string): Changes => ({ claims: `[{ set: vanishing neuron, ${text} }]` });
  expectErrors(tanhNeuron, [
    [
      'a set that is not there',
      { claims: '[{ set: vanishing neuro, invariant: true }]' },
      'model.yaml:12: claims[0].set',
      /did you mean vanishing neuron\?/,
    ],
    ['nothing claimed', { claims: '[{ set: vanishing neuron }]' }, 'model.yaml:12: claims[0]', /nothing is claimed/],
    ['two things claimed', claim('invariant: true, attractive: true'), 'model.yaml:12: claims[0]', /in one claim/],
    ['a number as condition', claim('attractive: eta'), 'model.yaml:12: claims[0].attractive', /a condition/],
    [
      'data outside of a mean',
      claim('attractive: x > 0'),
      'model.yaml:12: claims[0].attractive',
      /x is one of the inputs/,
    ],
    [
      'a mean inside a mean',
      claim('attractive: mean(mean(x)) > 0'),
      'model.yaml:12: claims[0].attractive',
      /inside another/,
    ],
    [
      'an empty interval',
      claim('attractive: eta > 1, for: { eta: [2, 1] }'),
      'model.yaml:12: claims[0].for.eta',
      /empty/,
    ],
    [
      'an interval of something unknown',
      claim('attractive: eta > 1, for: { q: [1, 2] }'),
      'model.yaml:12: claims[0].for.q',
      /no constant or parameter/,
    ],
    ['two exponents', claim('exponent: { sde: 1, sgd: 2 }'), 'model.yaml:12: claims[0].exponent', /2 exponents/],
    [
      'a negative tolerance',
      claim('exponent: { sde: 1, tolerance: -1 }'),
      'model.yaml:12: claims[0].exponent.tolerance',
      /negative/,
    ],
    [
      'a range of what speaks of the file',
      claim('attractive: true, for: { eta: [1, 2] }'),
      'model.yaml:12: claims[0].for',
      /without a condition/,
    ],
  ]);
});
