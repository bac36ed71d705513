import { Command, CommanderError, Option } from 'commander';
import { InputError } from '../arithmetic/inputError.js';
import type { CheckCommandOptions } from './check.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import {
  type CommonOptions,
  readCount,
  readPair,
  readRange,
  type TableFormat,
  tableFormatNames,
  withCommonOptions,
} from './options.js';
import type { Output } from './output.js';
import { packageVersion } from './packageRoot.js';
import type { PredictCommandOptions } from './predict.js';
import type { PropertiesOptions } from './properties.js';
import type { SweepCommandOptions } from './sweep.js';

/**
 * Runs one command line, without the names of node and script in front, and says how it ended.
 *
 * Never throws: bad input is one message, and only a defect of ours shows a stack.
 */
export async function run(args: readonly string[], output: Output): Promise<ExitStatus> {
  let status: ExitStatus = exitStatus.done;
  try {
    const program = collapse(output, (result) => {
      status = result;
    });
    await program.parseAsync([...args], { from: 'user' });
    return status;
  } catch (error) {
    // commander has said what is wrong
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitStatus.done : exitStatus.usage;
    if (error instanceof InputError) {
      output.message(`error: ${error.message.replace(/\s*\n\s*/g, ' ')}\n`);
      return exitStatus.usage;
    }
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    output.message(`A defect of collapse-verifier, not of your model; please report it:\n${detail}\n`);
    return exitStatus.defect;
  }
}

/** The commands. The code of each is loaded when it runs, so that --help costs nothing. */
function collapse(output: Output, finish: (status: ExitStatus) => void): Command {
  const program = new Command('collapse')
    .description(
      "Does SGD's gradient noise attract the weights onto an invariant set? Derives, predicts, simulates, trains, compares.",
    )
    .version(packageVersion());
  withCommonOptions(program.command('verify'))
    .description('derive, predict, simulate, train and compare: one verdict an invariant set')
    .argument('[models...]', 'ids of built-in models (M1, M2, ...) or model files')
    .option('--builtin', 'every built-in model')
    .option('--explain', 'every reason in full below the table')
    .option('--plot <file>', 'draw the distances of trajectories over time: .svg, .png or .vl.json')
    .action(async (models: string[], options: CommonOptions & { builtin?: true; plot?: string; explain?: true }) => {
      const { verify } = await import('./verify.js');
      const engines = async () => (await import('./engines.js')).openEngines(options);
      finish(await verify(models, options, output, engines));
    });
  withCommonOptions(program.command('table'))
    .description('the theory table of models, or of every built-in one, for a paper or a spreadsheet')
    .argument('[models...]', 'ids of built-in models or model files (default: every built-in model)')
    .addOption(new Option('--format <format>', 'how it is written').choices(tableFormatNames).default('text'))
    .option('--explain', 'every reason in full below the table in text')
    .action(async (models: string[], options: CommonOptions & { format: TableFormat }) => {
      const { table } = await import('./table.js');
      const engines = async () => (await import('./engines.js')).openEngines(options);
      finish(await table(models, options, output, engines));
    });
  withCommonOptions(program.command('derive'))
    .description('the symbolic part alone: invariance, curvature, noise, condition, thresholds')
    .argument('<model>', 'id of a built-in model or a model file')
    .option('--format <format>', 'text, md, latex or json (default: text)')
    .option('--cross-check', 'hold the derivatives against mathjs and nerdamer too')
    .action(async (model: string, options: CommonOptions & { format?: string; crossCheck?: true }) => {
      const { derive } = await import('./derive.js');
      finish(await derive(model, options, output));
    });
  withCommonOptions(program.command('predict'))
    .description(
      'exponents with their intervals and certificates, and the thresholds in every constant; nothing is measured',
    )
    .argument('<model>', 'id of a built-in model or a model file')
    .option('--format <format>', 'text, md, latex or json (default: text)')
    .option('--boundary <a,b>', 'also the curve in the plane of two constants on which the exponent is 0', readPair)
    .option('--neighbourhood', 'also a ball about the set that the SDE seldom leaves, with its proof')
    .option('--spectrum', 'also all Lyapunov exponents, not the largest alone')
    .addOption(
      new Option('--range <name=from:to>', 'where zeros in a constant are looked for; name=log:from:to in equal ratios')
        .argParser(readRange)
        .default(new Map(), 'a hundredth to a hundred times its value; -1 to 1 for 0'),
    )
    .addHelpText(
      'after',
      `
Examples:
  collapse predict M2
  collapse predict M1 --boundary mu,zeta --range mu=0.5:4 --range zeta=0:5
  collapse predict M1 --set zeta=2.5 --neighbourhood --out results
  collapse predict M5 --spectrum
  collapse check --certificate results/certificate-1.json`,
    )
    .action(async (model: string, options: PredictCommandOptions) => {
      const { predict } = await import('./predict.js');
      finish(await predict(model, options, output));
    });
  withCommonOptions(program.command('properties'))
    .description(
      'properties that must hold, on random cases of a model; a failure prints seed, path and the shrunk model',
    )
    .argument('<model>', 'id of a built-in model or a model file')
    .option('--runs <n>', 'cases of each property (default: 100; simulations take a tenth)', readCount)
    .option('--path <path>', 'replay the case that a failure named')
    .option('--property <name>', 'run this one alone')
    .action(async (model: string, options: PropertiesOptions) => {
      const { properties } = await import('./properties.js');
      finish(await properties(model, options, output));
    });
  withCommonOptions(program.command('check'))
    .description('every claim of a model file proved, refuted with its smallest counterexample, or undecided')
    .argument('[model]', 'model file with claims, or id of a built-in model')
    .option('--claim <n>', 'check this one alone, by its number in the file', readCount)
    .option('--path <path>', 'go straight to the witness that a search named')
    .option('--certificate <file>', 'verify a certificate that --out kept, in place of a model')
    .option('--model <file>', 'hold the formulas, set and data of the certificate against this model')
    .action(async (model: string | undefined, options: CheckCommandOptions) => {
      const { check } = await import('./check.js');
      const engines = async () => (await import('./engines.js')).openEngines(options);
      finish(await check(model, options, output, engines));
    });
  withCommonOptions(program.command('discover'))
    .description('finds the invariant sets that a model has, and proves each')
    .argument('<model>', 'id of a built-in model or a model file')
    .action(async (model: string, options: CommonOptions) => {
      const { discover } = await import('./discover.js');
      finish(await discover(model, options, output));
    });
  withCommonOptions(program.command('sweep'))
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
    .action(async (model: string, options: SweepCommandOptions) => {
      const { sweep } = await import('./sweep.js');
      const engines = async () => (await import('./engines.js')).openEngines(options);
      finish(await sweep(model, options, output, engines));
    });
  program
    .command('merge')
    .description('puts the parts of a sweep together, as one machine would have written it')
    .argument('<folder>', 'the folder that --out named')
    .option('--plot <file>', 'also draw it: .svg, .png, .tex or .vl.json')
    .action(async (folder: string, options: { plot?: string }) => {
      const { merge } = await import('./merge.js');
      finish(await merge(folder, options, output));
    });
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .showHelpAfterError('(see --help)')
      .configureOutput({ writeOut: output.result, writeErr: output.message });
  }
  return program;
}

/** Options that may be given several times, in their order. */
function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
