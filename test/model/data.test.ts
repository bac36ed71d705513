import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/arithmetic/inputError.js';
import { rational } from '../../src/arithmetic/rational.js';
import { numericRows } from '../../src/model/constants.js';
import type { DataSet } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { randomStream } from '../../src/numeric/random.js';
import { builtinTexts, modelText, tanhNeuron } from './modelTexts.js';

function dataOf(data: string, files: Readonly<Record<string, string>> = {}): DataSet {
  const readFile = (path: string): string => {
    if (files[path] === undefined) throw new Error('no such file');
    return files[path];
  };
  const { dynamics } = readModel(modelText(tanhNeuron, { data }), 'models/neuron.yaml', { readFile });
  if (dynamics.kind !== 'loss') throw new Error('the model has no loss');
  return dynamics.data;
}

describe('stated data', () => {
  it('becomes the doubles nearest to its decimals, row after row', () => {
    const decimals = fc.stringMatching(/^-?[1-9][0-9]{0,20}\.[0-9]{1,20}(e-?[0-9]{1,2})?$/);
    fc.assert(
      fc.property(fc.array(fc.tuple(decimals, decimals), { minLength: 1, maxLength: 5 }), (samples) => {
        const data = dataOf(`{ samples: [${samples.map((sample) => `[${sample.join(', ')}]`).join(', ')}] }`);
        expect([...numericRows(data)]).toEqual(samples.flat().map(Number));
      }),
      { seed: 1, numRuns: 100 },
    );
  });

  it.each([
    ['M2', 'M2 tanh neuron'],
    ['M2-paper', 'M2 tanh neuron'],
    ['M3', 'M3 two neurons, label noise, full batch'],
    ['M4', 'M4 scalar chain, minibatch with replacement'],
    ['M4-large', 'M4 scalar chain, minibatch with replacement'],
  ])('of the shipped %s is that of the reference values', (id, key) => {
    const reference = JSON.parse(readFileSync(new URL('../data/reference-values.json', import.meta.url), 'utf8'));
    const { dynamics } = readModel(builtinTexts.get(id)!, id);
    expect(dynamics.kind === 'loss' && [...numericRows(dynamics.data)]).toEqual(reference[key].samples.flat());
  });
});

describe('csv data', () => {
  const csv = (text: string): DataSet => dataOf('{ csv: points.csv }', { 'models/points.csv': text });

  it('stands beside the model file, inputs then targets', () => {
    expect(csv('0.1,2\n-3,4e-1\n').rows).toEqual([
      [rational(1, 10), rational(2)],
      [rational(-3), rational(2, 5)],
    ]);
  });

  it('is found by name where there is a header, in any order and with columns to spare', () => {
    expect(csv('# made by hand\r\ny, "x" ,z\r\n1,2,3\r\n\r\n').rows).toEqual([[rational(2), rational(1)]]);
  });

  it('may stand at an absolute path', () => {
    expect(dataOf('{ csv: /data/points.csv }', { '/data/points.csv': '1,2' }).rows).toHaveLength(1);
  });

  const pairs = [
    [rational(1, 2), rational(-3)],
    [rational(2), rational(1, 4)],
  ];

  it.each([
    ['a byte order mark and CRLF', '\uFEFFx,y\r\n0.5,-3\r\n2,0.25\r\n'],
    ['lines that end in CR alone', 'x,y\r0.5,-3\r2,0.25\r'],
    ['semicolons with decimal commas', 'x;y\n0,5;-3\n2;2,5e-1\n'],
    ['quoted decimal commas', 'x;y\n"0,5";"-3"\n2;"0,25"\n'],
    ['tabs', 'y\tx\n-3\t0.5\n0.25\t2\n'],
    ["NumPy's savetxt", '5.000e-01 -3.000e+00\n2.000e+00  2.500e-01\n'],
    ["NumPy's savetxt with a header", '# by hand\n# y x\n-3 0.5\n0.25 2\n'],
    ["NumPy's savetxt with commas and a header", '# y,x\n-3,0.5\n0.25,2\n'],
    ["pandas' index column", ',x,y\n0,0.5,-3\n1,2,0.25\n'],
    ["Excel's line on what separates cells", 'sep=;\nx;y\n0,5;-3\n2;0,25\n'],
    ["R's row names", '"x" "y"\n"1" 0.5 -3\n"2" 2 0.25\n'],
    ['quoted names, blanks and blank lines', '"y" , "x"\n\n "-3","0.5"\n  \n0.25, 2\n\n'],
    ['a quoted line break in a column that is not asked for', 'note,x,y\n"a\nb",0.5,-3\nc,2,0.25\n'],
  ])('reads %s as meant', (_, text) => {
    expect(csv(text).rows).toEqual(pairs);
  });

  it.each([
    ['a cell that is no number', '1,2\n3,four\n', 'models/points.csv:2: y', /"four" is no number/],
    ['an infinite cell', 'x,y\n1,1e999\n', 'models/points.csv:2: y', /finite/],
    ['a short row', 'x,y\n1\n', 'models/points.csv:2', /1 cells; expected 2/],
    ['a header without a column', 'x,z\n1,2\n', 'models/points.csv:1', /no column y/],
    ['a missing value', 'x,y\n1,2\n3,NaN\n', 'models/points.csv:3: y', /"NaN" is no number.*leave out samples/],
    ['a missing value in the first row', '1,NA\n3,4\n', 'models/points.csv:1: y', /"NA".*leave out samples/],
    ['an empty cell', 'x,y\n,2\n', 'models/points.csv:2: x', /empty/],
    ['marks between thousands', 'x;y\n1.234,5;2\n', 'models/points.csv:2: x', /without marks between thousands/],
    ['a name that stands twice', 'x,y,x\n1,2,3\n', 'models/points.csv:1', /x twice/],
    ['the line after a quoted line break', 'x,y,z\n1,2,"a\nb"\n1,b,3\n', 'models/points.csv:4: y', /"b" is no number/],
    ['a quoted cell that does not end', 'x,y\n"1,2\n3,4\n', 'models/points.csv:2', /does not end/],
    ['a file in UTF-16', '\uFFFD\uFFFDx\0,\0y\0\n\x001\0', 'models/points.csv:1', /no text in UTF-8/],
    ['no samples', '\n', 'models/points.csv:1', /no samples/],
    ['a header alone', 'x,y\n', 'models/neuron.yaml:8: data.csv', /empty/],
  ])('%s is refused with its row', (_, text, where, message) => {
    let error: unknown;
    try {
      csv(text);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(InputError);
    expect((error as InputError).where).toBe(where);
    expect((error as InputError).message).toMatch(message);
  });

  it('is refused where the file cannot be read', () => {
    expect(() => dataOf('{ csv: missing.csv }')).toThrow(/models\/missing\.csv cannot be read \(no such file\)/);
  });
});

describe('generated data', () => {
  const generate = (n: number, seed = 1): DataSet =>
    dataOf(`{ generate: { n: ${n}, seed: ${seed}, x: "normal(0, 1)", y: "x + 0.1 * normal(0, 1)" } }`);

  it('draws sample i from stream i of the seed: inputs first, then targets', () => {
    const rows = numericRows(generate(3, 7));
    for (let i = 0; i < 3; i++) {
      const stream = randomStream(7, i);
      const x = stream.normal();
      expect(rows[2 * i]).toBe(x);
      expect(rows[2 * i + 1]).toBeCloseTo(x + 0.1 * stream.normal(), 15);
    }
  });

  it('keeps every drawn double to the last bit', () => {
    const rows = numericRows(dataOf('{ generate: { n: 500, x: "normal(0, 1)", y: x } }'));
    for (let i = 0; i < 500; i++) expect(rows[2 * i]).toBe(randomStream(1, i).normal());
  });

  it('does not change a sample when more are asked for', () => {
    expect(generate(10).rows.slice(0, 3)).toEqual(generate(3).rows);
  });

  it('differs between seeds', () => {
    expect(generate(3, 1).rows).not.toEqual(generate(3, 2).rows);
  });

  it('knows uniform draws, draws within draws, constants and conditionals', () => {
    const { rows } = dataOf(
      '{ generate: { n: 200, x: "normal(uniform(10, 20), 0)", y: "uniform(0, 1) < 0.5 ? eta : -eta" } }',
    );
    const x = rows.map((row) => Number(row[0].numerator) / Number(row[0].denominator));
    expect(Math.min(...x)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...x)).toBeLessThan(20);
    expect(new Set(rows.map((row) => Number(row[1].numerator)))).toEqual(new Set([1, -1]));
  });

  it('uses seed 1 unless stated', () => {
    expect(dataOf('{ generate: { n: 2, x: "normal(0, 1)", y: x } }').rows[1][0]).toEqual(generate(2, 1).rows[1][0]);
  });
});
