import { InputError } from '../arithmetic/inputError.js';
import { compare, one, type Rational, rational, sign } from '../arithmetic/rational.js';
import { evaluateExact } from '../expression/evaluation/evaluateExact.js';
import type { LossDynamics } from './model.js';
import type { NoiseEntry } from './modelFile.js';
import type { Path } from './modelSource.js';
import { flippedPopulation, mostRows } from './noise/labelFlip.js';
import { inConstants, readExpression } from './readExpressions.js';
import type { Reading } from './readNames.js';

/** The classes that a target may be of; null where the loss knows no classes, or has several targets. */
export function classesOf({ form, output, data }: LossDynamics): readonly Rational[] | null {
  if (data.targets.length !== 1) return null;
  if (form === 'logistic') return [rational(-1), one];
  return form === 'softmax' ? (output ?? []).map((_, c) => rational(c)) : null;
}

/** The dynamics over the population that label flips draw from, where the file states any. Throws InputError. */
export function withLabelFlips(reading: Reading, dynamics: LossDynamics): LossDynamics {
  const { source, file } = reading;
  const i = (file.noise ?? []).findIndex(({ kind }) => kind === 'label-flip');
  const classes = classesOf(dynamics);
  if (i < 0 || classes === null) return dynamics;
  const path: Path = ['noise', i, 'probability'];
  const probability = readProbability(reading, path);
  const data = flippedPopulation(dynamics.data, classes, probability);
  if (data !== null) return { ...dynamics, data };
  const expected = `a fraction with which the ${dynamics.data.rows.length} samples make at most ${mostRows} rows`;
  throw source.error(path, 'the probability has too large a denominator', expected);
}

/** The minibatch that draws from that population. Throws InputError for a loss without classes. */
export function flippingMinibatch(
  entry: NoiseEntry & { kind: 'label-flip' },
  where: string,
  dynamics: LossDynamics,
): { kind: 'minibatch'; batch: number; sampling: 'with-replacement' } {
  if (classesOf(dynamics) === null) {
    const what = `label-flip noise with a loss of the form ${dynamics.form} and ${dynamics.data.targets.length} targets`;
    throw new InputError(
      where,
      what,
      'loss: softmax or logistic, with one target; of other losses noise of kind label',
    );
  }
  const batch = entry.batch === 'full' ? dynamics.data.rows.length : entry.batch;
  return { kind: 'minibatch', batch, sampling: 'with-replacement' };
}

function readProbability(reading: Reading, path: Path): Rational {
  const { source, names } = reading;
  const value = evaluateExact(readExpression(reading, path, inConstants), names.constants);
  if (value !== null && sign(value) >= 0 && compare(value, one) <= 0) return value;
  throw source.error(path, 'this is no probability', 'an exact number from 0 to 1');
}
