import { divided, type Enclosure, exact, maximum, outward, plus, times } from '../arithmetic/enclosure.js';
import { type Rational, rational } from '../arithmetic/rational.js';
import { zeroTest } from '../expression/algebra/zeroTest.js';
import type { SampleRows } from '../expression/evaluation/enclose.js';
import {
  difference,
  type Expression,
  fraction,
  moment,
  numberOne,
  power,
  product,
  sum,
} from '../expression/syntax/expression.js';
import { meanLogNormal } from '../kernel/claim/meanLogNormal.js';
import { dataNames } from '../model/constants.js';
import type { Model } from '../model/model.js';
import type { EigenDirection, Linearisation } from '../symbolic/derivation.js';
import { boundsAt } from './familyAt.js';
import { withSamples } from './instance.js';
import { eigenvalue } from './sgdClosedForm.js';

/** SGD whose step multiplies by a normal number, or by one of a normal number a sample, along each common eigenvector. */
export interface NormalSteps {
  readonly learningRate: Expression;
  readonly over: 'samples' | 'once';
  readonly directions: readonly { readonly mean: Expression; readonly variance: Expression }[];
}

/** The steps under label noise alone, or label noise on single samples (theory §6); null for other noise. */
export function sgdNormalSteps(
  model: Model,
  { sampleCurvature, regulariserCurvature, outputCurvature, learningRate }: Linearisation,
  directions: readonly EigenDirection[],
): NormalSteps | null {
  const { dynamics } = model;
  const [noise] = model.noise;
  if (model.noise.length !== 1 || noise.kind !== 'label' || dynamics.kind === 'sde') return null;
  if (sampleCurvature === null || regulariserCurvature === null) return null;
  const batch = noise.batch === 'full' ? dynamics.data.rows.length : noise.batch;
  if (noise.sampling !== 'none' && batch !== 1) return null;
  if (zeroTest(dynamics.momentum).status !== 'zero' || dynamics.clippingNorm !== null) return null;
  const data = dataNames(model);
  const over = noise.sampling === 'none' ? 'once' : 'samples';
  const averaged = (one: Expression): Expression => (over === 'once' ? moment('mean', one) : one);
  const scale = power(product(learningRate, noise.std), 2);
  return {
    learningRate,
    over,
    directions: directions.map(({ direction }) => {
      const curvature = sum(
        averaged(eigenvalue(sampleCurvature, direction, data)),
        eigenvalue(regulariserCurvature, direction, data),
      );
      const squares = outputCurvature.map((matrix) => power(eigenvalue(matrix, direction, data), 2));
      return {
        mean: difference(numberOne, product(learningRate, curvature)),
        // Σ F²·ζ²/(B N) where the full gradient has the noise of B_eff samples
        variance: product(scale, fraction(1, over === 'once' ? batch : 1), averaged(sum(...squares))),
      };
    }),
  };
}

/** λ_SGD per unit of t of such steps, E log of their size, in rational enclosures; null where one is not to be had. */
export function normalStepsBounds(
  { learningRate, over, directions }: NormalSteps,
  values: ReadonlyMap<string, Rational>,
  samples: SampleRows | null,
  bits: number,
): Enclosure | null {
  if (samples === null) return null;
  const rate = boundsAt(learningRate, values, samples, bits);
  const places = withSamples(values, over === 'once' ? null : samples);
  let largest: Enclosure | null = null;
  for (const direction of directions) {
    const logs = places.map((place) => {
      const [mean, variance] = [direction.mean, direction.variance].map((one) => boundsAt(one, place, samples, bits));
      return mean && variance && meanLogNormal(outward(mean, bits), outward(variance, bits), bits);
    });
    if (rate === null || logs.includes(null)) return null;
    const total = times((logs as Enclosure[]).reduce(plus), exact(rational(1, logs.length)));
    const value = divided(total, rate);
    if (value === null) return null;
    largest = largest === null ? value : maximum(largest, value);
  }
  return largest && outward(largest, bits);
}
