import type { EscapeOutcome } from '../model/escapes.js';
import type { NearOutcome } from './nearTrajectories.js';
import { normalCost } from './noiseSampling.js';
import type { EnsemblePlan } from './plan.js';
import type { TrajectoryRunner } from './trajectory.js';

/** Consecutive trajectories that are computed together; what each gives does not depend on the cut. */
export interface Chunk {
  /** index of the first trajectory to the horizon */
  readonly first: number;
  /** their starts, one row of d doubles each */
  readonly starts: readonly Float64Array[];
  /** first and past-the-last index of trajectories near the set */
  readonly near: readonly [number, number];
}

/** How each trajectory of a chunk went, in their order. */
export interface ChunkOutcome {
  readonly escapes: readonly EscapeOutcome[];
  readonly nears: readonly NearOutcome[];
}

/** Computes the trajectories of a chunk, one after the other. */
export function runChunk(runner: TrajectoryRunner, { first, starts, near }: Chunk): ChunkOutcome {
  return {
    escapes: runner.escapes(first, starts),
    nears: runner.nears(near[0], near[1]),
  };
}

/** Cuts an ensemble into chunks that take about chunkCost each, with trajectories of both kinds in due proportion. */
export function cutIntoChunks(plan: EnsemblePlan, starts: readonly Float64Array[]): Chunk[] {
  const total = starts.length;
  const groups = (length: number) => Math.ceil(length / groupWidth);
  const most = Math.max(groups(total), groups(plan.nearTrajectories));
  const count = Math.min(most, Math.ceil(costOf(plan) / chunkCost));
  const cut = (length: number, i: number) => Math.min(length, groupWidth * Math.floor((i * groups(length)) / count));
  return Array.from({ length: count }, (_, i) => ({
    first: cut(total, i),
    starts: starts.slice(cut(total, i), cut(total, i + 1)),
    near: [cut(plan.nearTrajectories, i), cut(plan.nearTrajectories, i + 1)],
  }));
}

/** Trajectories that WebAssembly advances together at most. */
const groupWidth = 8;

/** The time of an ensemble none of whose trajectories is stopped, in nanoseconds, roughly. */
export function costOf({ trajectory, trajectories, nearTrajectories }: EnsemblePlan): number {
  const { kernel } = trajectory;
  const { dimension, sampleCount, sampling } = kernel;
  const stepCost = overhead + normalCost * sampling.normals + sampleCost * (1 + sampleCount) * dimension;
  const steps = trajectories * trajectory.escape.steps + nearTrajectories * (trajectory.near.recordedSteps.at(-1) ?? 0);
  return steps * stepCost * (trajectory.watched.step === null ? 1 : vectorShare);
}

/** What WebAssembly leaves of the time (measured: a third to a fifteenth). */
const vectorShare = 0.2;

/** 20 ms: progress moves, and an abort is heard, many times a second. */
const chunkCost = 2e7;

/** A step's distance, norm and calls, in nanoseconds (measured). */
const overhead = 100;

/** Drift and noise at one sample, in nanoseconds a parameter (measured: 10 to 30). */
const sampleCost = 20;
