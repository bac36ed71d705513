import { describe, expect, it } from 'vitest';
import { toNumber } from '../../src/arithmetic/rational.js';
import { evaluate } from '../../src/expression/evaluation/evaluate.js';
import { type Expression, symbolsOf } from '../../src/expression/syntax/expression.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import { printModelFile } from '../../src/model/printModel.js';
import { readModel } from '../../src/model/readModel.js';
import { errorOf, expectErrors } from './expectErrors.js';

const net = {
  name: 'net',
  parameters: '{ W: [3, 2], b: [3], a: [3], c: [] }',
  inputs: '{ x: [2] }',
  targets: '[y]',
  output: 'a @ tanh(W @ x + b) + c',
  loss: 'squared',
  constants: '{ η: 0.1, m: [1, 2, 3], zeta: 1 }',
  learningRate: 'η',
  noise: '[{ kind: label, std: zeta }]',
  data: '{ samples: [[[1, 2], 0.5], [0.1, -1, 2]] }',
  sets: '[{ name: twins, equations: [W[1, :] - W[2, :], b[1] - b[2], a[1] == a[2]], base: { W[1:2, :]: [[1, 2], [1, 2]], a: 0.5 } }]',
};

const text = (changes: Partial<typeof net> = {}): string =>
  Object.entries({ ...net, ...changes })
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');

const model = readModel(text(), 'net.yaml');

function outputsOf(output: string): readonly Expression[] {
  const { dynamics } = readModel(text({ output, loss: '0', noise: '[]' }), 'net.yaml');
  return dynamics.kind === 'loss' ? (dynamics.output ?? []) : [];
}

/** At some values of all names, no two of them alike. */
function numberOf(expression: Expression): number {
  return Number(evaluate(expression, new Map(symbolsOf(expression).map((name, i) => [name, Math.sqrt(i + 2) - 2]))));
}

describe('a model file with arrays', () => {
  it('names every element by its indices, row after row', () => {
    expect(model.parameters.slice(0, 8)).toEqual([
      ...['W[1, 1]', 'W[1, 2]', 'W[2, 1]', 'W[2, 2]', 'W[3, 1]', 'W[3, 2]', 'b[1]', 'b[2]'],
    ]);
    expect([...model.constants.keys()]).toEqual(['eta', 'm[1]', 'm[2]', 'm[3]', 'zeta']);
    expect(model.dynamics.kind === 'loss' && model.dynamics.data.rows.map((row) => row.length)).toEqual([3, 3]);
  });

  it('states sets by slices, and their base by arrays, slices or one number for all', () => {
    const [twins] = model.sets;
    expect(twins.equations.map((one) => printExpression(one))).toEqual([
      ...['W[1, 1] - W[2, 1]', 'W[1, 2] - W[2, 2]', 'b[1] - b[2]', 'a[1] - a[2]'],
    ]);
    expect(twins.base.map((one) => printExpression(one)).join(' ')).toBe('1 2 1 2 0 0 0 0 0 1/2 1/2 1/2 0');
  });

  it('is printed with its shapes, and read back the same', () => {
    const printed = printModelFile(model);
    expect(printed).toContain('parameters: { W: [3, 2], b: [3], a: [3], c: [] }');
    expect(printed).toContain(
      'base: { W: [["1", "2"], ["1", "2"], ["0", "0"]], b: ["0", "0", "0"], a: ["1/2", "1/2", "1/2"], c: "0" }',
    );
    expect(readModel(printed, 'net.yaml')).toEqual(model);
  });

  it('draws every element of generated data by itself', () => {
    const generate = '{ generate: { n: 40, x: "normal(0, 1)", y: "m[1:2] @ x + 0*normal(0, 1)" } }';
    const { dynamics } = readModel(text({ data: generate }), 'net.yaml');
    const rows = dynamics.kind === 'loss' ? dynamics.data.rows : [];
    expect(rows).toHaveLength(40);
    const values = rows.map((row) => row.map(toNumber));
    expect(values.every(([first, second]) => first !== second)).toBe(true);
    expect(values.every(([first, second, y]) => Math.abs(first + 2 * second - y) < 1e-12)).toBe(true);
  });

  it('finds the columns of a table under any of their names', () => {
    const of = (csv: string): unknown => {
      const read = readModel(text({ data: '{ csv: a.csv }' }), 'net.yaml', { readFile: () => csv });
      return read.dynamics.kind === 'loss' && read.dynamics.data.rows.map((row) => row.map((v) => v.numerator));
    };
    for (const header of ['y,x[2],x[1]', 'y,x2,x1', 'y,x_2,x_1', 'y,x₂,x₁'])
      expect(of(`${header}\n1,2,3\n`)).toEqual([[3n, 2n, 1n]]);
  });

  it('has several outputs as the array f of a loss of its own', () => {
    const several = { output: '"W @ x"', targets: '{ y: [3] }', noise: '[]', data: '{ samples: [[1, 2, 1, 2, 3]] }' };
    const { dynamics } = readModel(text({ ...several, loss: 'sum((f - y)^2)/2' }), 'net.yaml');
    expect(dynamics.kind === 'loss' && dynamics.output).toHaveLength(3);
    const byNumber = readModel(
      text({ ...several, loss: '((f1 - y[1])^2 + (f2 - y[2])^2 + (f3 - y[3])^2)/2' }),
      'net.yaml',
    );
    expect(byNumber.dynamics).toEqual(dynamics);
  });
});

describe('array notation', () => {
  const cases: [string, string[]][] = [
    ['W[2, :]', ['W[2, 1]', 'W[2, 2]']],
    ['W[2:3, 1]', ['W[2, 1]', 'W[3, 1]']],
    ['transpose(W) @ b', ['W[1, 1]*b[1] + W[2, 1]*b[2] + W[3, 1]*b[3]', 'W[1, 2]*b[1] + W[2, 2]*b[2] + W[3, 2]*b[3]']],
    ['W.T @ b - b @ W', ['0', '0']],
    ['dot(b, b) - sum(b**2)', ['0']],
    ['norm2(b)^2 - sum(b^2)', ['0']],
    ['sum(W, 1)', ['W[1, 1] + W[2, 1] + W[3, 1]', 'W[1, 2] + W[2, 2] + W[3, 2]']],
    ['np.sum(W, axis=2)[1]', ['W[1, 1] + W[1, 2]']],
    ['mean(b) - sum(j in 1..3, b[j])/3', ['0']],
    ['sum(j in 1..3, k in 1..2, W[j, k]) - sum(W)', ['0']],
    ['sum(j in 1..2, b[j + 1])', ['b[2] + b[3]']],
    ['max(b)', ['max(b[1], b[2], b[3])']],
    ['|b| - abs(b)', ['0', '0', '0']],
    ['||b[1]| - 2|', ['abs(abs(b[1]) - 2)']],
    ['|b[1]*|c|| - abs(b[1]*abs(c))', ['0']],
    ['b · [1, 0, 2]', ['b[1]', '0', '2*b[3]']],
    ['ReLU(b)[1] − ln(c²)', ['relu(b[1]) - log(c^2)']],
    ['\\tanh(b[1]) \\cdot \\eta', ['tanh(b[1])*eta']],
    ['b > 0 and c ≤ 1 ? b : 0', [1, 2, 3].map((i) => `b[${i}] > 0 and c <= 1 ? b[${i}] : 0`)],
  ];
  it.each(cases)('%s is written out', (output, expected) => {
    const written = outputsOf(JSON.stringify(output));
    if (expected.every((one) => one === '0')) for (const one of written) expect(numberOf(one)).toBeCloseTo(0, 12);
    else expect(written.map((one) => printExpression(one))).toEqual(expected);
    expect(written).toHaveLength(expected.length);
  });

  it('makes softmax and logsumexp of vectors, which sum up as they should', () => {
    const [total] = outputsOf('"sum(softmax([c, 2, b[1]]))"');
    expect(numberOf(total)).toBeCloseTo(1, 12);
    const [difference] = outputsOf('"logsumexp([c, 2, 3]) - log(exp(c) + exp(2) + exp(3))"');
    expect(numberOf(difference)).toBeCloseTo(0, 12);
  });

  expectErrors(net, [
    [
      'shapes that do not fit are both stated',
      { output: 'a @ tanh(W @ x + x)' },
      'model.yaml:5: output',
      /`\+` of shape \[3\] and shape \[2\] at column 10/,
    ],
    ['of products too', { output: 'W @ b' }, 'model.yaml:5: output', /`@` of shape \[3, 2\] and shape \[3\]/],
    [
      'an index counts from 1',
      { output: 'b[0]' },
      'model.yaml:5: output',
      /the index 0 of shape \[3\].*expected a whole number from 1 to 3/,
    ],
    ['an index too many', { output: '"b[1, 2]"' }, 'model.yaml:5: output', /2 indices of shape \[3\]/],
    ['an axis counts from 1', { output: '"sum(W, axis=0)"' }, 'model.yaml:5: output', /axes count from 1/],
    ['an element that is none', { output: 'c[1]' }, 'model.yaml:5: output', /c\[1\] is not declared/],
    ['an array where a number is meant', { regulariser: 'b' }, 'model.yaml:12: regulariser', /an array of shape \[3\]/],
    [
      'a base of another shape',
      { sets: '[{ name: s, equations: [b], base: { W: [1, 2] } }]' },
      'model.yaml:11: sets[0].base.W',
      /shape \[3, 2\] and shape \[2\]/,
    ],
    [
      'uneven lists',
      { sets: '[{ name: s, equations: [b], base: { W: [[1, 2], [1]] } }]' },
      'model.yaml:11: sets[0].base.W[1]',
      /items of equal shapes/,
    ],
    [
      'an equation that equates',
      { sets: '[{ name: s, equations: [b[1] = 0] }]' },
      'model.yaml:11: sets[0].equations[0]',
      /write b\[1\]/,
    ],
    [
      'a sum beyond bounds',
      { output: '"sum(j in 1..100000, k in 1..100000, b[1])"' },
      'model.yaml:5: output',
      /beyond bounds/,
    ],
    ['a draw out of place', { output: '"normal(0, 1)"' }, 'model.yaml:5: output', /one of the functions/],
    [
      'a sample of the wrong length',
      { data: '{ samples: [[[1, 2, 3], 4]] }' },
      'model.yaml:10: data.samples[0]',
      /4 numbers; expected 3: x \[2\], y/,
    ],
  ]);
});

describe('the errors of a file', () => {
  it('are told all at once, each on a line with its place', () => {
    const error = errorOf(
      text({
        output: 'W @ b',
        noise: '[{ kind: label, std: -1 }]',
        sets: '[{ name: s, equations: [q, b[1] = 0] }]',
        learningRate: '0',
      }),
    );
    const lines = error.message.split('\n');
    expect(lines).toHaveLength(4);
    for (const line of lines) expect(line).toMatch(/^model\.yaml:\d+: \S+: .*; expected /);
  });

  it('of shape come together too', () => {
    const error = errorOf('name: m\nparameter: [w]\nsets: []\nlearnigRate: 1\n');
    expect(error.message.split('\n').length).toBeGreaterThan(2);
    expect(error.message).toContain('did you mean learningRate?');
  });
});
