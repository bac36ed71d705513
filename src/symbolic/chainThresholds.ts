import { greatestCommonDivisor } from '../arithmetic/integers.js';
import { fromNumber, type Rational } from '../arithmetic/rational.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import { substitute } from '../expression/calculus/substitute.js';
import {
  call,
  difference,
  type Expression,
  fraction,
  isNumber,
  keyOf,
  negate,
  number,
  numberOne,
  power,
  product,
  sum,
} from '../expression/syntax/expression.js';
import { holdsMoment } from '../expression/syntax/momentParts.js';
import { dataNames } from '../model/constants.js';
import type { Model } from '../model/model.js';
import type { BatchSampling } from '../model/noise/noiseKind.js';
import { noSdeReason } from '../model/noSde.js';
import type { Derivation, EigenDirection, Linearisation } from './derivation.js';
import { eigenvalueAlong } from './eigenvalueAlong.js';
import { deriveThresholds, type Thresholds } from './thresholds.js';

/** Where a chain's exponent along common eigenvectors is negative, and the zeros in closed form. */
export interface ChainThresholds extends Thresholds {
  /** the exponent has the sign of the logarithm of this, and is −∞ where it is 0 */
  readonly product: Expression;
}

/**
 * Zeros of the exponent of SGD, or of the Euler–Maruyama chain, in every constant, where a step multiplies a common eigenvector by
 * one of finitely many numbers: those of `chainProducts` of few factors are at ±1. Null where there are no such products.
 */
export function chainThresholds(
  model: Model,
  derivation: Pick<Derivation, 'set' | 'linearisation' | 'eigenDirections'>,
  process: 'eulerMaruyama' | 'sgd',
): ChainThresholds | null {
  const products = chainProducts(model, derivation, process, mostFactors);
  if (products === null) return null;
  const data = dataNames(model);
  const growths = (derivation.eigenDirections ?? []).flatMap((one, i) =>
    [products[i], negate(products[i])].map((signed) => ({
      ...one,
      exponent: simplify(difference(signed, numberOne), data),
    })),
  );
  const [first, ...others] = products.map((one) => call('abs', one));
  return {
    ...deriveThresholds(model, derivation.set, growths, data),
    product: others.length === 0 ? first : call('max', first, ...others),
  };
}

/** Of higher degree the product has no zeros that are written with roots, as a rule. */
const mostFactors = 6;

/**
 * Π_b m_b^{n_b} along each common eigenvector, whose size is above 1 where Σ_b w_b log|m_b| is above 0: the whole numbers n_b are in
 * the ratios of the probabilities w_b (theory §6).
 *
 * Without noise m = 1 − ηh, or 1 − dt·h of the Euler–Maruyama chain; of minibatches one number a batch of the file's samples.
 * Null where a step draws normal numbers, with momentum, where the base moves, and for products of more factors than `most`.
 */
export function chainProducts(
  model: Model,
  { linearisation, eigenDirections }: Pick<Derivation, 'linearisation' | 'eigenDirections'>,
  process: 'eulerMaruyama' | 'sgd',
  most: number,
): Expression[] | null {
  if (linearisation === null || linearisation.baseMoves || eigenDirections === null) return null;
  if (process === 'sgd' && (model.dynamics.kind === 'sde' || noSdeReason(model) !== null)) return null;
  const step = process === 'sgd' ? linearisation.learningRate : number(fromNumber(model.simulation.dt));
  const multiplier = (curvature: Expression): Expression => difference(numberOne, product(step, curvature));
  const products: Expression[] = [];
  for (const one of eigenDirections) {
    const factors = isNumber(one.noise, 0)
      ? [{ base: multiplier(one.curvature), times: 1 }]
      : process === 'sgd'
        ? batchFactors(model, linearisation, one, multiplier)
        : null;
    if (factors === null || factors.reduce((total, { times }) => total + times, 0) > most) return null;
    products.push(product(...factors.map(({ base, times }) => power(base, times))));
  }
  return products;
}

/** A number that a step multiplies by, in so many of all equally likely cases. */
interface Factor {
  readonly base: Expression;
  readonly times: number;
}

function batchFactors(
  model: Model,
  linearisation: Linearisation,
  along: EigenDirection,
  multiplier: (curvature: Expression) => Expression,
): Factor[] | null {
  const { dynamics, noise } = model;
  const [only, ...others] = noise;
  if (dynamics.kind === 'sde' || only?.kind !== 'minibatch' || others.length > 0) return null;
  const curvatures = sampleCurvatures(model, linearisation, along);
  if (curvatures === null) return null;
  const draws = drawsOf(curvatures.length, only.batch === 'full' ? curvatures.length : only.batch, only.sampling);
  if (draws === null) return null;
  const factors = new Map<string, Factor>();
  for (const { batch, times } of draws) {
    const base = simplify(multiplier(product(fraction(1, batch.length), sum(...batch.map((i) => curvatures[i])))));
    const key = keyOf(base);
    factors.set(key, { base, times: (factors.get(key)?.times ?? 0) + times });
  }
  const all = [...factors.values()];
  const common = Number(all.reduce((divisor, one) => greatestCommonDivisor(divisor, BigInt(one.times)), 0n));
  return all.map(({ base, times }) => ({ base, times: times / common }));
}

/** The batches that a step, or a pass of epochs, draws, and in how many of all equally likely cases; null for more than a few. */
function drawsOf(samples: number, size: number, sampling: BatchSampling) {
  const isDistinct = sampling !== 'with-replacement';
  const rest = sampling === 'epochs' ? samples % size : 0;
  const batches = tuples(samples, size, isDistinct);
  const last = rest === 0 ? [] : tuples(samples, rest, true);
  if (batches === null || last === null) return null;
  const passes = rest === 0 ? 1 : Math.floor(samples / size) * last.length;
  return [
    ...batches.map((batch) => ({ batch, times: passes })),
    ...last.map((batch) => ({ batch, times: batches.length })),
  ];
}

/** All sequences of a length, or all sets of distinct ones, of 0 … n − 1; null beyond a few. */
function tuples(n: number, length: number, distinct: boolean): number[][] | null {
  let all: number[][] = [[]];
  for (let place = 0; place < length; place++) {
    all = all.flatMap((start) => {
      const least = distinct ? (start.at(-1) ?? -1) + 1 : 0;
      return Array.from({ length: n - least }, (_, i) => [...start, least + i]);
    });
    if (all.length > mostDraws) return null;
  }
  return all;
}

const mostDraws = 64;

/** Ĥ_i along a common eigenvector for every sample of the file, the regulariser's part included; null where it holds a moment. */
function sampleCurvatures(
  model: Model,
  { sampleCurvature, regulariserCurvature }: Linearisation,
  { direction }: EigenDirection,
): Expression[] | null {
  if (model.dynamics.kind === 'sde' || sampleCurvature === null || regulariserCurvature === null) return null;
  const along = sum(eigenvalueAlong(sampleCurvature, direction), eigenvalueAlong(regulariserCurvature, direction));
  const names = dataNames(model);
  const values = (row: readonly Rational[]) => new Map(names.map((name, i) => [name, number(row[i])]));
  const all = model.dynamics.data.rows.map((row) => simplify(substitute(along, values(row))));
  return all.some(holdsMoment) ? null : all;
}
