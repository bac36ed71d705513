import { closeSync, existsSync, openSync, readdirSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../arithmetic/inputError.js';
import { readShard, type Shard } from '../sweep/shard.js';
import { reasonOf } from './locate.js';

/** What the files of one command hold: a header, then a line a work item. */
export interface PartKind<Header, Line> {
  /** such as `sweep`, for messages */
  readonly name: string;
  readonly header: { parse(value: unknown): Header };
  readonly line: { parse(value: unknown): Line };
}

/** One part as its file holds it. */
export interface Part<Header, Line> {
  readonly file: string;
  readonly header: Header;
  readonly lines: readonly Line[];
}

/** The file of a part within its folder. */
export function partName({ index, count }: Shard): string {
  return `part-${index}-of-${count}.jsonl`;
}

/** The part of a run that a command does, and the file that holds it; null without a folder. */
export interface StatedPart {
  readonly shard: Shard;
  readonly file: string | null;
}

/**
 * Reads `--shard`, which goes with `--out` as `--resume` does. Throws InputError, too, where a run is there that is not to go
 * on; `what` it is, such as `a sweep`.
 */
export function statedPart(
  { shard: text, resume, out }: { readonly shard: string; readonly resume?: true; readonly out?: string },
  what: string,
): StatedPart {
  const shard = readShard(text);
  if (out === undefined) {
    if (resume) throw new InputError('--resume', 'there is no folder to go on in', '--out with the folder of the run');
    if (shard.count === 1) return { shard, file: null };
    throw new InputError('--shard', 'a part is put together with others from its file', '--out with a folder');
  }
  const file = join(out, partName(shard));
  if (resume || !existsSync(file)) return { shard, file };
  throw new InputError(file, `${what} is there already`, '--resume to go on with it, or another folder');
}

/** The parts of one kind in a folder, by name. Throws InputError where the folder or a file cannot be read. */
export function readParts<Header, Line>(kind: PartKind<Header, Line>, folder: string): Part<Header, Line>[] {
  const names = attempt(folder, () => readdirSync(folder)).filter((name) => /^part-\d+-of-\d+\.jsonl$/.test(name));
  return names.sort().flatMap((name) => readPart(kind, join(folder, name)) ?? []);
}

/**
 * A part as far as whole lines go: a last one that a crash cut short, or that is being written, is left out. Null where
 * there is no file, or not even a whole header. Throws InputError for a file of another kind.
 */
export function readPart<Header, Line>(kind: PartKind<Header, Line>, file: string): Part<Header, Line> | null {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw unreadable(file, error);
  }
  const whole = wholeLines(text);
  if (whole === '') return null;
  const [first, ...rest] = whole.trimEnd().split('\n');
  const parse = <T>(line: string, at: number, schema: { parse(value: unknown): T }): T => {
    try {
      return schema.parse(JSON.parse(line));
    } catch {
      throw new InputError(
        `${file}:${at}`,
        `no line of collapse ${kind.name} of this version`,
        `what collapse ${kind.name} --out wrote`,
      );
    }
  };
  return {
    file,
    header: parse(first, 1, kind.header),
    lines: rest.map((line, i) => parse(line, i + 2, kind.line)),
  };
}

/**
 * Appends whole lines to a part's file; opened anew with its header unless it goes on, and then a last line that was cut
 * short is taken out. Throws InputError.
 */
export function openPart<Header extends object, Line extends object>(
  file: string,
  header: Header,
  goesOn: boolean,
): OpenPart<Header | Line> {
  if (goesOn) {
    const whole = Buffer.byteLength(wholeLines(attempt(file, () => readFileSync(file, 'utf8'))));
    attempt(file, () => truncateSync(file, whole));
    if (whole === 0) return openPart(file, header, false);
  }
  const handle = attempt(file, () => openSync(file, goesOn ? 'a' : 'w'));
  const append = (value: Header | Line): void => {
    attempt(file, () => writeSync(handle, `${JSON.stringify(value)}\n`));
  };
  if (!goesOn) append(header);
  return { append, close: () => closeSync(handle) };
}

/** A part's file while it is written. */
export interface OpenPart<Value> {
  append(value: Value): void;
  close(): void;
}

function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

/** Throws InputError where two headers are not of the same run, naming what differs. */
export function checkSame<Header extends object>(file: string, found: Header, expected: Header): void {
  for (const key of Object.keys(expected) as (keyof Header & string)[]) {
    const [theirs, ours] = [found[key], expected[key]].map((value) => JSON.stringify(value));
    if (theirs === ours) continue;
    const shown = (text: string): string => (text.length > longestShown ? `another ${key}` : `${key} ${text}`);
    throw new InputError(file, `it belongs to a run with ${shown(theirs)}`, shown(ours));
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
  return new InputError(
    path,
    `it cannot be read and written (${reasonOf(error)})`,
    'a folder, and files that collapse wrote',
  );
}
