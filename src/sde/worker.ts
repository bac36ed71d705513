import { workerData } from 'piscina';
import { type Chunk, type ChunkOutcome, runChunk } from './chunk.js';
import { trajectoryRunner } from './trajectory.js';
import type { TrajectoryPlan } from './trajectoryPlan.js';

const runner = trajectoryRunner(workerData as TrajectoryPlan);

/** Runs one chunk of the plan that the worker was started with. */
export default function work(chunk: Chunk): ChunkOutcome {
  return runChunk(runner, chunk);
}
