import type { RunOptions } from '../model/evidence.js';
import { type Chunk, type ChunkOutcome, costOf, runChunk } from './chunk.js';
import type { EnsemblePlan } from './plan.js';
import type { ChunkPool } from './pool.js';
import { trajectoryRunner } from './trajectory.js';
import type { TrajectoryPlan } from './trajectoryPlan.js';

/**
 * Runs the chunks of a plan on worker threads where the work repays their start, else on this thread in slices between
 * which the event loop turns. After an abort the outcomes of the chunks that were completed are returned, in any case
 * in the chunks' order.
 */
export async function runChunks(
  plan: EnsemblePlan,
  chunks: readonly Chunk[],
  { onProgress, signal, threads }: Omit<RunOptions, 'seed'> & { readonly threads?: number },
): Promise<ChunkOutcome[]> {
  const outcomes: (ChunkOutcome | undefined)[] = chunks.map(() => undefined);
  let done = 0;
  const keep = (index: number, outcome: ChunkOutcome): void => {
    outcomes[index] = outcome;
    done++;
    onProgress?.(done / chunks.length);
  };
  if (!signal?.aborted) {
    const pool = threads === 1 || costOf(plan) < poolCost ? null : await openPoolFor(plan.trajectory, threads);
    if (pool === null) await runHere(plan.trajectory, chunks, keep, signal);
    else await runOnPool(pool, chunks, keep, signal);
  }
  return outcomes.filter((outcome) => outcome !== undefined);
}

/** Half a second, in nanoseconds: several times what starting workers takes. */
const poolCost = 5e8;

/** Loads the adapter only where threads are wanted. */
async function openPoolFor(plan: TrajectoryPlan, threads: number | undefined): Promise<ChunkPool | null> {
  const { openPool } = await import('./pool.js');
  return openPool(plan, threads);
}

type Keep = (index: number, outcome: ChunkOutcome) => void;

async function runHere(
  plan: TrajectoryPlan,
  chunks: readonly Chunk[],
  keep: Keep,
  signal: AbortSignal | undefined,
): Promise<void> {
  const runner = trajectoryRunner(plan);
  for (const [index, chunk] of chunks.entries()) {
    keep(index, runChunk(runner, chunk));
    await new Promise((resolve) => setTimeout(resolve));
    if (signal?.aborted) return;
  }
}

async function runOnPool(
  pool: ChunkPool,
  chunks: readonly Chunk[],
  keep: Keep,
  signal: AbortSignal | undefined,
): Promise<void> {
  const close = (): void => void pool.close();
  signal?.addEventListener('abort', close, { once: true });
  try {
    await Promise.all(chunks.map(async (chunk, index) => keep(index, await pool.run(chunk))));
  } catch (error) {
    if (!signal?.aborted) throw error;
  } finally {
    signal?.removeEventListener('abort', close);
    await pool.close();
  }
}
