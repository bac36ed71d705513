import { toNumber } from '../arithmetic/rational.js';
import { substitute } from '../expression/calculus/substitute.js';
import { compileJavaScript } from '../expression/compile/javascript.js';
import {
  difference,
  type Expression,
  fraction,
  number,
  power,
  product,
  sum,
  symbol,
  symbolsOf,
  withParts,
} from '../expression/syntax/expression.js';
import { dataNames } from '../model/constants.js';
import type { ClaimDomain } from './claimDomain.js';
import type { ClaimVersusExponent } from './claimVersusExponent.js';
import type { Instance } from './instance.js';

/** One number of an instance that may be moved. */
export type Line =
  | { readonly kind: 'constant' | 'base'; readonly name: string }
  | { readonly kind: 'sample'; readonly row: number; readonly column: number };

/** Both sides of a claim as one function of the numbers of an instance, in double precision. */
export interface CompiledComparison {
  /** what the numbers are, in their order; each may be moved but those of targets that the loss restricts */
  readonly lines: readonly (Line & { readonly isFree: boolean })[];
  valuesOf(instance: Instance): Float64Array;
  /** null where the exponent is no number */
  sidesOf(values: Float64Array): ClaimVersusExponent | null;
}

/** Compiles the sides for data sets of `size` samples, or for the file's own data (null). */
export function compileComparison(
  domain: ClaimDomain,
  closedForm: Expression,
  size: number | null,
): CompiledComparison {
  const { model, open, condition, statement } = domain;
  const data = dataNames(model);
  const used = symbolsOf(condition, closedForm);
  const constants = [...model.constants.keys()].filter((name) => used.includes(name));
  const restricted = new Set(statement.targets.flatMap((values) => [...values.keys()]));
  const entryName = (row: number, column: number): string => `${data[column]} of sample ${row}`;
  const rows: readonly ReadonlyMap<string, Expression>[] =
    size === null
      ? (model.dynamics.kind === 'sde' ? [] : model.dynamics.data.rows).map(
          (row) => new Map(data.map((name, column) => [name, number(row[column])])),
        )
      : Array.from(
          { length: size },
          (_, row) => new Map(data.map((name, column) => [name, symbol(entryName(row, column))])),
        );
  const entries = Array.from({ length: size ?? 0 }, (_, row) => data.map((_, column) => ({ row, column }))).flat();
  const names = [...constants, ...open, ...entries.map(({ row, column }) => entryName(row, column))];
  const compiled = compileJavaScript(
    [closedForm, condition].map((one) => withoutMoments(one, rows)),
    names,
  );
  const out = new Float64Array(2);
  return {
    lines: [
      ...constants.map((name) => ({ kind: 'constant' as const, name, isFree: true })),
      ...open.map((name) => ({ kind: 'base' as const, name, isFree: true })),
      ...entries.map((entry) => ({ kind: 'sample' as const, ...entry, isFree: !restricted.has(data[entry.column]) })),
    ],
    valuesOf: (instance) =>
      Float64Array.from(
        [
          ...constants.map((name) => instance.constants.get(name)),
          ...open.map((name) => instance.base.get(name)),
          ...entries.map(({ row, column }) => instance.rows?.[row][column]),
        ],
        (value) => (value === undefined ? Number.NaN : toNumber(value)),
      ),
    sidesOf: (values) => {
      compiled(values, out);
      const [exponent, claimed] = out;
      if (Number.isNaN(exponent)) return null;
      return { claimed: claimed === 1, derived: exponent < 0 ? -1 : exponent > 0 ? 1 : 0 };
    },
  };
}

/** Moments written out over the samples, each a map from the data's names. */
function withoutMoments(node: Expression, rows: readonly ReadonlyMap<string, Expression>[]): Expression {
  const written = withParts(node, (part) => withoutMoments(part, rows));
  if (written.kind !== 'moment') return written;
  const values = rows.map((row) => substitute(written.argument, row));
  const mean = average(values);
  return written.moment === 'mean' ? mean : average(values.map((value) => power(difference(value, mean), 2)));
}

function average(values: readonly Expression[]): Expression {
  return product(fraction(1, values.length), sum(...values));
}
