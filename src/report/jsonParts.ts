import { type Rational, toNumber } from '../arithmetic/rational.js';
import type { Exponent } from '../prediction/prediction.js';
import { finite, finiteInterval } from './finite.js';

/* What the JSON of several commands is made of; its schema stands in schemaParts.ts. */

/** An exponent; null also for what came out as no number, which then is not to be had. */
export function exponentJson(exponent: Exponent | null) {
  const value = finite(exponent?.value);
  const interval = finiteInterval(exponent?.interval);
  if (exponent === null || value === null || interval === null) return null;
  return { value, interval, level: exponent.level, method: exponent.method };
}

/** Exact numbers by name, as the nearest doubles. */
export function numbersJson(values: ReadonlyMap<string, Rational>): Record<string, number> {
  return Object.fromEntries([...values].map(([name, value]) => [name, toNumber(value)]));
}

/** A point of a set and a sample at which the gradient is not along the set, in exact numbers. */
interface NormalGradient {
  readonly theta: ReadonlyMap<string, Rational>;
  readonly constants: ReadonlyMap<string, Rational>;
  readonly sample: ReadonlyMap<string, Rational>;
  readonly toward: ReadonlyMap<string, Rational> | null;
  readonly normalGradient: readonly number[];
}

/** What refutes the invariance of a set. */
export function normalGradientJson({ theta, constants, sample, toward, normalGradient }: NormalGradient) {
  return {
    theta: numbersJson(theta),
    constants: numbersJson(constants),
    sample: numbersJson(sample),
    toward: toward && numbersJson(toward),
    normalGradient: [...normalGradient],
  };
}
