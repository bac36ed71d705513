import { describe, expect, it } from 'vitest';
import { rational } from '../../src/arithmetic/rational.js';
import { readModel } from '../../src/model/readModel.js';
import { errorOf, expectErrors } from './expectErrors.js';
import { modelText, tanhNeuron } from './modelTexts.js';

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
      /"labl".*minibatch, label, label-flip, residual, gaussian, student-t or explicit/,
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
