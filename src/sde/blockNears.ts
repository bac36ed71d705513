import { distanceTo } from '../model/affineSet.js';
import { nearStarts } from '../model/nearStart.js';
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
  const startAt = nearStarts(set, constants, normalProjection(set, constants, null).normals);
  return (first, end) => {
    if (first === end) return [];
    const starts = Array.from({ length: end - first }, (_, i) => {
      const stream = stepStream(seed, first + i);
      const theta = startAt(start, stream);
      return { theta, distance: distanceOf(theta), stream: stream.state() };
    });
    const block = machine.load(starts);
    const recorded = starts.map(() => new Float64Array(recordedSteps.length).fill(Number.NaN));
    for (const [next, step] of recordedSteps.entries()) {
      const before = next === 0 ? 0 : recordedSteps[next - 1];
      if (step > before) block.run(step - before);
      for (const [i, one] of recorded.entries()) {
        if (!block.isDiverged(i)) one[next] = block.gained(i) + Math.log(block.distance(i));
      }
    }
    return recorded.map((one, i) => (block.isStopped(i) ? alone(first + i) : { recorded: one }));
  };
}
