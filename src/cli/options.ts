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

const backends: readonly BackendChoice[] = ['auto', 'native', 'wasm', 'cpu'];

/** What `collapse table` prints; the writers, which load more, stand in tableFormats. */
export const tableFormatNames = ['text', 'md', 'latex', 'csv', 'html', 'json'] as const;

/** One of the formats of `collapse table`. */
export type TableFormat = (typeof tableFormatNames)[number];

/** Options that only some commands can follow; each refuses those that would do nothing. */
export type SpecialOption = 'quick' | 'threads' | 'backend' | 'strict' | 'maxSteps' | 'timeLimit';

/** Adds the options that every command on models takes, and the special ones that this one follows. */
export function withCommonOptions(command: Command, ...special: readonly SpecialOption[]): Command {
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

const specialOptions: Readonly<Record<SpecialOption, () => Option>> = {
  quick: () => new Option('--quick', 'smaller ensembles and searches, for trying out'),
  threads: () => new Option('--threads <n>', 'how many threads simulate; changes no number').argParser(readThreads),
  backend: () => new Option('--backend <name>', 'TensorFlow.js backend that trains').choices(backends).default('auto'),
  strict: () => new Option('--strict', 'exit with status 3 when a verdict is disagree or a claim is refuted'),
  maxSteps: () =>
    new Option('--max-steps <n>', 'refuse ensembles of more steps, all trajectories together')
      .argParser(readSteps)
      .default(undefined, `${usualMaxSteps.toExponential()}; ${usualMaxStepsOfSweep.toExponential()} of a sweep`),
  timeLimit: () =>
    new Option(
      '--time-limit <seconds>',
      'work of derivations, predictions and searches, counted in steps by no clock; what takes more is undecided: budget',
    )
      .argParser(readSeconds)
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
export function readSeed(text: string): number {
  const seed = Number(text);
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(seed)) {
    throw new InvalidArgumentError('expected a whole number from 0 to 2^53 - 1');
  }
  return seed;
}

/** Reads a number of things to do, from 1 upward. */
export function readCount(text: string): number {
  const count = Number(text);
  if (!/^\d+$/.test(text) || count < 1 || !Number.isSafeInteger(count)) {
    throw new InvalidArgumentError('expected a whole number from 1 upward');
  }
  return count;
}

/** Reads a number of independent runs that an interval comes from, from 2 upward. */
export function readRuns(text: string): number {
  if (readCount(text) < 2) throw new InvalidArgumentError('expected a whole number from 2 upward');
  return Number(text);
}

/** Reads a number above 0. */
export function readPositive(text: string): number {
  if (!(readStrength(text) > 0)) throw new InvalidArgumentError('expected a number above 0');
  return Number(text);
}

/** Reads a number from 0 upward. */
export function readStrength(text: string): number {
  const strength = Number(text);
  if (text.trim() === '' || !(strength >= 0 && strength < Infinity)) {
    throw new InvalidArgumentError('expected a number from 0 upward');
  }
  return strength;
}

/** Reads a share, from 0 to 1. */
export function readShare(text: string): number {
  const share = Number(text);
  if (text.trim() === '' || !(share >= 0 && share <= 1))
    throw new InvalidArgumentError('expected a number from 0 to 1');
  return share;
}

function readSteps(text: string): number {
  const steps = Number(text);
  if (!/^\d+(\.\d+)?(e\+?\d+)?$/i.test(text) || !(steps >= 1) || !Number.isFinite(steps)) {
    throw new InvalidArgumentError('expected a number from 1 upward, such as 500000 or 2e10');
  }
  return steps;
}

function readSeconds(text: string): number {
  const seconds = Number(text);
  if (!/^\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text) || !(seconds > 0 && seconds < Infinity))
    throw new InvalidArgumentError('expected a number above 0');
  return seconds;
}

/** Reads a number of threads, from 1 to 1024. */
export function readThreads(text: string): number {
  const threads = Number(text);
  if (!/^\d+$/.test(text) || threads < 1 || threads > mostThreads) {
    throw new InvalidArgumentError(`expected a whole number from 1 to ${mostThreads}`);
  }
  return threads;
}

/** More threads than any machine has only cost memory. */
const mostThreads = 1024;

/** What the reader of a value refuses, commander reports with the option's name. */
function argument<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InvalidArgumentError(error.expected === null ? error.what : `${error.what}; expected ${error.expected}`);
  }
}
