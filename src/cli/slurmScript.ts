/** A Slurm job array, one task a part of a sweep. */
export interface SlurmJob {
  /** the command of one part, words not yet quoted, without `--shard` */
  readonly command: readonly string[];
  /** how `collapse` is started */
  readonly program: readonly string[];
  readonly parts: number;
  /** the parts that are to be done, from 1 */
  readonly tasks: readonly number[];
  /** where the job runs, and where the tasks' logs go */
  readonly directory: string;
  readonly logs: string;
  readonly partition?: string | undefined;
  /** as Slurm writes it, such as 2:00:00 */
  readonly time?: string | undefined;
  readonly cpus: number;
}

/**
 * The script that `sbatch` takes: nothing but the public command line, to be read and changed.
 *
 * A task that is told to end (preemption, its time limit) keeps the cells that are done and is put back into the queue,
 * where `--resume` goes on.
 */
export function slurmScript({
  command,
  program,
  parts,
  tasks,
  directory,
  logs,
  partition,
  time,
  cpus,
}: SlurmJob): string {
  const options = [
    '--job-name=collapse',
    `--array=${ranges(tasks)}`,
    `--chdir=${directory}`,
    `--output=${logs}/%a.log`,
    '--open-mode=append',
    `--cpus-per-task=${cpus}`,
    '--requeue',
    '--signal=B:TERM@60',
    ...(partition === undefined ? [] : [`--partition=${partition}`]),
    ...(time === undefined ? [] : [`--time=${time}`]),
  ];
  return `#!/usr/bin/env bash
${options.map((option) => `#SBATCH ${option}`).join('\n')}

${program.map(shellWord).join(' ')} ${command.map(shellWord).join(' ')} \\
  --shard "$SLURM_ARRAY_TASK_ID/${parts}" --resume --quiet --threads ${cpus} &
part=$!
trap 'kill -TERM "$part"' TERM
wait "$part"
status=$?
# a signal ended the wait, not the part, which keeps what it has before it ends
while kill -0 "$part" 2>/dev/null; do
  wait "$part"
  status=$?
done
trap - TERM
if [ "$status" -eq 130 ]; then
  scontrol requeue "$SLURM_JOB_ID"
fi
exit "$status"
`;
}

/** A word as the shell takes it. */
export function shellWord(word: string): string {
  return /^[\w./:=,@%+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

/** Sorted numbers as Slurm writes them: 1-4,7. */
function ranges(numbers: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const number of numbers) {
    const last = runs.at(-1);
    if (last !== undefined && last[1] === number - 1) last[1] = number;
    else runs.push([number, number]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}
