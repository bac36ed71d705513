import { closeSync, fsyncSync, lstatSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../arithmetic/inputError.js';

/** Makes the folder that results will go to, so that a wrong one is known before hours of work. Throws InputError. */
export function prepareFolder(folder: string | undefined): void {
  if (folder !== undefined) attempt(folder, () => mkdirSync(folder, { recursive: true }));
}

/**
 * Writes files, by name, into a folder that is there, each whole or not at all; does nothing without a folder. Says
 * which of them replaced another; a symbolic link is replaced, what it leads to is left alone. Throws InputError.
 */
export function writeResults(
  folder: string | undefined,
  files: Readonly<Record<string, string | Uint8Array>>,
  message: (text: string) => void,
): void {
  if (folder === undefined) return;
  const replaced = Object.entries(files).flatMap(([name, text]) => {
    const path = join(folder, name);
    const isReplaced = lstatSync(path, { throwIfNoEntry: false }) !== undefined;
    attempt(folder, () => writeWhole(path, text));
    return isReplaced ? [path] : [];
  });
  if (replaced.length > 0) message(`replaced: ${replaced.join(', ')}\n`);
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

function attempt(folder: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    const reason = reasons[code] ?? code;
    throw new InputError(`--out ${folder}`, `nothing can be written there (${reason})`, 'a folder that can be written');
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'no permission, EACCES',
  ENOSPC: 'the disk is full, ENOSPC',
  EROFS: 'the disk is read-only, EROFS',
};
