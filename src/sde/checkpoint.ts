import type { ChunkOutcome } from './chunk.js';

/** Where the outcomes of chunks are kept, so that a run that was killed goes on where it was. */
export interface Checkpoint {
  /** what is kept of an ensemble, by the number of the chunk */
  kept(ensemble: string): ReadonlyMap<number, ChunkOutcome>;
  /** keeps one more; it may come to the disk some seconds later */
  keep(ensemble: string, chunk: number, outcome: ChunkOutcome): void;
  /** brings to the disk what is kept */
  flush(): void;
}
