import type { Rational } from '../arithmetic/rational.js';
import { orthonormalNormal } from '../model/affineSet.js';
import { comparedSize } from '../model/comparedSize.js';
import { valueAt } from '../model/constants.js';
import type { AffineSet } from '../model/model.js';
import { measureStepResolution, normalPart, offBase, type Resolution } from '../model/stepResolution.js';
import { branches } from '../numeric/branches.js';
import { fold } from '../numeric/random.js';
import { replicaStream } from '../numeric/replicaStream.js';
import type { Backend } from './backend.js';
import type { Objective } from './objective.js';
import { openTrainer } from './openTrainer.js';

/** What an arithmetic resolves. */
export interface Arithmetic {
  /** the smallest distance that is still trained on is 10 to the minus this */
  readonly smallestExponent: number;
  /** unit roundoff */
  readonly rounding: number;
  /** decimal digits above the distance at which a step is lost */
  readonly margin: number;
  /** parts of a step below this share of the largest are rounding of what cancels */
  readonly negligible: number;
}

/** Some backends flush to 0 below 1.2e-38; a gradient is a product of a distance and numbers down to a thousandth. */
export const singlePrecision: Arithmetic = { smallestExponent: 35, rounding: 2 ** -24, margin: 1, negligible: 1e-4 };

/** Squares of distances stay above the smallest double. */
export const doublePrecision: Arithmetic = { smallestExponent: 150, rounding: 2 ** -53, margin: 3, negligible: 1e-10 };

/**
 * What an arithmetic resolves of SGD near a set, measured on single steps of training from near the base point: at a
 * learning rate of 1, at which a step is the gradient and the rounding of θ itself shows least.
 */
export function measureFloatResolution(
  backend: Backend | 'float64',
  objective: Objective,
  { set, constants, epsilon }: { set: AffineSet; constants: ReadonlyMap<string, Rational>; epsilon: number },
  seed: number,
): Resolution {
  const base = set.base.map((value) => valueAt(value, constants));
  const normals = orthonormalNormal(set);
  const gradients: Objective = { ...objective, rate: () => 1, momentum: 0, clippingNorm: Infinity };
  const probe = (distance: number): number[] => {
    const start = offBase(base, normals, distance);
    const streams = Array.from({ length: probes }, (_, i) => replicaStream(fold(seed, branches.probes), i));
    const starts = streams.map(() => start);
    const trainer = openTrainer(backend, gradients, starts, streams);
    const before = trainer.read().map((column) => Float64Array.from(column));
    trainer.step();
    const after = trainer.read();
    const steps = streams.flatMap((_, i) =>
      normalPart(
        normals,
        before.map((column, j) => after[j][i] - column[i]),
      ),
    );
    trainer.dispose();
    return steps;
  };
  return measureStepResolution(probe, { epsilon, ...arithmeticOf(backend) });
}

/** Tensors are of single precision, everything else of double. */
export function arithmeticOf(backend: Backend | 'float64'): Arithmetic {
  return backend === 'float64' ? doublePrecision : singlePrecision;
}

/** A batch or a noise that leaves the set, or that rounding hides, is seldom missed by so many. */
const probes = 16;

/**
 * Returns θ ↦ the distance from the set below which an arithmetic shows rounding rather than dynamics: what is resolved at
 * the base point, or some roundings of what the set compares with one another or with an offset.
 */
export function floatResolution(
  set: AffineSet,
  constants: ReadonlyMap<string, Rational>,
  { rounding }: Arithmetic,
  { atBase }: Resolution,
): (theta: ArrayLike<number>) => number {
  const sizeOf = comparedSize(set, constants);
  return (theta) => Math.max(atBase, sizeOf(theta) * rounding * roundingsOfAStep);
}

/** At a hundred roundings, the noise that rounding adds to log-distance is below 1e-4 a step. */
export const roundingsOfAStep = 100;
