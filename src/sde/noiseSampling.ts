import type { Scheme } from './solvers/scheme.js';
import type { StepEquations } from './stepEquations.js';

/**
 * How a step draws increments of covariance h·ηΣ(θ): `columns`, one normal for every Brownian motion, or `covariance`,
 * the d × d covariance added up over the samples and a Cholesky factor with d normals. Both have the same law.
 */
export interface NoiseSampling {
  readonly method: 'columns' | 'covariance';
  /** normals a step draws */
  readonly normals: number;
}

/**
 * The cheaper way that a scheme takes, by counting: label noise on 32 samples of 2 parameters costs 32 normals or 32·3
 * products.
 */
export function samplingOf(
  { parameters, noise, sampleCount }: StepEquations,
  { needsColumns }: Pick<Scheme, 'needsColumns'>,
): NoiseSampling {
  const d = parameters.length;
  const perSample = noise.filter(({ form }) => form === 'each' || form === 'centred').length * sampleCount;
  const columns = perSample + noise.filter(({ form }) => form === 'averaged' || form === 'once').length;
  const withColumns = columns * (normalCost + d);
  const withCovariance = columns * ((d * (d + 1)) / 2) + d ** 3 / 6 + d * (normalCost + rootCost);
  return needsColumns || withColumns <= withCovariance
    ? { method: 'columns', normals: columns }
    : { method: 'covariance', normals: d };
}

/** What a normal costs, in multiply-and-adds (measured: about 45 ns against 1 ns). */
export const normalCost = 45;
/** A square root and a division on the critical path of the factorisation, in the same unit. */
const rootCost = 20;
