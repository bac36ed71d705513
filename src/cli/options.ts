import { type Command, InvalidArgumentError, Option } from 'commander';
import { InputError } from '../arithmetic/inputError.js';
import { type Rational, toNumber } from '../arithmetic/rational.js';
import { canonicalName, writtenName } from '../expression/syntax/names.js';
import { rationalFromText } from '../model/readNumbers.js';
import type { Axis } from '../prediction/thresholds/axis.js';
import type { BackendChoice } from '../sgd/backendChoice.js';
import { usualMaxSteps, usualMaxStepsOfSweep } from './runCost.js';
import { usualTimeLimit } from './timeLimit.js';

/** The options of commands on models, as commander hands them over; the special ones where a command follows them. */
export interface CommonOptions {
  readonly set: ReadonlyMap<string, Rational>;
  readonly seed: number;
  readonly json?: true;
  readonly out?: string;
  readonly quick?: true;
  readonly threads?: number;
  readonly backend?: BackendChoice;
  readonly strict?: true;
  /** steps that all trajectories of all ensembles may take together */
  readonly maxSteps?: number;
  /** seconds of work, counted in steps */
  readonly timeLimit?: number;
  readonly quiet?: true;
}

const whole = /^\d+$/;
const backends: readonly BackendChoice[] = ['auto', 'native', 'wasm', 'cpu'];

/** What `collapse table` prints; the writers, which load more, stand in tableFormats. */
export const tableFormatNames = ['text', 'md', 'latex', 'csv', 'html', 'json'] as const;

/** One of the formats of `collapse table`. */
export type TableFormat = (typeof tableFormatNames)[number];

/** Adds the options that every command on models takes, and the special ones that this one follows. */
export function withCommonOptions(command: Command, ...special: readonly (keyof typeof specialOptions)[]): Command {
  command
    .addOption(
      new Option('--set <name=value>', 'replace a constant of the model; may be given several times')
        .argParser(readSetting)
        .default(new Map(), "the file's values"),
    )
    .option('--seed <n>', 'seed of every random number', readSeed, 1)
    .option('--json', 'print the result as JSON')
    .option('--out <dir>', 'also write the results into this folder')
    .option('--quiet', 'no progress');
  for (const name of special) command.addOption(specialOptions[name]());
  return command;
}

/** Options that only some commands can follow; each refuses those that would do nothing. */
const specialOptions = {
  quick: () => new Option('--quick', 'smaller ensembles and searches, for trying out'),
  threads: () => new Option('--threads <n>', 'how many threads simulate; changes no number').argParser(readThreads),
  backend: () => new Option('--backend <name>', 'TensorFlow.js backend that trains').choices(backends).default('auto'),
  strict: () => new Option('--strict', 'exit with status 3 when a verdict is disagree or a claim is refuted'),
  maxSteps: () =>
    new Option('--max-steps <n>', 'refuse ensembles of more steps, all trajectories together')
      .argParser(
        numberReader(
          'a number from 1 upward, such as 500000 or 2e10',
          /^\d+(\.\d+)?(e\+?\d+)?$/i,
          (steps) => steps >= 1 && steps < Infinity,
        ),
      )
      .default(undefined, `${usualMaxSteps.toExponential()}; ${usualMaxStepsOfSweep.toExponential()} of a sweep`),
  timeLimit: () =>
    new Option(
      '--time-limit <seconds>',
      'work of derivations, predictions and searches, counted in steps by no clock; what takes more is undecided: budget',
    )
      .argParser(
        numberReader('a number above 0', /^\d+(\.\d+)?(e[+-]?\d+)?$/i, (seconds) => seconds > 0 && seconds < Infinity),
      )
      .default(usualTimeLimit),
};

/** The command line that computes the same again, for one model. */
export function replayCommand(command: string, source: string, options: CommonOptions): string {
  const settings = [...options.set].map(([name, { numerator, denominator }]) => {
    const value = denominator === 1n ? `${numerator}` : `${numerator}/${denominator}`;
    return ` --set ${name}=${value}`;
  });
  const quick = options.quick ? ' --quick' : '';
  const backend = options.backend === undefined || options.backend === 'auto' ? '' : ` --backend ${options.backend}`;
  return `collapse ${command} ${quoted(source)}${settings.join('')} --seed ${options.seed}${quick}${backend}`;
}

function quoted(argument: string): string {
  return /^[\w./+-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}

function readSetting(text: string, settings: ReadonlyMap<string, Rational>): ReadonlyMap<string, Rational> {
  const match = new RegExp(`^\\s*(${writtenName})\\s*=\\s*(\\S.*)$`).exec(text);
  if (match === null) throw new InvalidArgumentError('expected name=value, such as eta=0.1');
  const [, name, value] = match;
  return new Map(settings).set(
    canonicalName(name),
    argument(() => rationalFromText(value, '--set')),
  );
}

/** Reads the names of two constants, a comma between them. */
export function readPair(text: string): readonly [string, string] {
  const match = new RegExp(`^\\s*(${writtenName})\\s*,\\s*(${writtenName})\\s*$`).exec(text);
  if (match === null || canonicalName(match[1]) === canonicalName(match[2])) {
    throw new InvalidArgumentError('expected the names of two constants, such as eta,zeta');
  }
  return [canonicalName(match[1]), canonicalName(match[2])];
}

/** Reads one range of a constant, `name=from:to` or `name=log:from:to`, beside those that were read before. */
export function readRange(text: string, ranges: ReadonlyMap<string, Axis>): ReadonlyMap<string, Axis> {
  const match = new RegExp(`^\\s*(${writtenName})\\s*=\\s*(log:)?([^:]+):([^:]+)$`).exec(text);
  if (match === null) throw new InvalidArgumentError('expected name=from:to or name=log:from:to, such as eta=0.1:2');
  const [, written, log, from, to] = match;
  const constant = canonicalName(written);
  const end = (value: string): number => toNumber(argument(() => rationalFromText(value, '--range')));
  const axis: Axis = {
    constant,
    range: [end(from), end(to)],
    spacing: log === undefined ? 'linear' : 'logarithmic',
  };
  return new Map(ranges).set(constant, axis);
}

/** Reads a seed: a whole number from 0 to 2^53 - 1. */
export const readSeed = numberReader('a whole number from 0 to 2^53 - 1', whole, Number.isSafeInteger);

/** Reads a number of things to do, from 1 upward. */
export const readCount = numberReader('a whole number from 1 upward', whole, isCount);

/** Reads a number of independent runs that an interval comes from, from 2 upward. */
export const readRuns = numberReader('a whole number from 2 upward', whole, (runs) => isCount(runs) && runs > 1);

/** Reads a number above 0. */
export const readPositive = numberReader('a number above 0', /\S/, (size) => size > 0 && size < Infinity);

/** Reads a number from 0 upward. */
export const readStrength = numberReader('a number from 0 upward', /\S/, (size) => size >= 0 && size < Infinity);

/** Reads a share, from 0 to 1. */
export const readShare = numberReader('a number from 0 to 1', /\S/, (share) => share >= 0 && share <= 1);

/** More threads than any machine has only cost memory. */
const mostThreads = 1024;

/** Reads a number of threads, from 1 to 1024. */
export const readThreads = numberReader(
  `a whole number from 1 to ${mostThreads}`,
  whole,
  (threads) => isCount(threads) && threads <= mostThreads,
);

/** A reader of numbers that are written in one way and lie where they may; it throws InvalidArgumentError with what was expected. */
function numberReader(expected: string, form: RegExp, holds: (value: number) => boolean): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!form.test(text) || !holds(value)) throw new InvalidArgumentError(`expected ${expected}`);
    return value;
  };
}

function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 1;
}

/** What the reader of a value refuses, commander reports with the option's name. */
function argument<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InvalidArgumentError(error.expected === null ? error.what : `${error.what}; expected ${error.expected}`);
  }
}
