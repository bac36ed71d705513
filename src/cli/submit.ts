import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { InputError } from '../arithmetic/inputError.js';
import { experiments } from '../reproduce/experiments.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import type { Output } from './output.js';
import { checkSame, partName, readPart } from './partFiles.js';
import { planReproduction } from './reproduce.js';
import { reproduceCommand } from './reproduceResults.js';
import { itemCount, type RunHeader, runParts } from './runParts.js';
import { shellWord, slurmScript } from './slurmScript.js';
import { readSubmission, type Submission, submissionFile } from './submission.js';
import { planSweep, type SweepCommandOptions } from './sweep.js';
import { jsonText, prepareFolder, writeResults } from './writeResults.js';

/** The options of `collapse submit`, as commander hands them over. */
export interface SubmitOptions extends SweepCommandOptions {
  /** of an experiment: the authors' numbers */
  readonly full?: true;
  readonly slurm?: true;
  readonly array: number;
  readonly partition?: string;
  readonly time?: string;
  readonly cpus: number;
  readonly dryRun?: true;
}

/**
 * `collapse submit`: writes the job array of a sweep, or of one of the paper's experiments, and hands it to Slurm where it
 * is there. Called again it submits the parts alone that are not whole yet. Throws InputError.
 */
export function submit(name: string, options: SubmitOptions, output: Output): ExitStatus {
  if (!options.slurm) throw new InputError('collapse submit', 'no queue is named', '--slurm');
  const { out: folder, array: parts } = options;
  if (folder === undefined) throw new InputError('collapse submit', 'the parts need a folder', '--out with a folder');
  const { header, replay } = planRun(name, options, output);
  const cells = itemCount(header);
  if (parts > cells) throw new InputError(`--array ${parts}`, `there are ${cells} cells`, `at most ${cells} parts`);
  prepareFolder(folder);
  const earlier = readSubmission(folder);
  if (earlier !== null && earlier.parts !== parts) {
    throw new InputError(`--array ${parts}`, `${folder} holds ${earlier.parts} parts`, `--array ${earlier.parts}`);
  }
  const tasks = Array.from({ length: parts }, (_, i) => i + 1).filter((index) => {
    const shard = { index, count: parts };
    const found = readPart(runParts, join(folder, partName(shard)));
    if (found !== null) checkSame(found.file, found.header, header);
    return (found?.lines.length ?? 0) < Math.ceil((cells - index + 1) / parts);
  });
  if (tasks.length === 0) {
    output.message(`every part is there; next: collapse merge ${shellWord(folder)}\n`);
    return exitStatus.done;
  }
  const logs = join(resolve(folder), 'logs');
  mkdirSync(logs, { recursive: true });
  const script = slurmScript({
    // the command that makes the whole run again, by words, without the name of the program
    command: [...wordsOf(replay).slice(1), '--out', resolve(folder)],
    program: [process.execPath, process.argv[1]],
    parts,
    tasks,
    directory: process.cwd(),
    logs,
    cpus: options.cpus,
    partition: options.partition,
    time: options.time,
  });
  const file = join(folder, 'submit.sbatch');
  const quietly = (): void => {};
  writeResults(folder, { 'submit.sbatch': script }, quietly);
  const job = options.dryRun ? null : handedOver(file);
  const submission: Submission = { parts, cells, jobs: [...(earlier?.jobs ?? []), ...(job ?? [])] };
  writeResults(folder, { [submissionFile]: jsonText(submission) }, quietly);
  output.result(readFileSync(file, 'utf8'));
  const how = job === null ? `to submit: sbatch ${shellWord(file)}` : `submitted as job ${job[0]}`;
  output.message(`${how}: ${tasks.length} of ${parts} parts; what is done: collapse status ${shellWord(folder)}\n`);
  return exitStatus.done;
}

/** What is cut into parts, and the command that makes it whole. Throws InputError. */
function planRun(
  name: string,
  options: SubmitOptions,
  output: Output,
): { readonly header: RunHeader; readonly replay: string } {
  if (!experiments.some((experiment) => experiment.name === name)) {
    if (options.full)
      throw new InputError('--full', `${name} is no experiment`, 'one that collapse reproduce --list names');
    const { header } = planSweep(name, options, output);
    return { header, replay: header.replay };
  }
  const { vary, of, measure, backend = 'auto', set, quick, full, seed } = options;
  const stray = [
    vary.length > 0 && '--vary',
    of !== undefined && '--of',
    measure !== 'none' && '--measure',
    backend !== 'auto' && '--backend',
    set.size > 0 && '--set',
  ].find((one) => one !== false);
  if (stray !== undefined)
    throw new InputError(stray, `${name} is an experiment, which states it`, 'a model, or no such option');
  const { size, header } = planReproduction(name, { seed, ...(quick && { quick }), ...(full && { full }) });
  return { header, replay: reproduceCommand(name, size, seed) };
}

/** The number of the job, or null where there is no Slurm. Throws InputError where it refuses. */
function handedOver(file: string): readonly [string] | null {
  const { error, status, stdout, stderr } = spawnSync('sbatch', ['--parsable', file], { encoding: 'utf8' });
  if (error !== undefined) return null;
  if (status !== 0) throw new InputError('sbatch', stderr.trim(), `a queue that takes ${file}`);
  return [stdout.trim().split(';', 1)[0]];
}

/** The words of a command line that `replayCommand` wrote: blanks between them, some in single quotes. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:'[^']*'|\\'|[^\s'])+/g) ?? [];
  return words.map((word) => word.replace(/'([^']*)'|\\(')/g, (_, quoted = '', single = '') => quoted + single));
}
