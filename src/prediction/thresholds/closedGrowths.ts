import { difference, type Expression, negate, numberOne } from '../../expression/syntax/expression.js';
import { dataNames } from '../../model/constants.js';
import type { Model } from '../../model/model.js';
import { chainProducts } from '../../symbolic/chainThresholds.js';
import type { Derivation } from '../../symbolic/derivation.js';
import { meanSquareGrowths } from '../../symbolic/meanSquare.js';
import type { Process } from '../prediction.js';

/** λ, or with a moment p the exponent Λ(p) (below 0 where the set is mean-square stable, for p = 2), of a process. */
export interface ThresholdQuantity {
  readonly process: Process['kind'];
  readonly moment: number | null;
}

/**
 * Formulas whose largest has the sign of an exponent at every value of the constants, along common eigenvectors (theory §5, §6);
 * null where there are none.
 */
export function closedGrowths(
  model: Model,
  derivation: Derivation,
  { process, moment }: ThresholdQuantity,
): Expression[] | null {
  const { linearisation, eigenDirections } = derivation;
  if (linearisation === null || linearisation.baseMoves || eigenDirections === null) return null;
  if (moment === null && process === 'sde') return eigenDirections.map(({ exponent }) => exponent);
  if (moment === null && process !== 'sde') {
    const products = chainProducts(model, derivation, process, mostFactors);
    return products?.flatMap((one) => [one, negate(one)].map((signed) => difference(signed, numberOne))) ?? null;
  }
  if (moment !== 2) return null;
  const growths = meanSquareGrowths(model, linearisation, eigenDirections, process, dataNames(model));
  return growths?.map(({ exponent }) => exponent) ?? null;
}

/** Products of more have bounds that are too wide. */
const mostFactors = 64;
