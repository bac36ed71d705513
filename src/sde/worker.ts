import { deserialize } from 'node:v8';
import { type ChunkOutcome, runChunk } from './chunk.js';
import type { PoolTask } from './pool.js';
import { type TrajectoryRunner, trajectoryRunner } from './trajectory.js';
import type { TrajectoryPlan } from './trajectoryPlan.js';

/** Compiled plans by their keys, the oldest first. */
const runners = new Map<string, TrajectoryRunner>();

/** Plans in hand at a time are few: chunks of one ensemble follow each other. */
const mostRunners = 4;

/** Runs one chunk of a plan, which is read and compiled when its key is new. */
export default function work({ key, plan, chunk }: PoolTask): ChunkOutcome {
  return runChunk(runners.get(key) ?? opened(key, plan), chunk);
}

function opened(key: string, plan: SharedArrayBuffer): TrajectoryRunner {
  const runner = trajectoryRunner(deserialize(Uint8Array.from(new Uint8Array(plan))) as TrajectoryPlan);
  if (runners.size >= mostRunners) runners.delete(runners.keys().next().value as string);
  runners.set(key, runner);
  return runner;
}
