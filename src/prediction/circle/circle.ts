import { excludesZero, widthOf } from '../interval.js';
import { type ExactLinearFamily, familyNorm, floatFamily } from '../matrices/linearFamily.js';
import type { Exponent } from '../prediction.js';
import { type PlanarStructure, planarExponents, planarStructure } from '../subspaces/planarStructure.js';
import { solveCircleCorrector } from './circleCorrector.js';
import { type CircleEnclosure, enclosure, outwards } from './circleEnclosure.js';
import { balancedOperator } from './circleOperator.js';

/** λ of a 2 × 2 family as an enclosure: `interval` holds it for certain (level 1). */
export interface CircleExponent extends Exponent {
  /** Λ⁻, the smallest growth rate that any start has; equal to `value` without a common eigenvector */
  readonly lowest: number;
  readonly structure: PlanarStructure['kind'];
}

/**
 * The top Lyapunov exponent of a 2 × 2 family (theory §4.3, k = 2; §5): in closed form where a common eigenvector or commutation, decided
 * exactly, gives one; else by the banded backward equation on the circle, balanced first, the modes doubled until the enclosure is tight,
 * or with `signOnly` until it excludes 0.
 */
export function sdeExponentOnCircle(family: ExactLinearFamily, signOnly = false): CircleExponent {
  const structure = planarStructure(family);
  const closed = planarExponents(structure);
  const norm = familyNorm(floatFamily(family));
  if (closed) {
    const { highest, lowest } = closed;
    const error = closedFormRoundings * (Math.abs(highest) + Math.abs(lowest));
    const interval = [outwards(highest - error, -1), outwards(highest + error, 1)] as const;
    return { value: highest, interval, level: 1, method: 'closed-form', lowest, structure: structure.kind };
  }
  const halfWidth = tolerance * Math.max(1, norm / largestNormHeld);
  const { value, interval } = encloseOnCircle(
    family,
    (best) => widthOf(best) <= 2 * halfWidth || (signOnly && excludesZero(best)),
  );
  return { value, interval, level: 1, method: 'spectral', lowest: value, structure: structure.kind };
}

/** What a threshold in a learning rate of order one needs with three digits to spare. */
const tolerance = 1e-9;
/** Above this norm doubles cannot hold 1e-9; the tolerance becomes 1e-12 of the norm. */
const largestNormHeld = 1000;
/** centre ± spread·√radicand passes at most ten roundings, each relative to |highest| + |lowest| ≥ |centre|, spread·√radicand. */
const closedFormRoundings = 10 * 2 ** -53;

function encloseOnCircle(family: ExactLinearFamily, isEnough: (best: CircleEnclosure) => boolean): CircleEnclosure {
  const { operator } = balancedOperator(family);
  let best = enclosure(operator, { real: new Float64Array(0), imaginary: new Float64Array(0) });
  for (let modes = fewestModes; modes <= mostModes && !isEnough(best); modes *= 2) {
    const next = enclosure(operator, solveCircleCorrector(operator, modes));
    if (widthOf(next) < widthOf(best)) best = next;
  }
  return best;
}

const fewestModes = 16;
/** Beyond this one solve takes more than a tenth of a second. */
const mostModes = 131072;
