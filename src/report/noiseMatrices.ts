import { simplify } from '../expression/algebra/fromNormalForm.js';
import { substitute } from '../expression/calculus/substitute.js';
import {
  call,
  type Expression,
  fraction,
  number,
  product,
  symbol,
  withParts,
} from '../expression/syntax/expression.js';
import { dataNames } from '../model/constants.js';
import type { Model } from '../model/model.js';
import type { NoiseFamily } from '../symbolic/derivation.js';

type Matrix = readonly (readonly Expression[])[];

/** The C_j of one noise, one k × k matrix a Brownian motion: for noise over the samples one a sample (theory §5). */
export function noiseMatrices(model: Model, { over, weight, matrix }: NoiseFamily): Matrix[] {
  const isOnce = over === 'once' || model.dynamics.kind === 'sde';
  const rows = isOnce ? [] : model.dynamics.data.rows;
  const size = simplify(call('sqrt', isOnce ? weight : product(weight, fraction(1, rows.length))));
  const scaled = (entryOf: (entry: Expression) => Expression): Matrix =>
    matrix.map((entries) => entries.map((entry) => product(size, entryOf(entry))));
  if (isOnce) return [scaled((entry) => entry)];
  const names = dataNames(model);
  return rows.map((row) => {
    const sample = new Map(names.map((name, i) => [name, number(row[i])]));
    return scaled((entry) => atSample(entry, sample));
  });
}

/** Inside mean(…) and var(…) the data's names go on to range over the samples; outside they are the sample's. */
function atSample(entry: Expression, sample: ReadonlyMap<string, Expression>): Expression {
  const moments = new Map<string, Expression>();
  const outside = (node: Expression): Expression => {
    if (node.kind === 'moment') {
      const name = `moment ${moments.size}`;
      moments.set(name, node);
      return symbol(name);
    }
    return withParts(node, outside);
  };
  return substitute(substitute(outside(entry), sample), moments);
}
