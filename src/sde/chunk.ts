import { normalCost } from './noiseSampling.js';
import type { EnsemblePlan } from './plan.js';
import type { EscapeOutcome, NearOutcome, TrajectoryPlan, TrajectoryRunner } from './trajectory.js';

/** Consecutive trajectories that are computed together; what each gives does not depend on the cut. */
export interface Chunk {
  /** index of the first trajectory to the horizon */
  readonly first: number;
  /** their starts, one row of d doubles each */
  readonly starts: readonly Float64Array[];
  /** first and past-the-last index of trajectories near the set */
  readonly near: readonly [number, number];
}

export interface ChunkOutcome {
  readonly escapes: readonly EscapeOutcome[];
  readonly nears: readonly NearOutcome[];
}

export function runChunk(runner: TrajectoryRunner, { first, starts, near }: Chunk): ChunkOutcome {
  return {
    escapes: starts.map((start, i) => runner.escape(first + i, start)),
    nears: Array.from({ length: near[1] - near[0] }, (_, i) => runner.near(near[0] + i)),
  };
}

/** Cuts an ensemble into chunks that take about chunkCost each, trajectories of both kinds in every one. */
export function cutIntoChunks(plan: EnsemblePlan, starts: readonly Float64Array[]): Chunk[] {
  const size = Math.max(1, Math.floor(chunkCost / (2 * trajectoryCost(plan.trajectory))));
  return Array.from({ length: Math.ceil(starts.length / size) }, (_, i) => {
    const first = i * size;
    const end = Math.min(first + size, starts.length);
    const near = (index: number) => Math.min(index, plan.nearTrajectories);
    return { first, starts: starts.slice(first, end), near: [near(first), near(end)] };
  });
}

/** What the chunks cost together, in nanoseconds, roughly. */
export function costOf(plan: TrajectoryPlan, chunks: readonly Chunk[]): number {
  const trajectories = chunks.reduce((total, { starts, near }) => total + starts.length + near[1] - near[0], 0);
  return trajectories * trajectoryCost(plan);
}

/** 20 ms: progress moves, and an abort is heard, many times a second. */
const chunkCost = 2e7;

/** The time of a trajectory that is not stopped, in nanoseconds, roughly. */
function trajectoryCost({ kernel, steps }: TrajectoryPlan): number {
  const { dimension, sampleCount, sampling } = kernel;
  return steps * (normalCost * sampling.normals + sampleCost * (1 + sampleCount) * dimension);
}

/** Drift and noise at one sample, in nanoseconds a parameter (measured: 10 to 30). */
const sampleCost = 20;
