import { type Command, Option } from 'commander';
import type { AnalyzeOptions } from '../analyze.js';
import type { ExitStatus } from '../exitStatus.js';
import { readCount, readSeed, readShare, readThreads } from '../options.js';
import type { Output } from '../output.js';
import type { ReproduceOptions } from '../reproduce.js';

/** Adds the commands on the paper's experiments and on trained networks; the code of each is loaded when it runs. */
export function addPaperCommands(program: Command, output: Output, finish: (status: ExitStatus) => void): void {
  program
    .command('reproduce')
    .description("one of the paper's experiments, its claims checked: each with the number that decides it")
    .argument('[experiment]', 'fig1, fig2, ...; --list names them all')
    .option('--list', 'the experiments, a line each')
    .option('--quick', 'the smaller size (the default): at most minutes')
    .option('--full', "the authors' numbers of cells, trajectories and steps")
    .option('--seed <n>', 'seed of every random number', readSeed, 1)
    .option('--json', 'print the result as JSON')
    .option('--out <dir>', 'also write result.json, report.html and the pictures into this folder')
    .option('--shard <i/n>', 'do the i-th of n parts alone; --resume puts them together', '1/1')
    .option('--resume', 'go on with what --out holds')
    .option('--strict', 'exit with status 3 when a claim fails')
    .option('--quiet', 'no progress')
    .addOption(new Option('--threads <n>', 'how many threads simulate; changes no number').argParser(readThreads))
    .addHelpText(
      'after',
      `
Examples:
  collapse reproduce --list
  collapse reproduce fig1 --quick --out fig1
  collapse reproduce fig2 --full --out fig2 --resume`,
    )
    .action(async (name: string | undefined, options: ReproduceOptions) => {
      const { reproduce } = await import('../reproduce.js');
      const laboratory = async () => (await import('../laboratory.js')).openLaboratory(options.threads);
      finish(await reproduce(name, options, output, laboratory));
    });
  program
    .command('analyze')
    .description('vanishing and redundant units, and effective rank, of every hidden layer of trained networks')
    .argument('<weights...>', '.npz of NumPy, .safetensors, or model.json of TensorFlow.js')
    .addOption(
      new Option('--tau1 <x>', 'shorter than this share of the longest is vanishing').argParser(readShare).default(0.1),
    )
    .addOption(new Option('--tau2 <x>', 'nearer than this is redundant').argParser(readShare).default(0.1))
    .addOption(
      new Option(
        '--layout <which>',
        'index that counts the units (default: first in .safetensors, last elsewhere)',
      ).choices(['units-first', 'units-last']),
    )
    .option('--heads <n>', 'attention layers have so many heads: analyse these too', readCount)
    .option('--initial <weights>', 'the network at its start; else a draw of variance 1/inputs stands for it')
    .option('--json', 'print the result as JSON')
    .option('--out <dir>', 'also write result.json and a picture into this folder')
    .addHelpText(
      'after',
      `
Examples:
  collapse analyze model.safetensors
  collapse analyze epoch-*.npz --initial start.npz --out units`,
    )
    .action(async (files: string[], options: AnalyzeOptions) => {
      const { analyze } = await import('../analyze.js');
      finish(await analyze(files, options, output));
    });
}
