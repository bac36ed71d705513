import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Checkpoint } from '../sde/checkpoint.js';
import type { ChunkOutcome } from '../sde/chunk.js';
import { packageVersion } from './packageRoot.js';
import { prepareFolder, writeWhole } from './writeResults.js';

/** A checkpoint on the disk. */
export interface CheckpointFile extends Checkpoint {
  /** takes the file away, once results stand in its place */
  remove(): void;
}

/**
 * The checkpoint of a folder: empty, or with what a run before left there where that is wanted and its version is ours.
 *
 * What is kept comes to the disk `interval` milliseconds later at most, ten seconds unless given, in a whole file each
 * time; seldomer where that takes more than a tenth of the time. Throws InputError where nothing can be written.
 */
export function openCheckpoint(folder: string, resume: boolean, interval = tenSeconds): CheckpointFile {
  prepareFolder(folder);
  const path = join(folder, 'ensembles.checkpoint');
  const ensembles = resume && existsSync(path) ? read(path) : new Map<string, Map<number, ChunkOutcome>>();
  let next = performance.now() + interval;
  let isWritten = true;
  const flush = (): void => {
    if (isWritten) return;
    const begin = performance.now();
    writeWhole(path, serialize({ version: packageVersion(), ensembles }));
    isWritten = true;
    const end = performance.now();
    next = end + Math.max(interval, 10 * (end - begin));
  };
  return {
    kept: (ensemble) => ensembles.get(ensemble) ?? new Map(),
    keep: (ensemble, chunk, outcome) => {
      const outcomes = ensembles.get(ensemble) ?? new Map<number, ChunkOutcome>();
      ensembles.set(ensemble, outcomes.set(chunk, outcome));
      isWritten = false;
      if (performance.now() >= next) flush();
    },
    flush,
    remove: () => rmSync(path, { force: true }),
  };
}

/** Milliseconds of work that a kill may cost. */
const tenSeconds = 10_000;

function read(path: string): Map<string, Map<number, ChunkOutcome>> {
  const found = deserialize(readFileSync(path)) as {
    version: string;
    ensembles: Map<string, Map<number, ChunkOutcome>>;
  };
  return found.version === packageVersion() ? found.ensembles : new Map();
}
