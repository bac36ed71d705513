import type { Prediction } from '../prediction/prediction.js';
import type { Derivation } from '../symbolic/derivation.js';
import { compare } from './comparison.js';
import { findDisagreements } from './disagreements.js';
import { type Measurements, signOf } from './quantities.js';
import { outcomeOf, type Verdict } from './verdict.js';

/**
 * The verdict on one set (docs/reading-the-table.md): `disagree` when two decided signs differ or a measured interval
 * misses the exponent of the process that was measured; else `inconclusive` when something that applies is undecided or
 * was not reached, or most trajectories end off an attractive set; else `agree`.
 */
export function judge(derivation: Derivation, prediction: Prediction, measurements: Measurements): Verdict {
  const comparison = compare(derivation, prediction, measurements);
  const disagreements = findDisagreements(comparison);
  const { sde, sgd, others } = measurements;
  return {
    derivation,
    prediction,
    evidence: { sde, sgd, others },
    predicted: signOfPrediction(prediction),
    outcome: outcomeOf(disagreements),
    disagreements,
  };
}

/** What theory predicts: the sign of exponents.sde, or of sdeAveraged where the base point moves. */
export function signOfPrediction({ exponents, baseMoves }: Prediction): Verdict['predicted'] {
  const decisive = baseMoves ? exponents.sdeAveraged : exponents.sde;
  const sign = signOf(decisive?.interval ?? null);
  return sign === 0 ? 'undecided' : sign < 0 ? 'attractive' : 'repelling';
}
