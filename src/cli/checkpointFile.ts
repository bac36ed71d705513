import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import type { Checkpoint } from '../sde/checkpoint.js';
import type { ChunkOutcome } from '../sde/chunk.js';
import type { TrainingCheckpoint, TrainingState } from '../sgd/trainingCheckpoint.js';
import { packageVersion } from './packageRoot.js';
import { prepareFolder, writeWhole, written } from './writeResults.js';

/** A checkpoint on the disk. */
export interface CheckpointFile extends Checkpoint, TrainingCheckpoint {
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
  const { ensembles, trainings } = resume && existsSync(path) ? read(path) : nothingKept();
  let next = performance.now() + interval;
  let isWritten = true;
  const flush = (): void => {
    if (isWritten) return;
    const begin = performance.now();
    const kept = serialize({ version: packageVersion(), ensembles, trainings } satisfies Kept);
    written(`--out ${folder}`, () => writeWhole(path, kept));
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
    keptTraining: (key) => trainings.get(key),
    keepTraining: (key, state, final) => {
      if (!final && performance.now() < next) return;
      trainings.set(key, state());
      isWritten = false;
      flush();
    },
    flush,
    remove: () => rmSync(path, { force: true }),
  };
}

/** Milliseconds of work that a kill may cost. */
const tenSeconds = 10_000;

interface Kept {
  readonly version: string;
  /** chunks of ensembles of the SDE */
  readonly ensembles: Map<string, Map<number, ChunkOutcome>>;
  /** groups of replicas in training */
  readonly trainings: Map<string, TrainingState>;
}

function nothingKept(): Kept {
  return { version: packageVersion(), ensembles: new Map(), trainings: new Map() };
}

function read(path: string): Kept {
  const found = deserialize(readFileSync(path)) as Kept;
  return found.version === packageVersion() ? found : nothingKept();
}
