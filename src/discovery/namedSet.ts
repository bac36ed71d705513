import { absolute, equal, isZero, negated, one, sign } from '../arithmetic/rational.js';
import { rowEchelonForm } from '../arithmetic/rowEchelonForm.js';
import { difference, type Expression, sum, symbol } from '../expression/syntax/expression.js';
import { affineSet } from '../model/affineSet.js';
import { vanishesAt } from '../model/constants.js';
import type { AffineSet, Model } from '../model/model.js';
import { inSlices } from '../model/slices.js';
import { classesOf, type SignedPartition, wholeSpace, withRelation, zerosOf } from './signedPartition.js';

/** The set with a name that tells its equations: `w1 = w2, a1 = -a2`, `w1 = a1 = 0`. */
export function namedSet(model: Model, partition: SignedPartition): AffineSet {
  const { parameters, constants } = model;
  return affineSet(nameOf(partition, parameters), equationsOf(partition, parameters), parameters, { constants });
}

/** A set of the model file as a partition; null when it is none, or does not hold 0 at the file's constants. */
export function partitionOf(model: Model, set: AffineSet): SignedPartition | null {
  if (!set.offsets.every((offset) => vanishesAt(offset, model.constants))) return null;
  let result = wholeSpace(model.parameters.length);
  for (const row of rowEchelonForm(set.rows).rows) {
    const places = [...row.keys()].filter((i) => !isZero(row[i]));
    const [i, j] = places;
    if (places.length === 1) result = withRelation(result, i, i, -1);
    else if (places.length === 2 && equal(absolute(row[j]), one))
      result = withRelation(result, i, j, sign(negated(row[j])));
    else return null;
  }
  return result;
}

/** θ_i ∓ θ_j for the members of a class and its first, and θ_i for what is 0, in order of the parameters. */
export function equationsOf(partition: SignedPartition, parameters: readonly string[]): Expression[] {
  const equalities = classesOf(partition).flatMap(([first, ...others]) =>
    others.map(({ index, sign: s }) => {
      const [left, right] = [symbol(parameters[first.index]), symbol(parameters[index])];
      return s > 0 ? difference(left, right) : sum(left, right);
    }),
  );
  return [...equalities, ...zerosOf(partition).map((index) => symbol(parameters[index]))];
}

function nameOf(partition: SignedPartition, parameters: readonly string[]): string {
  const chains = classesOf(partition).map((members) =>
    members.map(({ index, sign: s }) => `${s < 0 ? '-' : ''}${parameters[index]}`).join(' = '),
  );
  const zeros = inSlices(
    zerosOf(partition).map((index) => parameters[index]),
    parameters,
  );
  return [...inSlices(chains, parameters), ...(zeros.length > 0 ? [[...zeros, '0'].join(' = ')] : [])].join(', ');
}
