import { fromNumber } from '../../arithmetic/rational.js';
import { difference, negate, number, numberOne, product } from '../../expression/syntax/expression.js';
import { dataNames } from '../../model/constants.js';
import type { Model } from '../../model/model.js';
import { drawsSamples } from '../../model/noise/noiseFacts.js';
import { noSdeReason } from '../../model/noSde.js';
import { chainProducts } from '../../symbolic/chainThresholds.js';
import type { Derivation } from '../../symbolic/derivation.js';
import { meanSquareGrowths } from '../../symbolic/meanSquare.js';
import type { Process } from '../prediction.js';
import { type Growth, ofFormula } from './growthRanges.js';
import { normalStep } from './normalStep.js';

/** λ, or with a moment p the exponent Λ(p) (below 0 where the set is mean-square stable, for p = 2), of a process. */
export interface ThresholdQuantity {
  readonly process: Process['kind'];
  readonly moment: number | null;
}

/**
 * Quantities whose largest has the sign of an exponent at every value of the constants, along common eigenvectors (theory §5, §6);
 * null where there are none.
 */
export function closedGrowths(
  model: Model,
  derivation: Derivation,
  { process, moment }: ThresholdQuantity,
): Growth[] | null {
  const { linearisation, eigenDirections } = derivation;
  if (linearisation === null || linearisation.baseMoves || eigenDirections === null) return null;
  if (moment === 2) {
    const growths = meanSquareGrowths(model, linearisation, eigenDirections, process, dataNames(model));
    return growths?.map(({ exponent }) => ofFormula(exponent)) ?? null;
  }
  if (moment !== null) return null;
  if (process === 'sde') return eigenDirections.map(({ exponent }) => ofFormula(exponent));
  const products = chainProducts(model, derivation, process, mostFactors);
  if (products !== null) {
    return products.flatMap((one) => [one, negate(one)].map((signed) => ofFormula(difference(signed, numberOne))));
  }
  if (process === 'sgd' && !drawsNormalNumbers(model)) return null;
  const { learningRate } = linearisation;
  const step = process === 'sgd' ? learningRate : number(fromNumber(model.simulation.dt));
  return eigenDirections.map(({ curvature, noise }) =>
    normalStep(difference(numberOne, product(step, curvature)), product(step, learningRate, noise)),
  );
}

/** Whether a step of SGD multiplies by a normal number: it draws neither samples nor Student's numbers, and has no momentum. */
function drawsNormalNumbers(model: Model): boolean {
  return noSdeReason(model) === null && !model.noise.some((one) => drawsSamples(one) || one.kind === 'student-t');
}

/** Products of more have bounds that are too wide. */
const mostFactors = 64;
