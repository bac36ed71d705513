import { distanceTo } from '../model/affineSet.js';
import { divergenceRadius, type EscapeOutcome } from '../model/escapes.js';
import { notPassed, passedAt } from '../model/passages.js';
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
      return { end, ...seen, passages };
    };
    let step = 0;
    let next = 0;
    let passages = notPassed;
    let distance = Number.NaN;
    let isOnFloor = false;
    const look = (): void => {
      distance = distanceOf(theta);
      isOnFloor = isFloor(distance, theta);
      passages = passedAt(passages, step, isOnFloor ? 0 : distance, plan.escape);
    };
    look();
    if (isOnFloor) return ended('floorReached');
    for (const { steps, recorded } of stretches(recordedSteps, period)) {
      let square = 0;
      for (let i = 0; i < steps; i++) square = stepper.advance(theta, stream, distance);
      step += steps;
      look();
      if (!(square <= divergenceRadius ** 2)) return ended('diverged');
      if (isOnFloor) return ended('floorReached');
      if (recorded === null) continue;
      if (keepsPoints) points.set(theta, next * theta.length);
      series[next++] = Math.log(distance);
    }
    return { end: distance < epsilon ? 'on' : 'off', ...seen, passages };
  };
}
