import { divergenceRadius, type EscapeOutcome, endsOf } from '../model/escapes.js';
import { decisiveLevel, type Estimate, type Evidence } from '../model/evidence.js';
import type { SimulationSettings } from '../model/model.js';
import { measuredGrowth } from '../numeric/measuredGrowth.js';
import type { ChunkOutcome } from './chunk.js';
import type { NearOutcome } from './nearTrajectory.js';
import type { EnsemblePlan } from './plan.js';

/** Sums up the trajectories that were completed; intervals are at the level that decides verdicts. */
export function evidenceOf(
  { dt, horizon }: SimulationSettings,
  plan: EnsemblePlan,
  outcomes: readonly ChunkOutcome[],
): Evidence {
  const escapes = outcomes.flatMap((outcome) => outcome.escapes);
  const nears = outcomes.flatMap((outcome) => outcome.nears);
  return {
    process: 'sde',
    method: plan.trajectory.near.subspace === null ? 'nonlinear' : 'block',
    backend: 'float64',
    ...endsOf(escapes),
    exponent: exponentOf(nears, plan),
    trajectories: plan.trajectories === 0 ? nears.length : escapes.length,
    dt,
    horizon,
    completed: (escapes.length + nears.length) / (plan.trajectories + plan.nearTrajectories),
    series: medians(escapes, plan, dt),
  };
}

function exponentOf(nears: readonly NearOutcome[], { trajectory: { kernel, near } }: EnsemblePlan): Estimate | null {
  const [begin, middle, end] = near.recordedSteps.map((step) => step * kernel.dt);
  const recorded = nears.map((outcome) => outcome.recorded);
  return measuredGrowth(recorded, [begin, middle, end], (roundings * near.rounding) / kernel.dt, decisiveLevel);
}

/** Roundings of a step that show in log-distance: a few in the sums, in the step's own terms, and in the distance. */
const roundings = 16;

/** The median of log-distance at every recorded time; floor and divergence stand at the bounds where they were noticed. */
function medians(escapes: readonly EscapeOutcome[], { trajectory }: EnsemblePlan, dt: number): Evidence['series'] {
  if (escapes.length === 0) return [];
  const lowest = Math.log(Math.max(trajectory.resolution, Number.MIN_VALUE));
  const highest = Math.log(divergenceRadius);
  return trajectory.escape.recordedSteps.map((step, i) => {
    const logs = escapes.map(({ series }) => Math.min(Math.max(series[i], lowest), highest)).sort((a, b) => a - b);
    return { t: step * dt, logDistance: (logs[(logs.length - 1) >> 1] + logs[logs.length >> 1]) / 2 };
  });
}
