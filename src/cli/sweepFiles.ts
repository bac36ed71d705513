import { closeSync, openSync, readdirSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../arithmetic/inputError.js';
import { type SweepHeader, type SweepLine, sweepHeader, sweepLine } from '../report/sweepSchema.js';
import type { Shard } from '../sweep/shard.js';

/** One part of a sweep as its file holds it. */
export interface SweepPart {
  readonly file: string;
  readonly header: SweepHeader;
  readonly lines: readonly SweepLine[];
}

/** The file of a part within its folder. */
export function partName({ index, count }: Shard): string {
  return `part-${index}-of-${count}.jsonl`;
}

/** The parts in a folder, by name. Throws InputError where the folder or a file cannot be read. */
export function readParts(folder: string): SweepPart[] {
  const names = attempt(folder, () => readdirSync(folder)).filter((name) => /^part-\d+-of-\d+\.jsonl$/.test(name));
  return names.sort().flatMap((name) => readPart(join(folder, name)) ?? []);
}

/**
 * A part as far as it was written: a last line that a crash cut short is taken out of the file. Null where there is no
 * file, or not even a whole header. Throws InputError for a file of another kind.
 */
export function readPart(file: string): SweepPart | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw unreadable(file, error);
  }
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) attempt(file, () => truncateSync(file, Buffer.byteLength(whole)));
  if (whole === '') return null;
  const [first, ...rest] = whole.trimEnd().split('\n');
  const parse = <T>(line: string, at: number, schema: { parse(value: unknown): T }): T => {
    try {
      return schema.parse(JSON.parse(line));
    } catch {
      throw new InputError(`${file}:${at}`, 'no line of a sweep of this version', 'what collapse sweep --out wrote');
    }
  };
  return {
    file,
    header: parse(first, 1, sweepHeader),
    lines: rest.map((line, i) => parse(line, i + 2, sweepLine)),
  };
}

/** Appends whole lines to a part's file; opened anew with its header unless it goes on. Throws InputError. */
export function openPart(file: string, header: SweepHeader, goesOn: boolean) {
  const handle = attempt(file, () => openSync(file, goesOn ? 'a' : 'w'));
  const append = (value: SweepHeader | SweepLine): void => {
    attempt(file, () => writeSync(handle, `${JSON.stringify(value)}\n`));
  };
  if (!goesOn) append(header);
  return { append, close: () => closeSync(handle) };
}

/** Throws InputError where two headers are not of the same sweep, naming what differs. */
export function checkSame(file: string, found: SweepHeader, expected: SweepHeader): void {
  for (const key of Object.keys(expected) as (keyof SweepHeader)[]) {
    const [theirs, ours] = [found[key], expected[key]].map((value) => JSON.stringify(value));
    if (theirs === ours) continue;
    const shown = (text: string): string => (text.length > longestShown ? `another ${key}` : `${key} ${text}`);
    throw new InputError(file, `it belongs to a sweep with ${shown(theirs)}`, shown(ours));
  }
}

const longestShown = 80;

function attempt<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw unreadable(path, error);
  }
}

function unreadable(path: string, error: unknown): InputError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason';
  return new InputError(path, `it cannot be read and written (${reason})`, 'a folder and files of a sweep');
}
