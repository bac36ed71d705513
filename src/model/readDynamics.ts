import { InputError } from '../arithmetic/inputError.js';
import { differentiate } from '../expression/calculus/differentiate.js';
import { negate, numberZero } from '../expression/syntax/expression.js';
import { valueAt } from './constants.js';
import type { LossDynamics, SdeDynamics } from './model.js';
import type { ModelFile } from './modelFile.js';
import type { ModelSource } from './modelSource.js';
import { type ReadFile, readData } from './readData.js';
import { inConstants, inParameters, readExpression } from './readExpressions.js';
import { readLoss } from './readLoss.js';
import type { Names } from './readNames.js';

/**
 * Reads what moves the parameters: a loss with its data (theory §1), or the drift of an SDE without data.
 *
 * Throws InputError when neither or both are stated, and for a learning rate or momentum out of range.
 */
export function readDynamics(
  file: ModelFile,
  source: ModelSource,
  names: Names,
  readFile: ReadFile | null,
): LossDynamics | SdeDynamics {
  const sdeKeys = (['drift', 'potential'] as const).filter((key) => file[key] !== undefined);
  if (sdeKeys.length === 0) return readLossDynamics(file, source, names, readFile);
  if (sdeKeys.length === 2) {
    throw new InputError(source.where(['potential']), 'drift and potential are both stated', 'one of them');
  }
  const stray = lossKeys.find((key) => file[key] !== undefined);
  if (stray !== undefined) {
    throw new InputError(source.where([stray]), `${stray} beside ${sdeKeys[0]}`, 'a loss with data, or an SDE without');
  }
  return readSdeDynamics(file, source, names);
}

/** The keys that have no meaning for an SDE without data. */
const lossKeys = [
  'output',
  'loss',
  'regulariser',
  'data',
  'inputs',
  'targets',
  'learningRate',
  'momentum',
] as const satisfies readonly (keyof ModelFile)[];

function readLossDynamics(file: ModelFile, source: ModelSource, names: Names, readFile: ReadFile | null): LossDynamics {
  if (file.loss === undefined && file.output === undefined) {
    throw new InputError(source.where([]), 'no loss and no drift is stated', 'loss (with data), or drift or potential');
  }
  if (file.learningRate === undefined) {
    throw new InputError(source.where([]), '"learningRate" is missing', 'learningRate: an expression in the constants');
  }
  const data = readData(file, source, names, readFile);
  const loss = readLoss(file, source, names, data);
  const learningRate = readExpression(source, ['learningRate'], names, inConstants);
  const rate = valueAt(learningRate, names.constants);
  if (!(rate > 0 && Number.isFinite(rate))) {
    throw new InputError(source.where(['learningRate']), `the learning rate is ${rate}`, 'a finite number above 0');
  }
  const momentum = file.momentum === undefined ? numberZero : readExpression(source, ['momentum'], names, inConstants);
  const beta = valueAt(momentum, names.constants);
  if (!(beta >= 0 && beta < 1)) {
    throw new InputError(source.where(['momentum']), `the momentum is ${beta}`, 'a number from 0 to below 1');
  }
  const regulariser =
    file.regulariser === undefined ? numberZero : readExpression(source, ['regulariser'], names, inParameters);
  return { kind: 'loss', ...loss, regulariser, data, learningRate, momentum };
}

function readSdeDynamics(file: ModelFile, source: ModelSource, names: Names): SdeDynamics {
  if (file.potential !== undefined) {
    const potential = readExpression(source, ['potential'], names, inParameters);
    const drift = names.parameters.map((name) => negate(differentiate(potential, name)));
    return { kind: 'sde', drift, potential };
  }
  const drift = (file.drift ?? []).map((_, i) => readExpression(source, ['drift', i], names, inParameters));
  if (drift.length !== names.parameters.length) {
    throw new InputError(
      source.where(['drift']),
      `the drift has ${drift.length} expressions`,
      `${names.parameters.length}: one a parameter`,
    );
  }
  return { kind: 'sde', drift, potential: null };
}
