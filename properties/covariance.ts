import fc from 'fast-check';
import { toNumber } from '../src/arithmetic/rational.js';
import { learningRateValue } from '../src/model/constants.js';
import type { Model } from '../src/model/model.js';
import type { NoiseModel } from '../src/model/noise/noiseFacts.js';
import { isPositiveSemidefinite, largestEntry, type Matrix } from './covarianceMatrix.js';
import { covarianceOfBatches } from './covarianceOfBatches.js';
import { covarianceOfDiffusion } from './covarianceOfDiffusion.js';
import { type ModelCase, type ModelProperty, PropertyViolation } from './modelProperty.js';
import { modelVariations } from './modelVariations.js';
import { type ExactPoint, points, pointText, startedAt } from './points.js';

export interface CovarianceCase extends ModelCase {
  readonly point: ExactPoint;
}

/**
 * The covariance of the SDE's noise is symmetric and positive semi-definite, and it is η times that of SGD's gradient,
 * from every batch that can be drawn (theory §2), where these are few enough to look at all.
 *
 * At random points, with the model's batch or a small one.
 */
export function covariance(): ModelProperty<CovarianceCase> {
  return {
    name: 'covariance',
    statement: 'the covariance of the noise is positive semi-definite, and that of the gradients of all batches',
    share: 1,
    obstacle: ({ noise }) => (noise.length === 0 ? 'it has no noise' : null),
    cases: (model): fc.Arbitrary<CovarianceCase> =>
      fc
        .record({
          varied: modelVariations(model),
          point: points(model),
          batch: fc.option(fc.integer({ min: 1, max: 3 })),
        })
        .map(({ varied, point, batch }) => ({ model: startedAt(withBatch(varied, batch), point), point })),
    check({ model, point }) {
      const theta = point.map(toNumber);
      const found = covarianceOfDiffusion(model, theta);
      const size = largestEntry(found);
      fc.pre(Number.isFinite(size));
      const where = pointText(model.parameters, point);
      if (
        !isSymmetric(found, roundings * size) ||
        !isPositiveSemidefinite(found, roundings * size + Number.MIN_VALUE)
      ) {
        throw new PropertyViolation(
          `at ${where} the covariance ${JSON.stringify(found)} is not positive semi-definite`,
        );
      }
      const drawn = model.dynamics.kind === 'loss' ? covarianceOfBatches(model, model.dynamics, theta) : null;
      if (drawn === null) return;
      const rate = learningRateValue(model);
      const expected = drawn.covariance.map((row) => row.map((entry) => rate * entry));
      const difference = expected.map((row, i) => row.map((entry, j) => entry - found[i][j]));
      const scale = Math.max(size, rate * drawn.largestSquare);
      if (largestEntry(difference) <= roundings * scale) return;
      throw new PropertyViolation(
        `at ${where} the covariance of the noise is ${JSON.stringify(found)}, and η times that of the gradients of all batches ${JSON.stringify(expected)}`,
      );
    },
  };
}

/** Relative to the largest square: some thousand roundings of sums over batches. */
const roundings = 1e-12;

function isSymmetric(matrix: Matrix, slack: number): boolean {
  return matrix.every((row, i) => row.every((entry, j) => Math.abs(entry - matrix[j][i]) <= slack));
}

/** The model with another batch size, where it draws batches; of distinct samples no more than there are. */
function withBatch(model: Model, batch: number | null): Model {
  if (batch === null || model.dynamics.kind === 'sde') return model;
  const { length } = model.dynamics.data.rows;
  const resized = (noise: NoiseModel): NoiseModel =>
    noise.kind === 'minibatch' || noise.kind === 'label' ? { ...noise, batch: Math.min(batch, length) } : noise;
  return { ...model, noise: model.noise.map(resized) };
}
