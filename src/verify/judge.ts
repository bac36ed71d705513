import type { Prediction } from '../prediction/prediction.js';
import type { Derivation } from '../symbolic/derivation.js';
import { compare } from './comparison.js';
import { findDisagreements } from './disagreements.js';
import { isMeasured, type Measurements, signOf } from './quantities.js';
import type { Verdict } from './verdict.js';

/**
 * The verdict on one set (docs/reading-the-table.md): `disagree` when two decided signs differ or a measured interval
 * misses the exponent of the process that was measured; else `inconclusive` when something that applies is undecided or
 * was not reached; else `agree`.
 */
export function judge(derivation: Derivation, prediction: Prediction, measurements: Measurements): Verdict {
  const comparison = compare(derivation, prediction, measurements);
  const { quantities, conflicts, undecided } = comparison;
  const bothSides = quantities.some(isMeasured) && quantities.some((one) => !isMeasured(one));
  const { sde, sgd, others } = measurements;
  return {
    derivation,
    prediction,
    evidence: { sde, sgd, others },
    predicted: signOfPrediction(prediction),
    outcome: conflicts.length > 0 ? 'disagree' : undecided.length > 0 || !bothSides ? 'inconclusive' : 'agree',
    disagreements: findDisagreements(comparison),
  };
}

/** What theory predicts: the sign of exponents.sde, or of sdeAveraged where the base point moves. */
export function signOfPrediction({ exponents, baseMoves }: Prediction): Verdict['predicted'] {
  const decisive = baseMoves ? exponents.sdeAveraged : exponents.sde;
  const sign = signOf(decisive?.interval ?? null);
  return sign === 0 ? 'undecided' : sign < 0 ? 'attractive' : 'repelling';
}
