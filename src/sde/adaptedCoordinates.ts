import { isZero, negated, type Rational, toNumber } from '../arithmetic/rational.js';
import { type Expression, number, numberZero, product, sum } from '../expression/syntax/expression.js';
import { reduceEquations } from '../model/linearEquations.js';
import type { AffineSet } from '../model/model.js';

/**
 * Coordinates z = Mθ in which a set is {first k coordinates constant}: one reduced equation each, then the parameters
 * that remain free. The normal part of a vector is formed once, from formulas, so that noise of size ‖y‖ next to noise
 * along the set of size 1 is factorised without losing ‖y‖.
 */
export interface AdaptedCoordinates {
  readonly codimension: number;
  /** M v for a vector of formulas, one a parameter */
  transform(vector: readonly Expression[]): Expression[];
  /** M⁻¹, row by row: each parameter's increment as a combination of the coordinates' increments */
  readonly inverse: readonly (readonly { readonly coordinate: number; readonly factor: number }[])[];
}

/** The coordinates adapted to a set among d parameters. */
export function adaptedCoordinates(set: AffineSet, dimension: number): AdaptedCoordinates {
  const { pivots, rows } = reduceEquations(
    set.rows,
    set.rows.map(() => numberZero),
  );
  const free = Array.from({ length: dimension }, (_, j) => j).filter((j) => !pivots.includes(j));
  const weightsOf = (row: readonly Rational[], sign: (entry: Rational) => Rational) =>
    free.flatMap((j, m) => (isZero(row[j]) ? [] : [{ j, coordinate: pivots.length + m, entry: sign(row[j]) }]));
  return {
    codimension: pivots.length,
    transform: (vector) => [
      ...rows.map((row, i) =>
        sum(
          vector[pivots[i]],
          ...weightsOf(row, (entry) => entry).map(({ j, entry }) => product(number(entry), vector[j])),
        ),
      ),
      ...free.map((j) => vector[j]),
    ],
    inverse: Array.from({ length: dimension }, (_, j) => {
      const i = pivots.indexOf(j);
      if (i < 0) return [{ coordinate: pivots.length + free.indexOf(j), factor: 1 }];
      const along = weightsOf(rows[i], negated).map(({ coordinate, entry }) => ({
        coordinate,
        factor: toNumber(entry),
      }));
      return [{ coordinate: i, factor: 1 }, ...along];
    }),
  };
}
