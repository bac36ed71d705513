import { type Command, Option } from 'commander';
import type { CheckCommandOptions } from '../check.js';
import type { CheckpointFile } from '../checkpointFile.js';
import type { ExitStatus } from '../exitStatus.js';
import {
  type CommonOptions,
  readCount,
  readPair,
  readRange,
  type TableFormat,
  tableFormatNames,
  withCommonOptions,
} from '../options.js';
import type { Output } from '../output.js';
import type { PredictCommandOptions } from '../predictOneSet.js';
import type { PropertiesOptions } from '../properties.js';
import type { VerifyCommandOptions } from '../verify.js';
import { enginesFor, examples } from './commandParts.js';

/** Adds the commands that say something of models; the code of each is loaded when it runs. */
export function addModelCommands(program: Command, output: Output, finish: (status: ExitStatus) => void): void {
  withCommonOptions(program.command('verify'), 'quick', 'threads', 'backend', 'strict', 'maxSteps', 'timeLimit')
    .description('derive, predict, simulate, train and compare: one verdict an invariant set')
    .argument('[models...]', 'ids of built-in models (M1, M2, ...) or model files')
    .option('--builtin', 'every built-in model')
    .option('--explain', 'every reason in full below the table')
    .option('--plot <file>', 'draw distances over time, and where trajectories end: .svg, .png or .vl.json')
    .option('--resume', 'go on with the ensembles that a run left in --out when it was killed')
    .addHelpText(
      'after',
      examples(
        'collapse verify M1 --quick',
        'collapse verify model.yaml --set zeta=2 --seed 7 --out results',
        'collapse verify --builtin --json',
      ),
    )
    .action(async (models: string[], options: VerifyCommandOptions) => {
      const { verify } = await import('../verify.js');
      const engines = (checkpoint: CheckpointFile | null) =>
        enginesFor({ ...options, ...(checkpoint && { checkpoint }) })();
      finish(await verify(models, options, output, engines));
    });
  withCommonOptions(program.command('table'), 'quick', 'threads', 'backend', 'strict', 'maxSteps', 'timeLimit')
    .description('the theory table of models, or of every built-in one, for a paper or a spreadsheet')
    .argument('[models...]', 'ids of built-in models or model files (default: every built-in model)')
    .addOption(new Option('--format <format>', 'how it is written').choices(tableFormatNames).default('text'))
    .option('--standalone', 'LaTeX as a whole document, not as a fragment for one')
    .option('--explain', 'every reason in full below the table in text')
    .addHelpText('after', examples('collapse table M1 M4 --format latex > table.tex'))
    .action(async (models: string[], options: CommonOptions & { format: TableFormat; standalone?: true }) => {
      const { table } = await import('../table.js');
      finish(await table(models, options, output, enginesFor(options)));
    });
  withCommonOptions(program.command('derive'), 'timeLimit')
    .description('the symbolic part alone: invariance, curvature, noise, condition, thresholds')
    .argument('<model>', 'id of a built-in model or a model file')
    .option('--format <format>', 'text, md, latex or json (default: text)')
    .option('--cross-check', 'hold the derivatives against mathjs and nerdamer too')
    .addHelpText('after', examples('collapse derive M2', 'collapse derive model.yaml --format latex'))
    .action(async (model: string, options: CommonOptions & { format?: string; crossCheck?: true }) => {
      const { derive } = await import('../derive.js');
      finish(await derive(model, options, output));
    });
  withCommonOptions(program.command('predict'), 'quick', 'timeLimit')
    .description(
      'exponents with their intervals and certificates, and the thresholds in every constant; nothing is measured',
    )
    .argument('<model>', 'id of a built-in model or a model file')
    .option('--format <format>', 'text, md, latex or json (default: text)')
    .option('--boundary <a,b>', 'also the curve in the plane of two constants on which the exponent is 0', readPair)
    .option('--neighbourhood', 'also a ball about the set that the SDE seldom leaves, with its proof')
    .option('--plot <file>', 'draw moment exponents, boundary and densities: .svg, .png or .vl.json')
    .option('--spectrum', 'also all Lyapunov exponents, not the largest alone')
    .addOption(
      new Option('--range <name=from:to>', 'where zeros in a constant are looked for; name=log:from:to in equal ratios')
        .argParser(readRange)
        .default(new Map(), 'a hundredth to a hundred times its value; -1 to 1 for 0'),
    )
    .addHelpText(
      'after',
      examples(
        'collapse predict M2',
        'collapse predict M1 --boundary mu,zeta --range mu=0.5:4 --range zeta=0:5',
        'collapse predict M1 --set zeta=2.5 --neighbourhood --out results',
        'collapse predict M5 --spectrum',
        'collapse predict M5 --plot densities.svg',
        'collapse check --certificate results/certificate-1.json',
      ),
    )
    .action(async (model: string, options: PredictCommandOptions) => {
      const { predict } = await import('../predict.js');
      finish(await predict(model, options, output));
    });
  withCommonOptions(program.command('properties'), 'quick', 'backend', 'timeLimit')
    .description(
      'properties that must hold, on random cases of a model; a failure prints seed, path and the shrunk model',
    )
    .argument('<model>', 'id of a built-in model or a model file')
    .option('--runs <n>', 'cases of each property (default: 100; simulations take a tenth)', readCount)
    .option('--path <path>', 'replay the case that a failure named')
    .option('--property <name>', 'run this one alone')
    .addHelpText('after', examples('collapse properties M3 --runs 50'))
    .action(async (model: string, options: PropertiesOptions) => {
      const { properties } = await import('../properties.js');
      finish(await properties(model, options, output));
    });
  withCommonOptions(program.command('check'), 'quick', 'threads', 'backend', 'strict', 'maxSteps', 'timeLimit')
    .description('every claim of a model file proved, refuted with its smallest counterexample, or undecided')
    .argument('[model]', 'model file with claims, or id of a built-in model')
    .option('--claim <n>', 'check this one alone, by its number in the file', readCount)
    .option('--path <path>', 'go straight to the witness that a search named')
    .option('--certificate <file>', 'verify a certificate that --out kept, in place of a model')
    .option('--model <file>', 'hold the formulas, set and data of the certificate against this model')
    .addHelpText(
      'after',
      examples(
        'collapse check model.yaml --strict',
        'collapse check model.yaml --claim 2 --out results',
        'collapse check --certificate results/certificate-1.json --model model.yaml',
      ),
    )
    .action(async (model: string | undefined, options: CheckCommandOptions) => {
      const { check } = await import('../check.js');
      finish(await check(model, options, output, enginesFor(options)));
    });
  withCommonOptions(program.command('discover'), 'timeLimit')
    .description('finds the invariant sets that a model has, and proves each')
    .argument('<model>', 'id of a built-in model or a model file')
    .addHelpText('after', examples('collapse discover M3 --json'))
    .action(async (model: string, options: CommonOptions) => {
      const { discover } = await import('../discover.js');
      finish(await discover(model, options, output));
    });
}
