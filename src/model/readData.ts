import { InputError } from '../arithmetic/inputError.js';
import { type Rational, toNumber } from '../arithmetic/rational.js';
import { canonicalName } from '../expression/syntax/names.js';
import { type GeneratedColumn, generateData } from './generateData.js';
import { parseGenerated } from './generatedExpression.js';
import { withAllErrors } from './inputErrors.js';
import type { DataSet } from './model.js';
import type { ModelFile } from './modelFile.js';
import type { ModelSource, Path } from './modelSource.js';
import { nestedPaths } from './nestedLists.js';
import { readCsv } from './readCsv.js';
import { checkScope } from './readExpressions.js';
import { declarations, elementNames, type Names, namesInMessage, type Reading } from './readNames.js';
import { readRational } from './readNumbers.js';

/** Returns the text of a file, given its path as the model file names it from where the command runs. */
export type ReadFile = (path: string) => string;

type DataEntry = NonNullable<ModelFile['data']>;

/**
 * Reads the samples that a model file states, names or generates.
 *
 * A model that declares neither inputs nor targets needs no data: it has the one empty sample. Throws InputError for
 * data that is missing, empty, of the wrong length a row, not finite, or in a file that cannot be read.
 */
export function readData(reading: Reading, readFile: ReadFile | null): DataSet {
  const { source, names, file } = reading;
  const { inputs, targets } = names;
  const columns = [...inputs, ...targets];
  const entry = file.data;
  if (entry === undefined) {
    if (columns.length === 0) return { inputs, targets, rows: [[]] };
    throw source.error([], '"data" is missing', `data: samples, csv or generate for ${namesInMessage(columns, names)}`);
  }
  const stated = (['samples', 'csv', 'generate'] as const).filter((key) => entry[key] !== undefined);
  if (stated.length !== 1) {
    const what = stated.length === 0 ? 'no data is stated' : `${stated.join(' and ')} are both stated`;
    throw source.error(['data'], what, 'one of samples, csv, generate');
  }
  if (columns.length === 0) {
    throw source.error(['data'], 'the model declares no inputs or targets', 'inputs: [x], targets: [y]');
  }
  const rows = rowsOf(reading, entry, columns, readFile);
  if (rows.length === 0) throw source.error(['data', stated[0]], 'the data is empty', 'one sample or more');
  return { inputs, targets, rows };
}

function rowsOf(
  reading: Reading,
  entry: DataEntry,
  columns: readonly string[],
  readFile: ReadFile | null,
): Rational[][] {
  const { source, names } = reading;
  if (entry.csv !== undefined) return csvRows(entry.csv, source, columns, readFile);
  if (entry.generate !== undefined) return generatedRows(reading, entry.generate);
  const sampleAt = (row: readonly unknown[], i: number): Rational[] => {
    const path: Path = ['data', 'samples', i];
    const places = row.flatMap((value, j) => nestedPaths(value, [...path, j], source).paths);
    if (places.length !== columns.length) {
      const expected = `${columns.length}: ${namesInMessage(columns, names)}`;
      throw source.error(path, `the sample has ${places.length} numbers`, expected);
    }
    return places.map((place) => readRational(source, place));
  };
  return withAllErrors((entry.samples ?? []).map((row, i) => () => sampleAt(row, i)));
}

function csvRows(
  csv: string,
  source: ModelSource,
  columns: readonly string[],
  readFile: ReadFile | null,
): Rational[][] {
  const where = source.where(['data', 'csv']);
  if (readFile === null) throw new InputError(where, 'files cannot be read here', 'data.samples or data.generate');
  const path = besides(source.file, csv);
  let text: string;
  try {
    text = readFile(path);
  } catch (error) {
    throw new InputError(
      where,
      `${path} cannot be read (${error instanceof Error ? error.message : error})`,
      'a csv file',
    );
  }
  if (text.length > longestCsv) {
    throw new InputError(where, `${path} has ${text.length} characters`, `at most ${longestCsv}`);
  }
  return readCsv(text, path, columns);
}

/** A hundred megabytes: beyond it the exact numbers would not fit in memory. */
const longestCsv = 100_000_000;

/** The path of a file that is named from beside another one. */
function besides(file: string, path: string): string {
  if (/^([\\/]|[A-Za-z]:)/.test(path)) return path;
  const folder = /^(.*[\\/])/.exec(file);
  return folder === null ? path : `${folder[1]}${path}`;
}

function generatedRows({ source, names, file }: Reading, entry: NonNullable<DataEntry['generate']>): Rational[][] {
  const path: Path = ['data', 'generate'];
  const columns = [...declarations(file, 'inputs'), ...declarations(file, 'targets')];
  const keys = new Map(Object.keys(entry).map((key) => [canonicalName(key), key]));
  const known = columns.map(({ name }) => name);
  for (const [name, key] of keys) {
    if (name === 'n' || name === 'seed' || known.includes(name)) continue;
    throw source.error([...path, key], `unknown key ${key}`, `n, seed, ${known.join(', ')}`);
  }
  const earlier: string[] = [];
  const generated = columns.flatMap((column): GeneratedColumn[] => {
    const { name } = column;
    const at = [...path, keys.get(name) ?? name];
    const where = source.where(at);
    if (name === 'n' || name === 'seed') {
      throw new InputError(where, `${name} is a key of generate and a name of data`, 'another name for the data');
    }
    if (!keys.has(name)) throw new InputError(where, `${name} is missing`, `${name}: an expression`);
    const formulas = parseGenerated(source.text(at), where, column.shape, names);
    const scope: Names = { ...names, inputs: [...earlier] };
    const elements = elementNames(column);
    earlier.push(...elements);
    return formulas.map((formula, i) => {
      const allowed = { ...scope, targets: formula.draws.map((draw) => draw.name) };
      for (const expression of [formula.expression, ...formula.draws.flatMap((draw) => draw.arguments)]) {
        checkScope(expression, where, allowed, { roles: ['constants', 'data'], value: 'number', moments: false });
      }
      return { name: elements[i], formula, where };
    });
  });
  const constants = new Map([...names.constants].map(([name, value]) => [name, toNumber(value)]));
  return generateData(generated, constants, entry.n, entry.seed ?? 1);
}
