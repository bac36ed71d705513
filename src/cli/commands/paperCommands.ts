import { type Command, Option } from 'commander';
import type { AnalyzeOptions } from '../analyze.js';
import type { ExitStatus } from '../exitStatus.js';
import { readCount, readPositive, readRuns, readSeed, readShare, readStrength, readThreads } from '../options.js';
import type { Output } from '../output.js';
import type { ProbeOptions } from '../probe.js';
import type { ReproduceOptions } from '../reproduce.js';
import { examples } from './commandParts.js';

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
    .option('--cifar <dir>', 'deep on the images of this folder, CIFAR-10 as its official binary files')
    .option('--quiet', 'no progress')
    .addOption(new Option('--threads <n>', 'how many threads simulate; changes no number').argParser(readThreads))
    .addHelpText(
      'after',
      examples(
        'collapse reproduce --list',
        'collapse reproduce fig1 --quick --out fig1',
        'collapse reproduce fig2 --full --out fig2 --resume',
      ),
    )
    .action(async (name: string | undefined, options: ReproduceOptions) => {
      const { reproduce } = await import('../reproduce.js');
      const laboratory = async () => (await import('../laboratory.js')).openLaboratory(options.threads, options.cifar);
      finish(await reproduce(name, options, output, laboratory));
    });
  withUnitOptions(program.command('analyze'))
    .description('vanishing and redundant units, and effective rank, of every hidden layer of trained networks')
    .argument('<weights...>', '.npz of NumPy, .safetensors, or model.json of TensorFlow.js')
    .option('--heads <n>', 'attention layers have so many heads: analyse these too', readCount)
    .option('--initial <weights>', 'the network at its start; else a draw of variance 1/inputs stands for it')
    .option('--json', 'print the result as JSON')
    .option('--out <dir>', 'also write result.json and a picture into this folder')
    .addHelpText(
      'after',
      examples('collapse analyze model.safetensors', 'collapse analyze epoch-*.npz --initial start.npz --out units'),
    )
    .action(async (files: string[], options: AnalyzeOptions) => {
      const { analyze } = await import('../analyze.js');
      finish(await analyze(files, options, output));
    });
  const probe = program
    .command('probe')
    .description('which hidden units of a network under training are being attracted to a collapse, and at which noise')
    .argument('<network>', 'its dense layers: .npz of NumPy, .safetensors, or model.json of TensorFlow.js')
    .requiredOption('--data <npz>', 'arrays inputs and targets, a row a sample')
    .addOption(
      new Option('--activation <name>', 'of all layers but the last')
        .choices(['tanh', 'gelu', 'identity'])
        .makeOptionMandatory(),
    )
    .requiredOption('--learning-rate <x>', 'of plain SGD', readPositive)
    .requiredOption('--batch <n>', 'samples of a step', readCount)
    .addOption(new Option('--loss <name>', 'of a sample').choices(['squared', 'cross-entropy']).default('squared'))
    .option('--momentum <x>', 'its velocity begins at 0', readShare, 0)
    .option('--weight-decay <x>', 'λ of ½λ‖θ‖²', readStrength, 0)
    .option('--label-noise <x>', 'standard deviation of noise on every target, afresh in every step', readStrength, 0)
    .option('--steps <n>', 'steps along which exponents are predicted and measured', readCount, 1000)
    .option('--horizon <n>', 'steps after which collapses are counted (default: ten times --steps)', readCount)
    .option('--replicas <n>', 'continuations of the training', readRuns, 8);
  withUnitOptions(probe)
    .option('--seed <n>', 'seed of every random number', readSeed, 1)
    .option('--json', 'print the result as JSON')
    .option('--out <dir>', 'also write result.json and a picture into this folder')
    .option('--quiet', 'no progress')
    .addHelpText(
      'after',
      examples(
        'collapse probe examples/networks/wide.npz \\',
        '    --data examples/networks/wide-data.npz --activation tanh \\',
        '    --learning-rate 0.05 --batch 1 --label-noise 1',
        'collapse probe model.safetensors --data train.npz --activation gelu \\',
        '    --loss cross-entropy --learning-rate 0.03 --batch 8 --momentum 0.9 \\',
        '    --weight-decay 0.003',
      ),
    )
    .action(async (file: string, options: ProbeOptions) => {
      const { probeNetwork } = await import('../probe.js');
      finish(await probeNetwork(file, options, output));
    });
}

/** The options that tell units of a file's networks, and when they have collapsed. */
function withUnitOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--tau1 <x>', 'shorter than this share of the longest is vanishing').argParser(readShare).default(0.1),
    )
    .addOption(new Option('--tau2 <x>', 'nearer than this is redundant').argParser(readShare).default(0.1))
    .addOption(
      new Option(
        '--layout <which>',
        'index that counts the units (default: first in .safetensors, last elsewhere)',
      ).choices(['units-first', 'units-last']),
    );
}
