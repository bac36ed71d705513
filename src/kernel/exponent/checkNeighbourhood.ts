import { InputError } from '../../arithmetic/inputError.js';
import { toText } from '../../arithmetic/rational.js';
import { boundForms, generatorForms } from './neighbourhoodForms.js';
import { expandProcess } from './neighbourhoodProcess.js';
import type { Outcome } from './readCertificate.js';
import { readNeighbourhood } from './readNeighbourhood.js';
import { isNonPositiveOnBall } from './sectorSign.js';

/**
 * Verifies a certificate of a neighbourhood in exact rational arithmetic and rational enclosures (theory §4.4, §7).
 *
 * Takes parsed JSON of any shape and never throws; `reason` says in words what was established, or what failed. Drift and
 * covariance are expanded anew from the formulas of the certificate, with bounds on the remainders; what the certificate
 * says of the model's name and set is for the reader.
 */
export function checkNeighbourhood(certificate: unknown): Outcome {
  try {
    const { process, exponent, radius, rate, weight, bounds, order } = readNeighbourhood(certificate);
    const expanded = expandProcess(process, order, radius);
    const [below, above] = boundForms(weight, expanded.variables, bounds);
    for (const [graded, name] of [
      [below, 'g ≤ upper bound'],
      [above, 'g ≥ lower bound'],
      [generatorForms(expanded, weight, exponent, rate), '𝓛W ≤ −rate W'],
    ] as const) {
      if (isNonPositiveOnBall(graded, radius) !== 'non-positive') {
        return { valid: false, reason: `${name} is not established everywhere` };
      }
    }
    const factor = `${toText(bounds[1])}/(${toText(bounds[0])})`;
    return {
      valid: true,
      reason: `𝓛W ≤ −${toText(rate)} W within ${toText(radius)} of the point, so that from distance r the process ever reaches ${toText(radius)} with probability at most ${factor} (r/${toText(radius)})^(${toText(exponent)})`,
    };
  } catch (error) {
    if (error instanceof InputError) return { valid: false, reason: error.message };
    throw error;
  }
}
