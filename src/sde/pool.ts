import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { Chunk, ChunkOutcome } from './chunk.js';
import type { TrajectoryPlan } from './trajectoryPlan.js';

/** Workers that hold one plan. */
export interface ChunkPool {
  /** rejects once the pool is closed */
  run(chunk: Chunk): Promise<ChunkOutcome>;
  /** stops the workers, in the middle of a chunk too */
  close(): Promise<void>;
}

/**
 * Starts worker threads that hold a plan, as many as the machine offers unless told; null where one would be no help,
 * or where the worker has not been compiled (threads cannot start from TypeScript).
 */
export function openPool(plan: TrajectoryPlan, threads = availableParallelism()): ChunkPool | null {
  const filename = fileURLToPath(new URL('./worker.js', import.meta.url));
  if (threads < 2 || !existsSync(filename)) return null;
  const pool = new Piscina<Chunk, ChunkOutcome>({
    filename,
    workerData: plan,
    minThreads: threads,
    maxThreads: threads,
  });
  return {
    run: (chunk) => pool.run(chunk),
    close: () => pool.destroy(),
  };
}
