import type { RunOptions } from '../model/evidence.js';
import type { Checkpoint } from './checkpoint.js';
import { type Chunk, type ChunkOutcome, costOf, runChunk } from './chunk.js';
import type { EnsemblePlan } from './plan.js';
import type { ChunkPool } from './pool.js';
import { trajectoryRunner } from './trajectory.js';
import type { TrajectoryPlan } from './trajectoryPlan.js';

/** How chunks are run, and where what they give is kept. */
export interface ChunkOptions extends Omit<RunOptions, 'seed'> {
  /** threads at most; as many as the machine offers when left out */
  readonly threads?: number;
  /** what it holds of these chunks is not run again */
  readonly checkpoint?: Checkpoint;
}

/**
 * Runs the chunks of a plan on worker threads where the work repays their start, else on this thread in slices between
 * which the event loop turns. After an abort the outcomes of the chunks that were completed are returned, in any case
 * in the chunks' order.
 */
export async function runChunks(
  plan: EnsemblePlan,
  chunks: readonly Chunk[],
  { onProgress, signal, threads, checkpoint }: ChunkOptions,
): Promise<ChunkOutcome[]> {
  const ensemble = checkpoint === undefined ? '' : await keyOf(plan, chunks);
  const before = checkpoint?.kept(ensemble);
  const outcomes = chunks.map((_, index) => before?.get(index));
  let done = before?.size ?? 0;
  const keep = (index: number, outcome: ChunkOutcome): void => {
    outcomes[index] = outcome;
    checkpoint?.keep(ensemble, index, outcome);
    done++;
    onProgress?.(done / chunks.length);
  };
  const left = chunks.map((chunk, index) => ({ chunk, index })).filter(({ index }) => outcomes[index] === undefined);
  if (!signal?.aborted && left.length > 0) {
    const pool = threads === 1 || costOf(plan) < poolCost ? null : await openPoolFor(plan.trajectory, threads);
    if (pool !== null) await runOnPool(pool, left, keep, signal);
    // what a worker that died has left, which is nothing as a rule, is run here: the outcomes are the same
    const rest = signal?.aborted ? [] : left.filter(({ index }) => outcomes[index] === undefined);
    if (rest.length > 0) await runHere(plan.trajectory, rest, keep, signal);
  }
  checkpoint?.flush();
  return outcomes.filter((outcome) => outcome !== undefined);
}

/** The same for the same trajectories, cut in the same way. */
async function keyOf(plan: EnsemblePlan, chunks: readonly Chunk[]): Promise<string> {
  const { serialisedPlan } = await import('./serialisedPlan.js');
  const { key } = serialisedPlan(plan.trajectory);
  return [key, plan.startSeed, plan.trajectories, plan.nearTrajectories, chunks.length].join(' ');
}

/** Half a second, in nanoseconds: several times what starting workers takes. */
const poolCost = 5e8;

/** Loads the adapter only where threads are wanted. */
async function openPoolFor(plan: TrajectoryPlan, threads: number | undefined): Promise<ChunkPool | null> {
  const { openPool } = await import('./pool.js');
  return openPool(plan, threads);
}

type Keep = (index: number, outcome: ChunkOutcome) => void;
type Left = readonly { readonly chunk: Chunk; readonly index: number }[];

async function runHere(plan: TrajectoryPlan, left: Left, keep: Keep, signal: AbortSignal | undefined): Promise<void> {
  const runner = trajectoryRunner(plan);
  for (const { chunk, index } of left) {
    keep(index, runChunk(runner, chunk));
    await new Promise((resolve) => setTimeout(resolve));
    if (signal?.aborted) return;
  }
}

async function runOnPool(pool: ChunkPool, left: Left, keep: Keep, signal: AbortSignal | undefined): Promise<void> {
  const stop = (): void => void pool.stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    await Promise.all(left.map(async ({ chunk, index }) => keep(index, await pool.run(chunk))));
  } catch {
    // it was stopped, or a worker died; an error of ours comes again where what is left is run
    await pool.stop();
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}
