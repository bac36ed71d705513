import { distanceTo } from '../model/affineSet.js';
import { moveOff } from '../model/moveOff.js';
import { nearStarts } from '../model/nearStart.js';
import { normalAngle } from '../model/normalAngle.js';
import { normalProjection } from '../model/normalProjection.js';
import { stepStream } from '../numeric/normalStream.js';
import { machineOf, type OpenMachine, scriptMachine } from './openMachine.js';
import type { NearMoves } from './scriptMachine.js';
import type { TrajectoryPlan } from './trajectoryPlan.js';

/** A trajectory kept very near the set: its distance is rescaled and its direction kept whenever it would leave. */
export interface NearOutcome {
  /** log-distance at recordedSteps, as if it had never been rescaled; NaN after the base point left every bound */
  readonly recorded: Float64Array;
  /** the direction at recordedSteps, as an angle (see normalAngle); empty but for codimension 2 */
  readonly angles: Float64Array;
}

/**
 * Runs trajectories near the set (streams `first` to `end` − 1), each from the base point and a normal direction drawn
 * uniformly. A trajectory whose distance becomes 0, and draws a new direction, is run again in JavaScript.
 *
 * The steps are those of the whole model; only so near the set that terms of second order do not show.
 */
export function nearTrajectories(
  plan: TrajectoryPlan,
  open: OpenMachine = machineOf,
): (first: number, end: number) => NearOutcome[] {
  const { watched, kernel, set, constants } = plan;
  const { seed, start, period, recordedSteps, subspace } = plan.near;
  const { normals, project } = normalProjection(set, constants, subspace);
  const moves: NearMoves = { project, moveOff: (theta, stream) => moveOff(theta, normals, start, stream) };
  const machine = (subspace === null ? open : scriptMachine)(plan, { ...watched.near, period }, moves);
  const distanceOf = distanceTo(set, constants);
  const angleOf = normalAngle(set, constants);
  const theta = new Float64Array(kernel.dimension);
  const startAt = nearStarts(set, constants, normals);
  let inScript: ReturnType<typeof nearTrajectories> | null = null;
  const again = (index: number): NearOutcome => {
    inScript ??= nearTrajectories(plan, scriptMachine);
    return inScript(index, index + 1)[0];
  };
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
    return outcomes.map((outcome, i) => (block.isStopped(i) ? again(first + i) : outcome));
  };
}
