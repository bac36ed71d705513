import { type Command, Option } from 'commander';
import type { ExitStatus } from '../exitStatus.js';
import { withCommonOptions } from '../options.js';
import type { Output } from '../output.js';
import type { SweepCommandOptions } from '../sweep.js';

/** Adds the commands on grids of constants; the code of each is loaded when it runs. */
export function addSweepCommands(program: Command, output: Output, finish: (status: ExitStatus) => void): void {
  withCommonOptions(program.command('sweep'), 'quick', 'threads', 'backend')
    .description('a phase diagram: prediction, and measurement where asked, over a grid of constants')
    .argument('<model>', 'id of a built-in model or a model file')
    .option(
      '--vary <axis>',
      'name=from:to:count, name=log:from:to:count or name=v1,v2,...; once a constant',
      collect,
      [],
    )
    .option('--of <set>', 'the set to sweep, by its name (default: the first of the file)')
    .addOption(
      new Option('--measure <process>', 'what is measured in every cell')
        .choices(['none', 'sde', 'sgd', 'both'])
        .default('none'),
    )
    .option(
      '--plot <file>',
      'draw the exponents over one constant, or the phase diagram over two: .svg, .png, .tex or .vl.json',
    )
    .addOption(new Option('--format <format>', 'how it is printed').choices(['text', 'csv']).default('text'))
    .option('--shard <i/n>', 'do the i-th of n parts alone; collapse merge puts them together', '1/1')
    .option('--resume', 'go on with what --out holds')
    .addHelpText(
      'after',
      `
Examples:
  collapse sweep M4 --vary eta=0.05:2:24 --measure both --plot exponents.svg
  collapse sweep M1 --vary mu=0.5:4:30 --vary zeta=0.2:4:30 --out phases --resume`,
    )
    .action(async (model: string, options: SweepCommandOptions) => {
      const { sweep } = await import('../sweep.js');
      const engines = async () => (await import('../../openEngines.js')).openEngines(options);
      finish(await sweep(model, options, output, engines));
    });
  program
    .command('merge')
    .description('puts the parts of a sweep together, as one machine would have written it')
    .argument('<folder>', 'the folder that --out named')
    .option('--plot <file>', 'also draw it: .svg, .png, .tex or .vl.json')
    .action(async (folder: string, options: { plot?: string }) => {
      const { merge } = await import('../merge.js');
      finish(await merge(folder, options, output));
    });
}

/** Options that may be given several times, in their order. */
function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
