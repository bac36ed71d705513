import {
  dividedBy,
  equal,
  minus,
  negated,
  plus,
  type Rational,
  rational,
  sign,
  sumOf,
  times,
  toText,
  zero,
} from '../../arithmetic/rational.js';
import type { RationalMatrix } from '../../arithmetic/rowEchelonForm.js';
import { familyLines } from '../exponent/familyLines.js';
import { frobeniusAbove, product, transposed } from '../exponent/matrices.js';
import { noiseMargin } from '../exponent/noiseMargin.js';
import { type CheckedFamily, readFamily, squareMatrix } from '../exponent/readCertificate.js';
import { malformed, NotFollowed } from '../notFollowed.js';
import { entries } from '../readJson.js';
import type { StatementLine } from '../statement.js';

/** On which side of a number an exponent lies. */
export type Side = 'above' | 'below' | 'equal';

/**
 * Verifies the side of a number c on which the growth rate of E‖y‖² lies, dy = −H y dt + Σ_j √rate_j M_j y dW_j, by a
 * matrix P: yᵀPy has the drift yᵀGy, G = −HᵀP − PH + Σ_j rate_j M_jᵀ P M_j, and P > 0 with G < cP, or G > cP, decides.
 * Throws NotFollowed.
 */
export function requireSideOfMeanSquare(json: unknown, value: Rational, side: Side): StatementLine[] {
  const stated = entries(json, 'meanSquare', ['family', 'weights']);
  const family = readFamily(stated.family);
  const weights = squareMatrix(stated.weights, 'meanSquare.weights');
  if (weights.length !== family.size || weights.some((row, i) => row.some((x, j) => !equal(x, weights[j][i])))) {
    throw malformed('meanSquare.weights', 'is no symmetric matrix of that size');
  }
  const turned = product(weights, family.curvature);
  const squares = family.noise.map(({ matrix }) => product(transposed(matrix), product(weights, matrix)));
  const margin = marginOf(family, weights);
  const excess = weights.map((row, i) =>
    row.map((weight, j) => {
      const noise = sumOf(family.noise.map(({ rate }, l) => times(rate, squares[l][i][j])));
      const growth = minus(noise, sumOf([turned[i][j], turned[j][i], times(value, weight)]));
      return minus(side === 'above' ? growth : negated(growth), i === j ? margin : zero);
    }),
  );
  if (side === 'equal' || !isPositiveDefinite(weights) || !isPositiveDefinite(excess)) {
    throw new NotFollowed(`the growth of the mean square is not shown to be ${side} ${toText(value)}`);
  }
  return [{ name: 'exponent', text: 'growth rate of the mean square E|y|^2' }, ...familyLines(family)];
}

/** By how much entries that are off by their radii move G at most: an n × n matrix of entries up to r has a norm up to nr. */
function marginOf(family: CheckedFamily, weights: RationalMatrix): Rational {
  const { size, radii } = family;
  if (radii === null) return zero;
  const onFamily = plus(times(rational(2 * size), radii.curvature), noiseMargin(family, radii));
  return times(onFamily, frobeniusAbove(weights));
}

/** Whether all pivots of a symmetric matrix are positive. */
function isPositiveDefinite([[pivot, ...across], ...below]: readonly (readonly Rational[])[]): boolean {
  if (sign(pivot) <= 0) return false;
  const rest = below.map(([first, ...row]) => row.map((x, j) => minus(x, dividedBy(times(first, across[j]), pivot))));
  return rest.length === 0 || isPositiveDefinite(rest);
}
