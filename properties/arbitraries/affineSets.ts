import fc from 'fast-check';
import { difference, number, product, sum, symbol } from '../../src/expression/syntax/expression.js';
import { affineSet } from '../../src/model/affineSet.js';
import type { AffineSet } from '../../src/model/model.js';

export interface AffineSetConstraints {
  readonly parameters: readonly string[];
  /** default: from 1 to the number of parameters */
  readonly codimension?: number;
  /** whether equations may have an offset; default true */
  readonly offsets?: boolean;
}

/** Affine sets of any direction, with small whole coefficients; the equations are independent. */
export function affineSets({ parameters, codimension, offsets = true }: AffineSetConstraints): fc.Arbitrary<AffineSet> {
  const most = parameters.length;
  if (most === 0 || (codimension !== undefined && (codimension < 1 || codimension > most))) {
    throw new RangeError(`affineSets: codimension ${codimension} of ${most} parameters; expected 1 to ${most}`);
  }
  const coefficient = fc.integer({ min: -2, max: 2 });
  return fc
    .record({
      pivots: fc.subarray([...parameters.keys()], { minLength: codimension ?? 1, maxLength: codimension ?? most }),
      entries: fc.array(fc.array(coefficient, { minLength: most, maxLength: most }), {
        minLength: most,
        maxLength: most,
      }),
      rightSides: fc.array(offsets ? coefficient : fc.constant(0), { minLength: most, maxLength: most }),
    })
    .map(({ pivots, entries, rightSides }) => {
      const equations = pivots.map((pivot, i) => {
        const others = parameters.flatMap((name, j) =>
          pivots.includes(j) ? [] : [product(number(entries[i][j]), symbol(name))],
        );
        return difference(sum(symbol(parameters[pivot]), ...others), number(rightSides[i]));
      });
      return affineSet('random set', equations, parameters);
    });
}
