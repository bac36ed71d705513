import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../arithmetic/inputError.js';
import type { Rational } from '../arithmetic/rational.js';
import { builtinModels } from '../model/builtin/index.js';
import type { Model } from '../model/model.js';
import { readModel } from '../model/readModel.js';
import { packageRoot } from './packageRoot.js';

/** A model file found by the id or the path that a user gave. */
export interface LocatedModel {
  /** the built-in id, or the path as given */
  readonly source: string;
  readonly text: string;
}

/**
 * The text of a built-in model, by its id in any case, or of a file; a name without a dot or slash is taken for an id.
 *
 * Throws InputError for an unknown id, with the known ones, and for a file that cannot be read.
 */
export function locateModel(name: string): LocatedModel {
  const builtin = builtinModels.find(({ id }) => id.toLowerCase() === name.toLowerCase());
  if (builtin !== undefined) {
    const file = join(packageRoot(), 'src', 'model', 'builtin', builtin.file);
    return { source: builtin.id, text: readFileSync(file, 'utf8') };
  }
  try {
    return { source: name, text: textOf(name) };
  } catch (error) {
    const ids = builtinModels.map(({ id }) => id).join(', ');
    if (!/[./\\]/.test(name)) throw new InputError(name, 'no such model', `a file, or one of ${ids}`);
    throw new InputError(name, `the file cannot be read (${reasonOf(error)})`, 'a model file in YAML or JSON');
  }
}

/** The text of a file or a pipe; a device such as /dev/zero never ends. */
function textOf(path: string): string {
  const stats = statSync(path);
  if (!stats.isCharacterDevice() && !stats.isBlockDevice()) return readFileSync(path, 'utf8');
  throw Object.assign(new Error('it is a device'), { code: 'ENXIO' });
}

/** Every built-in model, in the order of theory §8. */
export function locateBuiltins(): LocatedModel[] {
  return builtinModels.map(({ id }) => locateModel(id));
}

/**
 * Reads located models, with constants replaced. Of several models each takes the constants that it has; a constant that
 * none of them has is an error, as is one that the only model has not. Throws InputError.
 */
export function readModels(located: readonly LocatedModel[], set: ReadonlyMap<string, Rational>): Model[] {
  const read = ({ text, source }: LocatedModel, constants: ReadonlyMap<string, Rational>): Model =>
    readModel(text, source, { readFile: readData, set: constants });
  if (located.length === 1) return [read(located[0], set)];
  const models = located.map((one) => read(one, new Map()));
  for (const name of set.keys()) {
    if (models.some(({ constants }) => constants.has(name))) continue;
    throw new InputError(`--set ${name}`, `no model here has a constant ${name}`, 'a constant of one of them');
  }
  return located.map((one, i) => read(one, new Map([...set].filter(([name]) => models[i].constants.has(name)))));
}

/** A file that a model names, for readers who say themselves what cannot be read and why. */
function readData(path: string): string {
  try {
    return textOf(path);
  } catch (error) {
    throw new Error(reasonOf(error));
  }
}

/** A failure of the file system in words, with its code: `the disk is full, ENOSPC`. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  return [...(reasons[code] ?? []), code].join(', ');
}

const reasons: Readonly<Record<string, readonly [string]>> = {
  EACCES: ['no permission'],
  EDQUOT: ['the quota is used up'],
  EEXIST: ['a file of that name is there'],
  EFBIG: ['the file would be larger than is allowed'],
  EISDIR: ['it is a folder'],
  ENXIO: ['it is a device'],
  ENOENT: ['it is not there'],
  ENOSPC: ['the disk is full'],
  ENOTDIR: ['a part of the path is a file'],
  EPERM: ['no permission'],
  EROFS: ['the disk is read-only'],
};
