import { distanceTo } from '../model/affineSet.js';
import { nearStarts } from '../model/nearStart.js';
import { normalAngle } from '../model/normalAngle.js';
import { normalProjection } from '../model/normalProjection.js';
import { stepStream } from '../numeric/normalStream.js';
import { openMachine } from './blockMachine.js';
import type { NearOutcome } from './nearTrajectory.js';
import type { TrajectoryPlan } from './trajectoryPlan.js';

/**
 * Runs trajectories near the set (streams `first` to `end` − 1) in WebAssembly, as nearTrajectory.ts does one, but for
 * roundings. A trajectory whose distance becomes 0, and draws a new direction, is run again by `alone`.
 *
 * Null where the plan has no program for WebAssembly, or keeps to a subspace.
 */
export function blockNears(
  plan: TrajectoryPlan,
  alone: (index: number) => NearOutcome,
): ((first: number, end: number) => NearOutcome[]) | null {
  const { watched, kernel, set, constants } = plan;
  const { seed, start, period, recordedSteps, subspace } = plan.near;
  if (watched === null || subspace !== null) return null;
  const machine = openMachine(kernel, { step: watched.step, ...watched.near, period });
  const distanceOf = distanceTo(set, constants);
  const angleOf = normalAngle(set, constants);
  const theta = new Float64Array(kernel.dimension);
  const startAt = nearStarts(set, constants, normalProjection(set, constants, null).normals);
  return (first, end) => {
    if (first === end) return [];
    const starts = Array.from({ length: end - first }, (_, i) => {
      const stream = stepStream(seed, first + i);
      const theta = startAt(start, stream);
      return { theta, distance: distanceOf(theta), stream: stream.state() };
    });
    const block = machine.load(starts);
    const unseen = (length: number) => new Float64Array(length).fill(Number.NaN);
    const outcomes = starts.map(() => ({
      recorded: unseen(recordedSteps.length),
      angles: unseen(angleOf === null ? 0 : recordedSteps.length),
    }));
    for (const [next, step] of recordedSteps.entries()) {
      const before = next === 0 ? 0 : recordedSteps[next - 1];
      if (step > before) block.run(step - before);
      for (const [i, { recorded, angles }] of outcomes.entries()) {
        if (block.isDiverged(i)) continue;
        recorded[next] = block.gained(i) + Math.log(block.distance(i));
        if (angleOf === null) continue;
        block.readPoint(i, theta, 0);
        angles[next] = angleOf(theta);
      }
    }
    return outcomes.map((outcome, i) => (block.isStopped(i) ? alone(first + i) : outcome));
  };
}
