import type { UnitStep } from '../../numeric/unitHessians.js';
import type { MeanHessian } from './unitHessians.js';

/** How a network is trained, as far as its units' exponents depend on it. */
export interface UnitTraining {
  readonly eta: number;
  readonly momentum: number;
  readonly weightDecay: number;
  /** standard deviation of the noise on every target */
  readonly labelNoise: number;
}

/** Curvature and noise normal to a unit's set, as a training passed through them. */
export interface UnitCurvature {
  readonly inputs: number;
  readonly outputs: number;
  /** H without the regulariser, the mean over the steps of one stretch of training each */
  readonly means: readonly MeanHessian[];
  /** some steps; how their Hessians differ is the noise, beside that of the labels */
  readonly steps: readonly UnitStep[];
}

/** η, with momentum β η/(1 − β): the learning rate of the SDE (theory §6). */
export function effectiveRate({ eta, momentum }: UnitTraining): number {
  return eta / (1 - momentum);
}
