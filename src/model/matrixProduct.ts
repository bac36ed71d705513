import type { Rational } from '../arithmetic/rational.js';
import { type Expression, numberOne, numberZero } from '../expression/syntax/expression.js';
import type { ModelFile } from './modelFile.js';
import { shapedModelFile } from './modelFileShape.js';
import { modelSource } from './modelSource.js';
import { inConstants, readExpression } from './readExpressions.js';
import { type Reading, readNames } from './readNames.js';

/**
 * A random matrix product stated plainly: y ← M y, M drawn afresh in every step (theory §6). With momentum β the step is
 * v ← βv + (M − I)y, y ← y + v, of twice the dimension, for any β.
 */
export interface MatrixProduct {
  readonly name: string;
  /** names of the coordinates y */
  readonly parameters: readonly string[];
  /** exact values, by name */
  readonly constants: ReadonlyMap<string, Rational>;
  readonly matrices: readonly WeightedExpressions[];
  /** in constants alone; 0 when there is none */
  readonly momentum: Expression;
}

/** One of the matrices that are drawn. */
export interface WeightedExpressions {
  /** in constants alone; its probability is its share of the sum of all weights */
  readonly weight: Expression;
  /** k × k, in constants alone; not symmetric in general */
  readonly entries: readonly (readonly Expression[])[];
}

/**
 * Reads a file that states `matrices`; null where it states none, and is a model. `set` replaces constants.
 *
 * Throws InputError for what is no model file, for keys that have no meaning beside matrices, and for entries that are
 * no k × k matrix.
 */
export function readMatrixProduct(
  text: string,
  where: string,
  set: ReadonlyMap<string, Rational> = new Map(),
): MatrixProduct | null {
  const source = modelSource(text, where);
  const file = shapedModelFile(source);
  if (file.matrices === undefined) return null;
  const stray = (Object.keys(file) as (keyof ModelFile)[]).find((key) => !productKeys.has(key));
  if (stray !== undefined) {
    throw source.error([stray], `${stray} beside matrices`, [...productKeys].join(', '));
  }
  const names = readNames(file, source, set);
  return {
    name: file.name,
    parameters: names.parameters,
    constants: names.constants,
    matrices: file.matrices.map((_, i) => readMatrix({ file, source, names }, i)),
    momentum:
      file.momentum === undefined ? numberZero : readExpression({ file, source, names }, ['momentum'], inConstants),
  };
}

const productKeys: ReadonlySet<keyof ModelFile> = new Set(['name', 'parameters', 'constants', 'matrices', 'momentum']);

function readMatrix(reading: Reading, i: number): WeightedExpressions {
  const { source, names, file } = reading;
  const { weight, entries } = file.matrices?.[i] ?? { entries: [] };
  const size = names.parameters.length;
  const expected = `${size} rows of ${size} entries, one a parameter`;
  const at = ['matrices', i, 'entries'] as const;
  if (entries.length !== size) throw source.error(at, `${entries.length} rows`, expected);
  return {
    weight: weight === undefined ? numberOne : readExpression(reading, ['matrices', i, 'weight'], inConstants),
    entries: entries.map((row, l) => {
      if (row.length !== size) throw source.error([...at, l], `${row.length} entries`, expected);
      return row.map((_, m) => readExpression(reading, [...at, l, m], inConstants));
    }),
  };
}
