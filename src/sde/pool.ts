import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { Piscina } from 'piscina';
import type { Chunk, ChunkOutcome } from './chunk.js';
import { serialisedPlan } from './serialisedPlan.js';
import type { TrajectoryPlan } from './trajectoryPlan.js';

/** What is sent to a worker. */
export interface PoolTask {
  readonly key: string;
  /** as serialisedPlan gives it */
  readonly plan: SharedArrayBuffer;
  readonly chunk: Chunk;
}

/** Workers that run the chunks of one plan. */
export interface ChunkPool {
  /** rejects once the pool is stopped */
  run(chunk: Chunk): Promise<ChunkOutcome>;
  /** stops the workers, in the middle of a chunk too; those of later plans are started anew */
  stop(): Promise<void>;
}

/**
 * Worker threads for a plan, as many as the machine offers unless told; null where one would be no help, or where the
 * worker has not been compiled (threads cannot start from TypeScript).
 *
 * They stay for the plans after it, and let the process end when they have nothing to do.
 */
export function openPool(plan: TrajectoryPlan, threads = availableParallelism()): ChunkPool | null {
  const filename = fileURLToPath(new URL('./worker.js', import.meta.url));
  if (threads < 2 || !existsSync(filename)) return null;
  const workers =
    started.get(threads) ?? new Piscina<PoolTask, ChunkOutcome>({ filename, maxThreads: threads, minThreads: threads });
  started.set(threads, workers);
  const { key, bytes } = serialisedPlan(plan);
  return {
    run: (chunk) => workers.run({ key, plan: bytes, chunk }),
    stop: () => {
      started.delete(threads);
      return workers.destroy();
    },
  };
}

/** The pools of this process by their number of threads. */
const started = new Map<number, Piscina<PoolTask, ChunkOutcome>>();
