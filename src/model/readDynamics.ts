import { differentiate } from '../expression/calculus/differentiate.js';
import {
  type Expression,
  fraction,
  negate,
  number,
  numberZero,
  power,
  product,
  sum,
  symbol,
} from '../expression/syntax/expression.js';
import { valueAt } from './constants.js';
import { withAllErrors } from './inputErrors.js';
import type { DataSet, LossDynamics, SdeDynamics } from './model.js';
import type { ModelFile } from './modelFile.js';
import { type ReadFile, readData } from './readData.js';
import { inParameters, readArray, readBounded, readExpression } from './readExpressions.js';
import { readLearningRate } from './readLearningRate.js';
import { type Loss, readLoss } from './readLoss.js';
import type { Reading } from './readNames.js';

/**
 * Reads what moves the parameters: a loss with its data (theory §1), or the drift of an SDE without data.
 *
 * Throws InputError when neither or both are stated, and for a learning rate or momentum out of range.
 */
export function readDynamics(reading: Reading, readFile: ReadFile | null): LossDynamics | SdeDynamics {
  const { source, file } = reading;
  const sdeKeys = (['drift', 'potential'] as const).filter((key) => file[key] !== undefined);
  if (sdeKeys.length === 0) return readLossDynamics(reading, readFile);
  if (sdeKeys.length === 2) {
    throw source.error(['potential'], 'drift and potential are both stated', 'one of them');
  }
  const stray = lossKeys.find((key) => file[key] !== undefined);
  if (stray !== undefined) {
    throw source.error([stray], `${stray} beside ${sdeKeys[0]}`, 'a loss with data, or an SDE without');
  }
  return readSdeDynamics(reading);
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
  'nesterov',
  'gradientClipping',
  'weightDecay',
] as const satisfies readonly (keyof ModelFile)[];

function readLossDynamics(reading: Reading, readFile: ReadFile | null): LossDynamics {
  const { source, names, file } = reading;
  if (file.loss === undefined && file.output === undefined) {
    throw source.error([], 'no loss and no drift is stated', 'loss (with data), or drift or potential');
  }
  type Rate = ReturnType<typeof readLearningRate>;
  const read = { data: null as DataSet | null, loss: null as Loss | null, rate: null as Rate | null };
  const [, momentum, regulariser, decay, clippingNorm] = withAllErrors<Expression | null>([
    () => {
      read.rate = readLearningRate(reading);
      return null;
    },
    () => (file.momentum === undefined ? numberZero : readBounded(reading, ['momentum'], isMomentum, ofMomentum)),
    () => (file.regulariser === undefined ? numberZero : readExpression(reading, ['regulariser'], inParameters)),
    () => readWeightDecay(reading, file),
    () =>
      file.gradientClipping === undefined
        ? null
        : readBounded(reading, ['gradientClipping'], (norm) => norm > 0, ofNorm),
    () => {
      withAllErrors([
        () => {
          read.data = readData(reading, readFile);
        },
        () => {
          read.loss = readLoss(reading, read.data);
        },
      ]);
      return null;
    },
  ]) as [null, Expression, Expression, Expression, Expression | null];
  const isDecoupled = typeof file.weightDecay === 'object' && file.weightDecay.decoupled === true;
  const hasMomentum = valueAt(momentum, names.constants) !== 0;
  return {
    kind: 'loss',
    ...read.loss!,
    regulariser: sum(regulariser, penalty(decay, names.parameters)),
    data: read.data!,
    ...read.rate!,
    momentum,
    nesterov: file.nesterov ?? false,
    decoupledDecay: isDecoupled && hasMomentum ? decay : numberZero,
    clippingNorm,
  };
}

const isMomentum = (beta: number): boolean => beta >= 0 && beta < 1;
const ofMomentum = ['the momentum is', 'a number from 0 to below 1'] as const;
const ofNorm = ['gradients are clipped at', 'a finite number above 0'] as const;
const ofDecay = ['the weight decay is', 'a finite number from 0 upward'] as const;

/** The w of a weight decay; 0 where there is none. */
function readWeightDecay(reading: Reading, { weightDecay }: ModelFile): Expression {
  if (weightDecay === undefined) return numberZero;
  const path = typeof weightDecay === 'object' ? ['weightDecay', 'value'] : ['weightDecay'];
  return readBounded(reading, path, (decay) => decay >= 0, ofDecay);
}

/**
 * w/2 Σθ², whose gradient is the decay. Weights that shrink beside the step, θ ← (1 − ηw)θ − ηĝ, are the same without
 * momentum.
 */
export function penalty(decay: Expression, parameters: readonly string[]): Expression {
  return product(fraction(1, 2), decay, sum(...parameters.map((name) => power(symbol(name), number(2)))));
}

function readSdeDynamics(reading: Reading): SdeDynamics {
  const { source, names, file } = reading;
  if (file.potential !== undefined) {
    const potential = readExpression(reading, ['potential'], inParameters);
    const drift = names.parameters.map((name) => negate(differentiate(potential, name)));
    return { kind: 'sde', drift, potential };
  }
  const drift = withAllErrors(
    (file.drift ?? []).map((entry, i) => () => readArray(reading, entry, ['drift', i], inParameters).elements),
  ).flat();
  if (drift.length !== names.parameters.length) {
    throw source.error(
      ['drift'],
      `the drift has ${drift.length} expressions`,
      `${names.parameters.length}: one a parameter`,
    );
  }
  return { kind: 'sde', drift, potential: null };
}
