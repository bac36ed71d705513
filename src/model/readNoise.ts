import { InputError } from '../arithmetic/inputError.js';
import type { Expression } from '../expression/syntax/expression.js';
import type { LossDynamics, SdeDynamics } from './model.js';
import type { NoiseEntry } from './modelFile.js';
import type { ModelSource, Path } from './modelSource.js';
import { covarianceFactor } from './noise/covarianceFactor.js';
import type { NoiseModel } from './noise/noiseFacts.js';
import { drawsSamples } from './noise/noiseFacts.js';
import { inParameters, readBounded, readExpression } from './readExpressions.js';
import { classesOf, flippingMinibatch } from './readLabelFlip.js';
import type { Reading } from './readNames.js';

/**
 * Reads the list of noises (theory §2).
 *
 * Throws InputError for noise that does not fit the dynamics (explicit noise beside a loss, any other beside an SDE),
 * label or residual noise without an output and the squared loss, a batch that cannot be drawn from the data, a negative
 * standard deviation, a covariance without a factor, a subsample no smaller than the data, degrees of freedom of 2 or fewer, and samples drawn by two entries.
 */
export function readNoise(reading: Reading, dynamics: LossDynamics | SdeDynamics): NoiseModel[] {
  const { source, file } = reading;
  const entries = file.noise ?? [];
  const noise = entries.map((entry, i) => {
    const path: Path = ['noise', i];
    return dynamics.kind === 'loss'
      ? readLossNoise(reading, entry, path, dynamics)
      : readExplicitNoise(reading, entry, path);
  });
  const drawing = noise.flatMap((one, i) => (drawsSamples(one) ? [i] : []));
  if (drawing.length > 1) {
    throw source.error(
      ['noise', drawing[1]],
      `noise[${drawing[0]}] draws samples already: a second ${entries[drawing[1]].kind} entry that draws them counts their noise twice`,
      'one entry that draws samples (a label entry that samples holds the minibatch term)',
    );
  }
  return noise;
}

function readLossNoise(reading: Reading, entry: NoiseEntry, path: Path, dynamics: LossDynamics): NoiseModel {
  const { source } = reading;
  switch (entry.kind) {
    case 'explicit':
      throw source.error(
        [...path, 'kind'],
        'explicit noise beside a loss',
        'minibatch, label, label-flip, residual, gaussian or student-t',
      );
    case 'minibatch': {
      const sampling = entry.sampling ?? 'with-replacement';
      checkBatch(entry.batch, sampling, source.where([...path, 'batch']), dynamics);
      const subsample = readSubsample(entry, source, path, dynamics);
      return { kind: 'minibatch', batch: entry.batch, sampling, ...(subsample !== null && { subsample }) };
    }
    case 'label': {
      const sampling = entry.sampling ?? 'none';
      const batch = entry.batch ?? 'full';
      checkSquaredLoss(entry.kind, source.where([...path, 'kind']), dynamics);
      checkBatch(batch, sampling, source.where([...path, 'batch']), dynamics);
      return { kind: 'label', std: readDeviation(reading, [...path, 'std']), batch, sampling };
    }
    case 'label-flip':
      return flippingMinibatch(entry, source.where([...path, 'kind']), dynamics);
    case 'gaussian':
      return { kind: 'gaussian', diffusion: readFactor(reading, entry, path) };
    case 'student-t': {
      const at = [...path, 'degreesOfFreedom'];
      const degreesOfFreedom = readBounded(reading, at, (value) => value > 2, [
        'the degrees of freedom are',
        'a number above 2: below, the noise has no covariance',
      ]);
      return { kind: 'student-t', degreesOfFreedom, diffusion: readFactor(reading, entry, path) };
    }
    case 'residual':
      checkSquaredLoss(entry.kind, source.where([...path, 'kind']), dynamics);
      return { kind: 'residual', std: readDeviation(reading, [...path, 'std']) };
  }
}

function checkSquaredLoss(kind: string, where: string, dynamics: LossDynamics): void {
  if (dynamics.form === 'squared') return;
  const expected =
    classesOf(dynamics) === null
      ? 'an output and loss: squared; minibatch noise goes with every loss'
      : 'minibatch noise, or label-flip, which replaces targets by wrong classes; label noise goes with loss: squared';
  throw new InputError(where, `${kind} noise with a loss of the form ${dynamics.form}`, expected);
}

function checkBatch(batch: number | 'full', sampling: string, where: string, { data }: LossDynamics): void {
  const isFromThePile = sampling === 'without-replacement' || sampling === 'epochs';
  if (batch === 'full' || !isFromThePile || batch <= data.rows.length) return;
  throw new InputError(
    where,
    `a batch of ${batch} cannot be drawn ${sampling === 'epochs' ? 'in epochs' : 'without replacement'}`,
    `at most the ${data.rows.length} samples of the data`,
  );
}

function readSubsample(
  { covariance = 'exact', samples }: NoiseEntry & { kind: 'minibatch' },
  source: ModelSource,
  path: Path,
  { data }: LossDynamics,
): number | null {
  if ((covariance === 'subsampled') !== (samples !== undefined)) {
    const expected = 'covariance: subsampled with samples: how many a step draws, or neither';
    const what =
      samples === undefined ? 'a subsampled covariance of no stated samples' : 'samples of an exact covariance';
    throw source.error(path, what, expected);
  }
  if (samples === undefined) return null;
  if (samples < data.rows.length) return samples;
  const expected = `fewer than the ${data.rows.length} of the data, or covariance: exact`;
  throw source.error([...path, 'samples'], `${samples} samples a step`, expected);
}

function readDeviation(reading: Reading, path: Path): Expression {
  return readBounded(reading, path, (std) => std >= 0, ['the standard deviation is', 'a finite number from 0 upward']);
}

function readExplicitNoise(reading: Reading, entry: NoiseEntry, path: Path): NoiseModel {
  const { source } = reading;
  if (entry.kind !== 'explicit') {
    const what = `${entry.kind} noise beside an SDE without data`;
    throw source.error([...path, 'kind'], what, 'explicit');
  }
  return { kind: 'explicit', diffusion: readRows(reading, entry.diffusion, [...path, 'diffusion']) };
}

/** S of noise on the gradient: as stated, or from its covariance. */
function readFactor(
  reading: Reading,
  { covariance, factor }: Extract<NoiseEntry, { kind: 'gaussian' | 'student-t' }>,
  path: Path,
): Expression[][] {
  const { source, names } = reading;
  if ((covariance === undefined) === (factor === undefined)) {
    const what = covariance === undefined ? 'neither a covariance nor its factor' : 'both a covariance and a factor';
    throw source.error(path, what, 'covariance: rows, or factor: rows of S with S Sᵀ the covariance');
  }
  if (factor !== undefined) return readRows(reading, factor, [...path, 'factor']);
  const where = source.where([...path, 'covariance']);
  const rows = readRows(reading, covariance ?? [], [...path, 'covariance']);
  if (rows[0].length !== rows.length) {
    throw new InputError(where, `the covariance has ${rows[0].length} columns`, `${rows.length}: one a parameter`);
  }
  const found = covarianceFactor(rows, names.parameters, names.constants);
  if (found === null || found[0].length === 0) {
    const expected =
      'a symmetric positive semidefinite matrix with such a root, or factor: S itself, S Sᵀ the covariance';
    throw new InputError(where, 'no S that is smooth in the parameters with S Sᵀ = the covariance was found', expected);
  }
  return found;
}

/** Rows of expressions in the parameters, one a parameter, all of one length. */
function readRows(reading: Reading, rows: readonly (readonly unknown[])[], path: Path): Expression[][] {
  const { source, names } = reading;
  const what = path[path.length - 1];
  if (rows.length !== names.parameters.length) {
    throw source.error(path, `the ${what} has ${rows.length} rows`, `${names.parameters.length}: one a parameter`);
  }
  return rows.map((row, i) => {
    const rowPath: Path = [...path, i];
    if (row.length !== rows[0].length || row.length === 0) {
      const expected = row.length === 0 ? 'one expression or more' : `${rows[0].length}, as in the first row`;
      throw source.error(rowPath, `the row has ${row.length} columns`, expected);
    }
    return row.map((_, j) => readExpression(reading, [...rowPath, j], inParameters));
  });
}
