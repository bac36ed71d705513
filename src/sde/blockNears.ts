import { distanceTo } from '../model/affineSet.js';
import { nearStarts } from '../model/nearStart.js';
import { normalProjection } from '../model/normalProjection.js';
import { type RandomStream, randomStream } from '../numeric/random.js';
import { mostNormals, openMachine } from './blockMachine.js';
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
  const { seed, start, recordedSteps, subspace } = plan.near;
  const total = recordedSteps[recordedSteps.length - 1] * kernel.sampling.normals;
  if (watched === null || subspace !== null || total >= mostNormals) return null;
  const machine = openMachine(kernel, watched.near.step, watched.near.rescue, seed);
  const distanceOf = distanceTo(set, constants);
  const startAt = nearStarts(set, constants, normalProjection(set, constants, null).normals);
  return (first, end) => {
    if (first === end) return [];
    const streams = Array.from({ length: end - first }, (_, i) => countingStream(randomStream(seed, first + i)));
    const starts = streams.map(({ stream }) => startAt(start, stream));
    const block = machine.load(first, starts, starts.map(distanceOf), streams[0].drawn());
    const recorded = starts.map(() => new Float64Array(recordedSteps.length).fill(Number.NaN));
    for (const [next, step] of recordedSteps.entries()) {
      const before = next === 0 ? 0 : recordedSteps[next - 1];
      if (step > before) block.run(before, step - before);
      for (const [i, one] of recorded.entries()) {
        if (!block.isDiverged(i)) one[next] = block.gained(i) + Math.log(block.distance(i));
      }
    }
    return recorded.map((one, i) => (block.isStopped(i) ? alone(first + i) : { recorded: one }));
  };
}

/** A stream that knows how many normals were drawn from it; every start draws as many. */
function countingStream(stream: RandomStream): { stream: RandomStream; drawn(): number } {
  let count = 0;
  const normal = (): number => {
    count++;
    return stream.normal();
  };
  return { stream: Object.assign(Object.create(stream) as RandomStream, { normal }), drawn: () => count };
}
