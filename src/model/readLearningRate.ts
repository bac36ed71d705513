import { zero } from '../arithmetic/rational.js';
import { type Expression, symbolsOf } from '../expression/syntax/expression.js';
import { valueAt } from './constants.js';
import type { LossDynamics, StatedRate } from './model.js';
import type { Path } from './modelSource.js';
import { inConstants, readExpression } from './readExpressions.js';
import type { Names, Reading } from './readNames.js';
import { defaultSimulation } from './readSimulation.js';
import { stepName } from './schedule.js';

/**
 * Reads the learning rate: constant, or a schedule, whose rates may depend on the step. A schedule's `piece` is the first;
 * piecesOf and onLastPiece put a model on one.
 *
 * Throws InputError for a constant rate that is not above 0, for steps that do not ascend, and for a constant of the
 * step's name beside a schedule.
 */
export function readLearningRate(reading: Reading): Pick<LossDynamics, 'learningRate' | 'schedule'> {
  const { source, names, file } = reading;
  const { learningRate, simulate } = file;
  if (learningRate === undefined) {
    throw source.error([], '"learningRate" is missing', 'learningRate: an expression in the constants');
  }
  const horizon = simulate?.horizon ?? defaultSimulation.horizon;
  if (typeof learningRate === 'object') {
    const stated = readRates(reading, learningRate.schedule);
    return { learningRate: stated[0].rate, schedule: { stated, horizon, piece: 0 } };
  }
  const rate = readRate(reading, ['learningRate']);
  if (!names.constants.has(stepName) && symbolsOf(rate).includes(stepName)) {
    return { learningRate: rate, schedule: { stated: [{ until: null, rate }], horizon, piece: 0 } };
  }
  const value = valueAt(rate, names.constants);
  if (value > 0 && Number.isFinite(value)) return { learningRate: rate, schedule: null };
  throw source.error(['learningRate'], `the learning rate is ${value}`, 'a finite number above 0');
}

function readRate(reading: Reading, path: Path): Expression {
  const { names } = reading;
  const isTaken = [names.parameters, names.inputs, names.targets].some((declared) => declared.includes(stepName));
  if (isTaken || names.constants.has(stepName)) return readExpression(reading, path, inConstants);
  const withStep: Names = { ...names, constants: new Map([...names.constants, [stepName, zero]]) };
  return readExpression({ ...reading, names: withStep }, path, inConstants);
}

function readRates(reading: Reading, schedule: readonly { readonly until?: number | undefined }[]): StatedRate[] {
  const { source, names } = reading;
  const path: Path = ['learningRate', 'schedule'];
  if (names.constants.has(stepName)) {
    const what = `${stepName} is a constant of the file and the step of a schedule`;
    throw source.error(path, what, 'another name for the constant');
  }
  return schedule.map(({ until = null }, i) => {
    const before = i === 0 ? 0 : (schedule[i - 1].until ?? Infinity);
    if (before >= (until ?? Infinity)) {
      const what = `the rate before ends at ${before === Infinity ? 'the horizon' : `step ${before}`}`;
      throw source.error([...path, i], what, 'steps `until` that ascend; only the last may lack it');
    }
    return { until, rate: readRate(reading, [...path, i, 'rate']) };
  });
}
