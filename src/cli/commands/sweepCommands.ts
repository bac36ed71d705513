import { type Command, Option } from 'commander';
import type { ExitStatus } from '../exitStatus.js';
import type { MergeOptions } from '../merge.js';
import { readCount, withCommonOptions } from '../options.js';
import type { Output } from '../output.js';
import type { SubmitOptions } from '../submit.js';
import type { SweepCommandOptions } from '../sweep.js';
import { enginesFor, examples } from './commandParts.js';

/** Adds the commands on grids of constants; the code of each is loaded when it runs. */
export function addSweepCommands(program: Command, output: Output, finish: (status: ExitStatus) => void): void {
  const model = 'id of a built-in model or a model file';
  withSweepOptions(
    model,
    withCommonOptions(program.command('sweep'), 'quick', 'threads', 'backend', 'maxSteps', 'timeLimit'),
  )
    .description('a phase diagram: prediction, and measurement where asked, over a grid of constants')
    .option(
      '--plot <file>',
      'draw the exponents over one constant, or the phase diagram over two: .svg, .png, .tex or .vl.json',
    )
    .addOption(new Option('--format <format>', 'how it is printed').choices(['text', 'csv']).default('text'))
    .option('--shard <i/n>', 'do the i-th of n parts alone; collapse merge puts them together', '1/1')
    .option('--resume', 'go on with what --out holds')
    .addHelpText(
      'after',
      examples(
        'collapse sweep M4 --vary eta=0.05:2:24 --measure both --plot exponents.svg',
        'collapse sweep M1 --vary mu=0.5:4:30 --vary zeta=0.2:4:30 --out phases',
      ),
    )
    .action(async (model: string, options: SweepCommandOptions) => {
      const { sweep } = await import('../sweep.js');
      finish(await sweep(model, options, output, enginesFor(options)));
    });
  withSweepOptions(`${model}, or an experiment`, withCommonOptions(program.command('submit'), 'quick', 'backend'))
    .description('a sweep, or an experiment of collapse reproduce, as a job array; again, it submits what is not done')
    .option('--full', "of an experiment: the authors' numbers of cells, trajectories and steps")
    .option('--slurm', 'by sbatch; where that is missing the script is written all the same')
    .option('--array <n>', 'how many parts, a task each', readCount, 16)
    .option('--partition <name>', 'the partition of the queue')
    .option('--time <limit>', 'time limit of a task, such as 2:00:00; a task that reaches it goes on later')
    .option('--cpus <n>', 'cores of a task', readCount, 1)
    .option('--dry-run', 'write the script, submit nothing')
    .addHelpText(
      'after',
      examples(
        'collapse submit M2 --vary eta=0:4:50 --vary zeta=1:20:40 --measure sde \\',
        '    --out phases --slurm --array 40 --time 2:00:00',
        'collapse status phases',
        'collapse merge phases',
        'collapse submit fig2 --full --out fig2 --slurm --array 10',
      ),
    )
    .action(async (model: string, options: SubmitOptions) => {
      const { submit } = await import('../submit.js');
      finish(submit(model, options, output));
    });
  program
    .command('status')
    .description('which parts of a sweep or an experiment are done, running, waiting or failed')
    .argument('<folder>', 'the folder that --out named')
    .option('--json', 'print it as JSON')
    .action(async (folder: string, options: { json?: true }) => {
      const { status } = await import('../status.js');
      finish(status(folder, options, output));
    });
  program
    .command('merge')
    .description('puts the parts of a sweep or an experiment together, as one machine would have written it')
    .argument('<folder>', 'the folder that --out named')
    .option('--plot <file>', 'also draw the sweep: .svg, .png, .tex or .vl.json')
    .option('--json', 'print the whole as JSON')
    .action(async (folder: string, options: MergeOptions) => {
      const { merge } = await import('../merge.js');
      finish(await merge(folder, options, output));
    });
}

/** What is swept, for the commands that sweep now or later. */
function withSweepOptions(subject: string, command: Command): Command {
  return command
    .argument('<model>', subject)
    .addOption(
      new Option('--vary <axis>', 'name=from:to:count, name=log:from:to:count or name=v1,v2,...; once a constant')
        .argParser(collect)
        .default([], 'none'),
    )
    .option('--of <set>', 'the set to sweep, by its name (default: the first of the file)')
    .addOption(
      new Option('--measure <process>', 'what is measured in every cell')
        .choices(['none', 'sde', 'sgd', 'both'])
        .default('none'),
    );
}

/** Options that may be given several times, in their order. */
function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
