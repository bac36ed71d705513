import { isZero } from '../arithmetic/rational.js';
import { substitute } from '../expression/calculus/substitute.js';
import { type Expression, number, product, sum, symbol } from '../expression/syntax/expression.js';
import type { NormalCoordinates } from './normalCoordinates.js';
import { taylorCoefficients } from './series.js';

/**
 * The Taylor expansion of an expression about a set along y = r·u (theory §4.2): the coefficients of r^0 … r^order at
 * the point (on the set) + r Σ_l u_l o_l, o_l the orthogonal normals.
 *
 * Each is exact, homogeneous in the u_l (named by directionNames) of its own degree, with the free parameters of the set
 * left as names. Removable singularities on the set, 0/0 at r = 0, are expanded too. Null where there is no expansion.
 */
export function taylorAlongNormals(
  coordinates: NormalCoordinates,
  expression: Expression,
  order: number,
): Expression[] | null {
  return taylorCoefficients(substitute(expression, movedOff(coordinates)), radius, order, coordinates.data);
}

/** Names of the components u_l of the direction; no name of the grammar holds a space. */
export function directionNames({ normals }: NormalCoordinates): string[] {
  return normals.map((_, l) => `direction ${l + 1}`);
}

const radius = 'distance r';

function movedOff(coordinates: NormalCoordinates): ReadonlyMap<string, Expression> {
  const { parameters, restriction, normals } = coordinates;
  const directions = directionNames(coordinates);
  return new Map(
    parameters.map((name, i) => {
      const steps = normals.flatMap((normal, l) =>
        isZero(normal[i]) ? [] : [product(number(normal[i]), symbol(directions[l]))],
      );
      return [name, sum(restriction.get(name) ?? symbol(name), product(symbol(radius), sum(...steps)))] as const;
    }),
  );
}
