import type { Model } from '../model/model.js';
import { type DirectionDensity, directionDensity } from '../prediction/circle/directionDensity.js';
import { exponentProblem } from '../prediction/exponentProblem.js';
import { type LogDistanceDensity, stationaryDensity } from '../sde/stationaryDensity.js';
import type { Derivation } from '../symbolic/derivation.js';

/** Densities that histograms of an ensemble of the SDE tend to; null where there is none, or it is not to be had. */
export interface Densities {
  /** of log-distance in the long run (theory §4.1) */
  readonly logDistance: LogDistanceDensity | null;
  /** of the direction near the set (theory §4.3) */
  readonly direction: DirectionDensity | null;
}

/** The densities of the SDE around a set. Throws InputError where a noise does not fit the model. */
export function densitiesOf(model: Model, derivation: Derivation): Densities {
  const isPlanar = derivation.linearisation !== null && derivation.codimension === 2;
  const stated = isPlanar ? exponentProblem(model, derivation, 0) : null;
  return {
    logDistance: stationaryDensity(model, derivation.set),
    direction: stated && directionDensity(stated.orthonormal.exact),
  };
}
