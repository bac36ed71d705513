import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../arithmetic/inputError.js';
import { reasonOf } from './locate.js';

/** Makes the folder that results will go to, so that a wrong one is known before hours of work. Throws InputError. */
export function prepareFolder(folder: string | undefined): void {
  if (folder !== undefined) written(`--out ${folder}`, () => makeFolder(folder));
}

/** Node's own recursive mkdir never ends where a folder is there in which nothing can be made, as in /proc. */
function makeFolder(folder: string): void {
  const isThere = (): boolean => statSync(folder, { throwIfNoEntry: false })?.isDirectory() === true;
  if (isThere()) return;
  if (dirname(folder) !== folder) makeFolder(dirname(folder));
  try {
    mkdirSync(folder);
  } catch (error) {
    // another process may have made it meanwhile
    if (!isThere()) throw error;
  }
}

/**
 * Writes files, by name, into a folder that is there, each whole or not at all; does nothing without a folder. Says
 * which of them replaced another; a symbolic link is replaced, what it leads to is left alone. Throws InputError with the
 * option that named the folder.
 */
export function writeResults(
  folder: string | undefined,
  files: Readonly<Record<string, string | Uint8Array>>,
  message: (text: string) => void,
  named = `--out ${folder}`,
): void {
  if (folder === undefined) return;
  const replaced = Object.entries(files).flatMap(([name, text]) => {
    const path = join(folder, name);
    const isReplaced = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
    written(named, () => writeWhole(path, text));
    return isReplaced ? [path] : [];
  });
  if (replaced.length > 0) message(`replaced: ${replaced.join(', ')}\n`);
}

/** A result as `--json` prints it and a file holds it. */
export function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Files with the certificates that there are, by what they certify. */
export function certificateFiles(named: readonly (readonly [name: string | number, certificate: unknown])[]) {
  const found = named.filter(([, certificate]) => certificate !== null);
  return Object.fromEntries(found.map(([name, one]) => [`certificate-${name}.json`, jsonText(one)]));
}

/** Writes under another name first, on the disk, then renames: no reader and no crash ever sees half a file. */
export function writeWhole(path: string, text: string | Uint8Array): void {
  const unfinished = `${path}.${process.pid}.part`;
  try {
    const file = openSync(unfinished, 'w');
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/** What some writing gives. Throws InputError with what the path was named for (`--out folder`) where it fails. */
export function written<T>(named: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    const reason = `nothing can be written there (${reasonOf(error)})`;
    throw new InputError(named, reason, 'a folder that can be written, with room for the results');
  }
}
