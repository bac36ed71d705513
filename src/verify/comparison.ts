import type { Prediction } from '../prediction/prediction.js';
import type { Derivation } from '../symbolic/derivation.js';
import { type Measurements, type Quantity, quantitiesOf, signOf } from './quantities.js';

/** One set with all that is known of it, and how its numbers stand to each other. */
export interface Comparison {
  readonly derivation: Derivation;
  readonly prediction: Prediction;
  readonly measurements: Measurements;
  readonly quantities: readonly Quantity[];
  readonly conflicts: readonly Conflict[];
  /** what takes part without a decided sign */
  readonly undecided: readonly Quantity[];
}

/** Two numbers that contradict each other: opposite decided signs, or a measurement that misses its own process's exponent. */
export interface Conflict {
  readonly first: Quantity;
  readonly second: Quantity;
}

/** Holds every number of a set against every other. */
export function compare(derivation: Derivation, prediction: Prediction, measurements: Measurements): Comparison {
  const quantities = quantitiesOf(prediction, measurements);
  return {
    derivation,
    prediction,
    measurements,
    quantities,
    conflicts: conflictsAmong(quantities),
    undecided: quantities.filter(({ interval }) => signOf(interval) === 0),
  };
}

/** Whether both signs are decided and differ. */
export function haveOppositeSigns(first: Quantity, second: Quantity): boolean {
  return signOf(first.interval) * signOf(second.interval) < 0;
}

/** The simulated ensemble is the Euler–Maruyama chain and the trained one is SGD itself (theory §6). */
export function isExponentOf(predicted: Quantity, measured: Quantity): boolean {
  switch (measured.path) {
    case 'evidence.sde':
      return predicted.path === 'exponents.eulerMaruyama' || predicted.path === 'exponents.eulerMaruyamaAveraged';
    case 'evidence.sgd':
      return predicted.path === 'exponents.sgd' || predicted.path === 'exponents.sgdAveraged';
    default:
      return false;
  }
}

function conflictsAmong(quantities: readonly Quantity[]): Conflict[] {
  return quantities.flatMap((first, i) =>
    quantities
      .slice(i + 1)
      .filter((second) => contradict(first, second))
      .map((second) => ({ first, second })),
  );
}

function contradict(first: Quantity, second: Quantity): boolean {
  if (haveOppositeSigns(first, second)) return true;
  return isExponentOf(first, second) && areApart(first.interval, second.interval);
}

/** Whether two intervals have no number in common; what is not known is apart from nothing. */
export function areApart(a: readonly [number, number] | null, b: readonly [number, number] | null): boolean {
  return a !== null && b !== null && (a[1] < b[0] || b[1] < a[0]);
}
