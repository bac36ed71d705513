import { type Rational, toNumber } from '../arithmetic/rational.js';
import type { Exponent, Prediction } from '../prediction/prediction.js';
import type { Counterexample } from '../symbolic/derivation.js';
import { finite, finiteInterval } from './finite.js';
import { exponentNames } from './schemaParts.js';

/* What the JSON of several commands is made of; its schema stands in schemaParts.ts. */

/** An exponent; null also for what came out as no number, which then is not to be had. */
export function exponentJson(exponent: Exponent | null) {
  const value = finite(exponent?.value);
  const interval = finiteInterval(exponent?.interval);
  if (exponent === null || value === null || interval === null) return null;
  return { value, interval, level: exponent.level, method: exponent.method };
}

/** What is predicted across a set, by name. */
export function exponentsJson(exponents: Prediction['exponents']) {
  const entries = exponentNames.map((name) => [name, exponentJson(exponents[name])] as const);
  return Object.fromEntries(entries) as Record<(typeof exponentNames)[number], ReturnType<typeof exponentJson>>;
}

/** Exact numbers by name, as the nearest doubles. */
export function numbersJson(values: ReadonlyMap<string, Rational>): Record<string, number> {
  return Object.fromEntries([...values].map(([name, value]) => [name, toNumber(value)]));
}

/** What refutes the invariance of a set. */
export function normalGradientJson({ theta, constants, sample, toward, normalGradient }: Counterexample) {
  return {
    theta: numbersJson(theta),
    constants: numbersJson(constants),
    sample: numbersJson(sample),
    toward: toward && numbersJson(toward),
    normalGradient,
  };
}
