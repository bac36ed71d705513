import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../arithmetic/inputError.js';

/** Makes the folder that results will go to, so that a wrong one is known before hours of work. Throws InputError. */
export function prepareFolder(folder: string | undefined): void {
  if (folder !== undefined) attempt(folder, () => mkdirSync(folder, { recursive: true }));
}

/** Writes files, by name, into a folder that is there; does nothing without a folder. Throws InputError. */
export function writeResults(folder: string | undefined, files: Readonly<Record<string, string>>): void {
  if (folder === undefined) return;
  for (const [name, text] of Object.entries(files)) attempt(folder, () => writeFileSync(join(folder, name), text));
}

function attempt(folder: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
    throw new InputError(`--out ${folder}`, `nothing can be written there (${reason})`, 'a folder that can be written');
  }
}
