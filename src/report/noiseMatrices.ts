import { simplify } from '../expression/algebra/fromNormalForm.js';
import { substitute } from '../expression/calculus/substitute.js';
import {
  call,
  childrenOf,
  type Expression,
  fraction,
  number,
  product,
  symbol,
  withChildren,
} from '../expression/syntax/expression.js';
import { dataNames } from '../model/constants.js';
import type { Model } from '../model/model.js';
import type { NoiseFamily } from '../symbolic/derivation.js';

type Matrix = readonly (readonly Expression[])[];

/** The C_j of one noise, one k × k matrix a Brownian motion: for noise over the samples one a sample (theory §5). */
export function noiseMatrices(model: Model, { over, weight, matrix }: NoiseFamily): Matrix[] {
  if (over === 'once' || model.dynamics.kind === 'sde') return [scaled(weight, matrix)];
  const { rows } = model.dynamics.data;
  const names = dataNames(model);
  const share = product(weight, fraction(1, rows.length));
  return rows.map((row) => {
    const sample = new Map(names.map((name, i) => [name, number(row[i])]));
    return scaled(
      share,
      matrix.map((entries) => entries.map((entry) => atSample(entry, sample))),
    );
  });
}

function scaled(weight: Expression, matrix: Matrix): Matrix {
  const size = simplify(call('sqrt', weight));
  return matrix.map((row) => row.map((entry) => product(size, entry)));
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
    return withChildren(node, childrenOf(node).map(outside));
  };
  return substitute(substitute(outside(entry), sample), moments);
}
