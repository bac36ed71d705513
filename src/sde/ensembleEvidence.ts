import { distancesOf, type EscapeOutcome, endsOf, seriesOf } from '../model/escapes.js';
import { decisiveLevel, type Estimate, type Evidence } from '../model/evidence.js';
import type { SimulationSettings } from '../model/model.js';
import { passagesOf, passedBefore } from '../model/passages.js';
import { histogram } from '../numeric/histogram.js';
import { type MeasuredTimes, measuredGrowth } from '../numeric/measuredGrowth.js';
import type { ChunkOutcome } from './chunk.js';
import type { EarlierPieces } from './earlierPieces.js';
import type { NearOutcome } from './nearTrajectories.js';
import type { EnsemblePlan } from './plan.js';

/** Sums up the trajectories that were completed; intervals are at the level that decides verdicts. */
export function evidenceOf(
  { dt, horizon }: SimulationSettings,
  plan: EnsemblePlan,
  outcomes: readonly ChunkOutcome[],
  { ended, time }: Pick<EarlierPieces, 'ended' | 'time'> = { ended: [], time: 0 },
): Evidence {
  const { escape: recorded, resolution } = plan.trajectory;
  const over = ended.map((end): EscapeOutcome => {
    const series = new Float64Array(recorded.recordedSteps.length);
    return { end, series: series.fill(end === 'diverged' ? Infinity : -Infinity), passages: passedBefore(end) };
  });
  const escapes = [...outcomes.flatMap((outcome) => outcome.escapes), ...over];
  const timeOf = (steps: number): number => steps * dt;
  const nears = outcomes.flatMap((outcome) => outcome.nears);
  return {
    process: 'sde',
    method: plan.trajectory.near.subspace === null ? 'nonlinear' : 'block',
    subsample: plan.trajectory.kernel.population === null ? null : plan.trajectory.kernel.sampleCount,
    backend: 'float64',
    ...endsOf(escapes),
    exponent: exponentOf(nears, plan),
    trajectories: plan.trajectories + over.length === 0 ? nears.length : escapes.length,
    dt,
    horizon: time + horizon,
    completed: (escapes.length + nears.length) / (plan.trajectories + over.length + plan.nearTrajectories),
    parting: null,
    distances: distancesOf(escapes, resolution),
    directions:
      nears.length === 0 || nears[0].angles.length === 0
        ? null
        : histogram(
            nears.flatMap(({ angles }) => [...angles]),
            0,
            Math.PI,
            directionCells,
          ),
    passages: passagesOf(escapes, recorded, timeOf, recorded.recordedSteps.map(timeOf)),
    series: seriesOf(
      escapes,
      recorded.recordedSteps.map((step) => time + timeOf(step)),
      recorded.epsilon,
      resolution,
    ),
  };
}

/** Five degrees each. */
const directionCells = 36;

function exponentOf(nears: readonly NearOutcome[], { trajectory: { kernel, near } }: EnsemblePlan): Estimate | null {
  const half = (near.recordedSteps.length - 1) / 2;
  const ofThree = (values: ArrayLike<number>): MeasuredTimes => [values[0], values[half], values[2 * half]];
  const [begin, middle, end] = ofThree(near.recordedSteps.map((step) => step * kernel.dt));
  const recorded = nears.map((outcome) => ofThree(outcome.recorded));
  return measuredGrowth(recorded, [begin, middle, end], (roundings * near.rounding) / kernel.dt, decisiveLevel);
}

/** Roundings of a step that show in log-distance: a few in the sums, in the step's own terms, and in the distance. */
const roundings = 16;
