import { distanceTo } from '../model/affineSet.js';
import { divergenceRadius } from '../model/escapes.js';
import { moveOff } from '../model/moveOff.js';
import { nearStarts } from '../model/nearStart.js';
import { normalAngle } from '../model/normalAngle.js';
import { normalProjection } from '../model/normalProjection.js';
import { rescaling } from '../model/rescaling.js';
import { stepStream } from '../numeric/normalStream.js';
import type { Stepper } from './kernel.js';
import { stretches } from './looks.js';
import type { TrajectoryPlan } from './trajectoryPlan.js';

/** A trajectory kept very near the set: its distance is rescaled and its direction kept whenever it would leave. */
export interface NearOutcome {
  /** log-distance at recordedSteps, as if it had never been rescaled; NaN after the base point left every bound */
  readonly recorded: Float64Array;
  /** the direction at recordedSteps, as an angle (see normalAngle); empty but for codimension 2 */
  readonly angles: Float64Array;
}

/**
 * Runs the trajectory of a given index, from the base point and a normal direction drawn uniformly.
 *
 * The steps are those of the whole model; only so near the set that terms of second order do not show.
 */
export function nearTrajectories(plan: TrajectoryPlan, stepper: Stepper): (index: number) => NearOutcome {
  const { set, constants } = plan;
  const { seed, start, below, above, period, recordedSteps } = plan.near;
  const distanceOf = distanceTo(set, constants);
  const rescale = rescaling(set, constants);
  const angleOf = normalAngle(set, constants);
  const { normals, project } = normalProjection(set, constants, plan.near.subspace);
  const startAt = nearStarts(set, constants, normals);
  return (index) => {
    const stream = stepStream(seed, index);
    const theta = startAt(start, stream);
    const logs = new Float64Array(recordedSteps.length).fill(Number.NaN);
    const angles = new Float64Array(angleOf === null ? 0 : recordedSteps.length).fill(Number.NaN);
    let distance = distanceOf(theta);
    let gained = 0;
    for (const { steps, recorded } of stretches(recordedSteps, period)) {
      let square = 0;
      for (let step = 0; step < steps; step++) {
        square = stepper.advance(theta, stream, distance);
        project(theta);
      }
      if (!(square <= divergenceRadius ** 2)) break;
      distance = distanceOf(theta);
      if (distance < below || distance > above) {
        gained += Math.log(Math.max(distance, Number.MIN_VALUE));
        rescale(theta, distance === 0 ? 0 : start / distance);
        if (distance === 0) moveOff(theta, normals, start, stream);
        distance = distanceOf(theta);
        gained -= Math.log(distance);
      }
      if (recorded === null) continue;
      logs[recorded] = gained + Math.log(distance);
      if (angleOf !== null) angles[recorded] = angleOf(theta);
    }
    return { recorded: logs, angles };
  };
}
