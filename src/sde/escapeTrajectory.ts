import { distanceTo } from '../model/affineSet.js';
import { divergenceRadius, type EscapeOutcome } from '../model/escapes.js';
import { stepStream } from '../numeric/normalStream.js';
import type { Stepper } from './kernel.js';
import { stretches } from './looks.js';
import { floorTest } from './resolution.js';
import type { TrajectoryPlan } from './trajectoryPlan.js';

/** Runs the trajectory of a given index from a given start (d doubles), until it diverges or reaches the floor. */
export function escapeTrajectories(
  plan: TrajectoryPlan,
  stepper: Stepper,
): (index: number, start: Float64Array) => EscapeOutcome {
  const { seed, epsilon, period, recordedSteps, keepsPoints } = plan.escape;
  const distanceOf = distanceTo(plan.set, plan.constants);
  const isFloor = floorTest(plan);
  return (index, start) => {
    const stream = stepStream(seed, index);
    const theta = Float64Array.from(start);
    const series = new Float64Array(recordedSteps.length);
    const points = new Float64Array(keepsPoints ? recordedSteps.length * theta.length : 0).fill(Number.NaN);
    const seen = { series, ...(keepsPoints && { points }) };
    const ended = (end: 'diverged' | 'floorReached'): EscapeOutcome => {
      series.fill(end === 'diverged' ? Infinity : -Infinity, next);
      return { end, ...seen };
    };
    let distance = distanceOf(theta);
    let next = 0;
    if (isFloor(distance, theta)) return ended('floorReached');
    for (const { steps, recorded } of stretches(recordedSteps, period)) {
      let square = 0;
      for (let step = 0; step < steps; step++) square = stepper.advance(theta, stream, distance);
      if (!(square <= divergenceRadius ** 2)) return ended('diverged');
      distance = distanceOf(theta);
      if (isFloor(distance, theta)) return ended('floorReached');
      if (recorded === null) continue;
      if (keepsPoints) points.set(theta, next * theta.length);
      series[next++] = Math.log(distance);
    }
    return { end: distance < epsilon ? 'on' : 'off', ...seen };
  };
}
