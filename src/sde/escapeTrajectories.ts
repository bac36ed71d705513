import { distanceTo } from '../model/affineSet.js';
import type { EscapeOutcome, PassageSteps } from '../model/escapes.js';
import { notPassed, passedAt } from '../model/passages.js';
import { streamState } from '../numeric/normalStream.js';
import type { Block } from './blockMachine.js';
import { machineOf, type OpenMachine } from './openMachine.js';
import { floorTest } from './resolution.js';
import type { TrajectoryPlan } from './trajectoryPlan.js';

/**
 * Runs trajectories from given starts (d doubles each; streams `first`, `first` + 1, …) until they diverge, reach the floor
 * or the plan's horizon; a trajectory does not depend on which others it runs with.
 */
export function escapeTrajectories(
  plan: TrajectoryPlan,
  open: OpenMachine = machineOf,
): (first: number, starts: readonly Float64Array[]) => EscapeOutcome[] {
  const { seed, epsilon, period, recordedSteps, keepsPoints } = plan.escape;
  const { dimension } = plan.kernel;
  const machine = open(plan, { watch: plan.watched.escape, rescue: null, period }, null);
  const distanceOf = distanceTo(plan.set, plan.constants);
  const isFloor = floorTest(plan);
  return (first, starts) => {
    const block = machine.load(
      starts.map((theta, i) => ({ theta, distance: distanceOf(theta), stream: streamState(seed, first + i) })),
    );
    const ends = starts.map((start, i): EscapeOutcome['end'] | null =>
      isFloor(block.distance(i), start) ? 'floorReached' : null,
    );
    const series = starts.map((_, i) => {
      const filled = new Float64Array(recordedSteps.length);
      return ends[i] === null ? filled : filled.fill(-Infinity);
    });
    const points = starts.map(() =>
      new Float64Array(keepsPoints ? recordedSteps.length * dimension : 0).fill(Number.NaN),
    );
    const atStart = starts.map((_, i) => passedAt(notPassed, 0, ends[i] === null ? block.distance(i) : 0, plan.escape));
    for (const [next, step] of recordedSteps.entries()) {
      const before = next === 0 ? 0 : recordedSteps[next - 1];
      if (step > before) block.run(step - before);
      for (let i = 0; i < starts.length; i++) {
        if (ends[i] !== null) continue;
        ends[i] = end(block, i);
        if (ends[i] !== null) {
          series[i].fill(ends[i] === 'diverged' ? Infinity : -Infinity, next);
          continue;
        }
        series[i][next] = Math.log(block.distance(i));
        if (keepsPoints) block.readPoint(i, points[i], next * dimension);
      }
    }
    return starts.map((_, i) => ({
      end: ends[i] ?? (block.distance(i) < epsilon ? 'on' : 'off'),
      series: series[i],
      passages: passages(block, i, atStart[i]),
      ...(keepsPoints && { points: points[i] }),
    }));
  };
}

/** What stopped at the floor is on the set. */
function end(block: Block, i: number): 'diverged' | 'floorReached' | null {
  if (block.isDiverged(i)) return 'diverged';
  return block.isStopped(i) ? 'floorReached' : null;
}

/** What was passed at the start, or after it; what starts on the floor stays there. */
function passages(block: Block, i: number, [within, leaving]: PassageSteps): PassageSteps {
  return [Math.min(within, block.firstMarked(i, 0)), Math.min(leaving, block.firstMarked(i, 1))];
}
