import { describe, expect, it } from 'vitest';
import { readModel } from '../../src/model/readModel.js';
import { InputError } from '../../src/numeric/inputError.js';
import { rational } from '../../src/numeric/rational.js';
import { modelText, quarticWell, tanhNeuron } from './modelTexts.js';

type Changes = Readonly<Record<string, string | undefined>>;

function errorOf(text: string): InputError {
  try {
    readModel(text, 'model.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return error as InputError;
  }
  throw new Error(`no error for\n${text}`);
}

function expectErrors(
  base: Readonly<Record<string, string>>,
  cases: readonly [string, Changes, string, RegExp][],
): void {
  it.each(cases)('%s', (_, changes, where, message) => {
    const error = errorOf(modelText(base, changes));
    expect(error.where).toBe(where);
    expect(error.message).toMatch(message);
    expect(error.expected).not.toBeNull();
  });
}

describe('keys and shape', () => {
  expectErrors(tanhNeuron, [
    [
      'an unknown key is refused with the nearest known one',
      { regularizer: 'w1' },
      'model.yaml:12: regularizer',
      /did you mean regulariser/,
    ],
    [
      'so is one inside a noise',
      { noise: '[{ kind: label, stdd: 1 }]' },
      'model.yaml:10: noise[0].stdd',
      /did you mean std\?/,
    ],
    ['a missing key is named', { name: undefined }, 'model.yaml:1: name', /"name" is missing; expected the name/],
    ['an empty value is refused', { loss: '' }, 'model.yaml:6: loss', /this is empty/],
    [
      'a noise of an unknown kind',
      { noise: '[{ kind: labl, std: 1 }]' },
      'model.yaml:10: noise[0].kind',
      /minibatch, label, residual or explicit/,
    ],
    [
      'a batch that is no whole number',
      { noise: '[{ kind: minibatch, batch: 1.5 }]' },
      'model.yaml:10: noise[0].batch',
      /whole number/,
    ],
    ['a batch of 0', { noise: '[{ kind: minibatch, batch: 0 }]' }, 'model.yaml:10: noise[0].batch', /from 1 upward/],
    [
      'a sampling that does not exist',
      { noise: '[{ kind: minibatch, batch: 1, sampling: shuffled }]' },
      'model.yaml:10: noise[0].sampling',
      /epochs/,
    ],
    ['a negative horizon', { simulate: '{ horizon: -1 }' }, 'model.yaml:12: simulate.horizon', /above 0/],
    [
      'a step beyond the horizon',
      { simulate: '{ horizon: 1, dt: 2 }' },
      'model.yaml:12: simulate',
      /within the horizon/,
    ],
    ['aliases are refused', { sets: '&a [*a]' }, 'model.yaml:11: sets[0]', /aliases/],
    ['tags are refused', { loss: '!!binary aGk=' }, 'model.yaml:6: loss', /tags/],
    ['a key that stands twice', { loss: 'squared\nloss: squared' }, 'model.yaml:7: loss', /twice/],
    ['infinity is no number', { constants: '{ eta: .inf }' }, 'model.yaml:7: constants.eta', /a number/],
    ['nor is NaN', { constants: '{ eta: .nan }' }, 'model.yaml:7: constants.eta', /a number/],
    ['nor what no double holds', { constants: '{ eta: "1e400" }' }, 'model.yaml:7: constants.eta', /beyond the range/],
    [
      'a constant is a number',
      { constants: '{ eta: 0.5, zeta: eta }' },
      'model.yaml:7: constants.zeta',
      /no exact number/,
    ],
  ]);

  it.each([
    ['an empty file', '', 'model.yaml'],
    ['a list', '- a', 'model.yaml:1: (the whole file)'],
    ['broken YAML', 'name: "a', 'model.yaml:1'],
    ['two documents', 'name: a\n---\nname: b', 'model.yaml:2'],
    ['half a million brackets', `name: ${'['.repeat(500_000)}`, 'model.yaml'],
    ['more text than a model has', ' '.repeat(4_000_001), 'model.yaml'],
  ])('%s is an input error', (_, text, where) => {
    expect(errorOf(text).where).toContain(where);
  });
});

describe('unquoted expressions that YAML tears apart are to be quoted', () => {
  expectErrors(tanhNeuron, [
    ['a comma in a flow list', { output: '[max(0, w1), w2]' }, 'model.yaml:5: output[0]', /quote this expression/],
    [
      'a comma in a flow map',
      { sets: '[{ name: s, equations: [w1], base: { w1: max(0, 1) } }]' },
      'model.yaml:11: sets[0].base.w1',
      /quote this expression/,
    ],
    ['a conditional in a flow list', { output: '[w1 > 0 ? w1 : w2]' }, 'model.yaml:5: output', /quote this expression/],
    ['a conditional', { output: 'w1 > 0 ? w1 : w2' }, 'model.yaml:5', /quotes around an expression/],
    ['a bar at the start', { regulariser: '|w1|' }, 'model.yaml:12', /quotes around an expression/],
    [
      'a star at the start',
      { regulariser: '*w1' },
      'model.yaml:12: regulariser',
      /aliases.*quotes around an expression/,
    ],
  ]);
});

describe('names', () => {
  expectErrors(tanhNeuron, [
    ['a function is no name', { parameters: '[w1, tanh]' }, 'model.yaml:2: parameters[1]', /word of the grammar/],
    ['nor is a word of the grammar', { constants: '{ e: 1 }' }, 'model.yaml:7: constants.e', /word of the grammar/],
    ['nor is other text', { parameters: '[w1, "w 2"]' }, 'model.yaml:2: parameters[1]', /letters, digits and _/],
    [
      'a parameter stands once',
      { parameters: '[w1, w1]' },
      'model.yaml:2: parameters[1]',
      /already the name of a parameter/,
    ],
    [
      'constants and parameters are apart',
      { constants: '{ w1: 1, eta: 1 }' },
      'model.yaml:7: constants.w1',
      /already the name of a parameter/,
    ],
    ['data and constants are apart', { inputs: '[eta]' }, 'model.yaml:3: inputs[0]', /already the name of a constant/],
    [
      'a missing constant is undeclared',
      { noise: '[{ kind: label, std: sigma }]' },
      'model.yaml:10: noise[0].std',
      /sigma is not declared; expected one of eta, zeta/,
    ],
    [
      'an undeclared name lists what is declared',
      { output: 'w2*tanh(w3*x)' },
      'model.yaml:5: output',
      /w3 is not declared; expected one of w1, w2, eta, zeta, x, y; did you mean w1\?/,
    ],
    [
      'a learning rate holds constants alone',
      { learningRate: 'w1' },
      'model.yaml:9: learningRate',
      /w1 is one of the parameters/,
    ],
    ['a regulariser holds no data', { regulariser: 'w1*x' }, 'model.yaml:12: regulariser', /inputs and targets/],
    ['means belong in claims', { output: 'w1*mean(x)' }, 'model.yaml:5: output', /belong in claims/],
    [
      'two sets of one name',
      { sets: '[{ name: a, equations: [w1] }, { name: a, equations: [w2] }]' },
      'model.yaml:11: sets[1].name',
      /another set/,
    ],
  ]);

  it('an override of an unknown constant is refused with the nearest known one', () => {
    const set = new Map([['etaa', rational(1)]]);
    expect(() => readModel(modelText(tanhNeuron), 'm', { set })).toThrow(
      /--set etaa.*one of eta, zeta; did you mean eta\?/,
    );
  });
});

describe('expressions', () => {
  expectErrors(tanhNeuron, [
    ['an unparsable one tells the column', { output: 'w2 * * x' }, 'model.yaml:5: output', /column 6/],
    ['a condition is no number', { output: '"w1 > 0"' }, 'model.yaml:5: output', /condition/],
    ['the output does not hold the target', { output: 'w1*y' }, 'model.yaml:5: output', /target y/],
    ['f of a custom loss is a single output', { output: '[w1*x, w2*x]', loss: 'f^2' }, 'model.yaml:6: loss', /2/],
    [
      'without an output f is undeclared',
      { output: undefined, loss: 'f^2', noise: undefined },
      'model.yaml:5: loss',
      /f is not declared/,
    ],
  ]);
});

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
      'softmax targets are class numbers',
      { output: '[w1*x, w2*x]', loss: 'softmax', noise: undefined, data: '{ samples: [[1, 2]] }' },
      'model.yaml:8: data.samples[0]',
      /0 to 1/,
    ],
    ['softmax has two logits or more', { loss: 'softmax', noise: undefined }, 'model.yaml:6: loss', /two logits/],
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
      /off the set/,
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
