import type { Rational } from '../arithmetic/rational.js';
import { dot, orthogonalised } from '../arithmetic/rationalMatrix.js';
import { directionalDerivative } from '../expression/calculus/differentiate.js';
import { type Expression, number, numberZero } from '../expression/syntax/expression.js';
import { parametrisation } from '../model/affineSet.js';
import { dataNames } from '../model/constants.js';
import type { AffineSet, Model } from '../model/model.js';

/** The parameters seen from a set A: coordinates on it, and orthogonal directions normal to it (theory §3). */
export interface NormalCoordinates {
  readonly parameters: readonly string[];
  /** pivot parameters through the free ones and the constants, on the set */
  readonly restriction: ReadonlyMap<string, Expression>;
  /** parameters that remain free on the set */
  readonly free: readonly string[];
  /** names that range over the samples */
  readonly data: readonly string[];
  /** k × d: the equations' rows made orthogonal in the file's order, without square roots */
  readonly normals: readonly (readonly Rational[])[];
  /** squared length of each normal */
  readonly lengths: readonly Rational[];
}

/**
 * The coordinates of a set, exactly: its graph over the free parameters, and orthogonal normals with their squared
 * lengths.
 */
export function normalCoordinates(model: Model, set: AffineSet): NormalCoordinates {
  const restriction = parametrisation(set, model.parameters);
  const normals = orthogonalised(set.rows).vectors;
  return {
    parameters: model.parameters,
    restriction,
    free: model.parameters.filter((name) => !restriction.has(name)),
    data: dataNames(model),
    normals,
    lengths: normals.map((row) => dot(row, row)),
  };
}

/** The derivative of an expression along a direction (d exact numbers). */
export function derivativeAlong(
  parameters: readonly string[],
  expression: Expression,
  direction: readonly Rational[],
): Expression {
  const slopes = new Map(parameters.map((name, i) => [name, number(direction[i])]));
  return directionalDerivative((name) => slopes.get(name) ?? numberZero)(expression);
}
