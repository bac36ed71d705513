import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../arithmetic/inputError.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import type { Output } from './output.js';
import { packageVersion } from './packageRoot.js';
import { readParts } from './partFiles.js';
import { itemCount, runParts } from './runParts.js';
import { readSubmission } from './submission.js';
import { jsonText } from './writeResults.js';

/** How far one part of a run is. */
interface PartStatus {
  readonly part: number;
  readonly state: 'done' | 'running' | 'waiting' | 'failed' | 'not begun';
  readonly done: number;
  readonly cells: number;
  /** of a part that failed, the last line of its log */
  readonly log: string | null;
}

/**
 * `collapse status`: which parts of a sweep or of an experiment are done, running, waiting in the queue, or failed, with the last line of
 * their logs. Throws InputError for a folder without parts and submission.
 */
export function status(folder: string, { json }: { readonly json?: true }, output: Output): ExitStatus {
  const submission = readSubmission(folder);
  const found = readParts(runParts, folder);
  const counted = found.map(({ file }) => Number(/part-\d+-of-(\d+)/.exec(file)?.[1]));
  const parts = submission?.parts ?? counted[0];
  if (parts === undefined)
    throw new InputError(folder, 'it holds no parts of a run', 'the folder of a sweep or of an experiment');
  const cells = submission?.cells ?? itemCount(found[0].header);
  const queued = submission === null ? new Map<number, 'running' | 'waiting'>() : queueStates(submission.jobs);
  const states = Array.from({ length: parts }, (_, i): PartStatus => {
    const part = i + 1;
    const file = `part-${part}-of-${parts}.jsonl`;
    const done = found.find((one) => one.file.endsWith(file))?.lines.length ?? 0;
    const all = Math.ceil((cells - i) / parts);
    const log = lastLine(join(folder, 'logs', `${part}.log`));
    if (done === all) return { part, state: 'done', done, cells: all, log: null };
    const state = queued.get(part);
    if (state !== undefined) return { part, state, done, cells: all, log: null };
    return { part, state: log === null && done === 0 ? 'not begun' : 'failed', done, cells: all, log };
  });
  const envelope = { schema: 1, version: packageVersion(), seed: found[0]?.header.seed ?? null };
  const result = { ...envelope, folder, cells, parts: states };
  output.result(json ? jsonText(result) : statusText(folder, cells, states));
  return exitStatus.done;
}

function statusText(folder: string, cells: number, parts: readonly PartStatus[]): string {
  const done = parts.reduce((total, part) => total + part.done, 0);
  const counts = (['done', 'running', 'waiting', 'failed', 'not begun'] as const)
    .map((state) => [state, parts.filter((part) => part.state === state).length] as const)
    .filter(([, count]) => count > 0)
    .map(([state, count]) => `${count} ${state}`);
  const lines = parts
    .filter(({ state }) => state !== 'done')
    .map((part) => {
      const log = part.log === null ? '' : `: ${part.log}`;
      return `  part ${part.part}: ${part.state}, ${part.done} of ${part.cells} cells${log}`;
    });
  const isWhole = done === cells;
  const next = isWhole
    ? `next: collapse merge ${folder}`
    : 'the same collapse submit again submits what failed or never ran';
  return `${[`${done} of ${cells} cells; parts: ${counts.join(', ')}`, ...lines, next].join('\n')}\n`;
}

/** What Slurm says of the tasks of job arrays, by part; nothing where there is no Slurm. */
function queueStates(jobs: readonly string[]): Map<number, 'running' | 'waiting'> {
  const states = new Map<number, 'running' | 'waiting'>();
  if (jobs.length === 0) return states;
  const { error, stdout } = spawnSync(
    'squeue',
    ['-h', '-r', '-o', '%F %K %t', '-u', String(process.getuid?.() ?? '')],
    {
      encoding: 'utf8',
    },
  );
  if (error !== undefined) return states;
  for (const line of stdout.trim().split('\n')) {
    const [job, task, state] = line.split(' ');
    if (jobs.includes(job)) states.set(Number(task), state === 'R' || state === 'CG' ? 'running' : 'waiting');
  }
  return states;
}

function lastLine(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').trimEnd().split('\n').at(-1) || null;
  } catch {
    return null;
  }
}
