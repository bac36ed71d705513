import type { Estimate, Evidence } from '../model/evidence.js';
import { signWithin } from '../prediction/interval.js';
import type { Exponent, Prediction } from '../prediction/prediction.js';
import type { Verdict } from './verdict.js';

/** What was measured for one set; null where it does not apply, or was not reached when it is listed as such. */
export type Measurements = Verdict['evidence'] & {
  /** what applies but was cut short before it began */
  readonly notReached?: readonly ('sde' | 'sgd')[];
};

/** One exponent that takes part in the verdict, under its path in the JSON; value null when it applies but is not to be had. */
export interface Quantity {
  readonly path: ExponentPath | EvidencePath;
  readonly value: number | null;
  readonly interval: readonly [number, number] | null;
  readonly level: number | null;
}

/** Where a predicted exponent stands in the JSON. */
export type ExponentPath = `exponents.${'sde' | 'eulerMaruyama' | 'sgd'}${'' | 'Averaged'}`;

/** Where a measured one stands in the JSON. */
export type EvidencePath = 'evidence.sde' | 'evidence.sgd';

/** Everything that the verdict compares; where the base point moves, the frozen exponents take no part. */
export function quantitiesOf({ exponents, baseMoves, cut }: Prediction, measurements: Measurements): Quantity[] {
  const predictions = baseMoves
    ? [
        predicted('exponents.sdeAveraged', exponents.sdeAveraged) ?? absent('exponents.sdeAveraged'),
        predicted('exponents.eulerMaruyamaAveraged', exponents.eulerMaruyamaAveraged),
        predicted('exponents.sgdAveraged', exponents.sgdAveraged),
      ]
    : [
        predicted('exponents.sde', exponents.sde),
        predicted('exponents.eulerMaruyama', exponents.eulerMaruyama),
        predicted('exponents.sgd', exponents.sgd),
        ...frozen.map((path) => (cut.includes(path) ? absent(path) : null)),
      ];
  const measured = [
    measuredBy('evidence.sde', measurements.sde, measurements.notReached?.includes('sde') ?? false),
    measuredBy('evidence.sgd', measurements.sgd, measurements.notReached?.includes('sgd') ?? false),
  ];
  return [...predictions, ...measured].filter((one) => one !== null);
}

const frozen = ['exponents.sde', 'exponents.eulerMaruyama', 'exponents.sgd'] as const;

/** −1 or 1 when the interval lies on one side of 0, else 0. */
export function signOf(interval: readonly [number, number] | null): -1 | 0 | 1 {
  return interval === null ? 0 : signWithin(interval);
}

/** Whether a number was measured rather than predicted. */
export function isMeasured({ path }: Quantity): boolean {
  return path === 'evidence.sde' || path === 'evidence.sgd';
}

/** Whether a number speaks of SGD itself, rather than of its SDE. */
export function isOfSgd({ path }: Quantity): boolean {
  return path === 'exponents.sgd' || path === 'exponents.sgdAveraged' || path === 'evidence.sgd';
}

function predicted(path: ExponentPath, exponent: Exponent | null): Quantity | null {
  return exponent && { path, value: exponent.value, interval: exponent.interval, level: exponent.level };
}

function measuredBy(path: EvidencePath, evidence: Evidence | null, notReached: boolean): Quantity | null {
  if (evidence === null) return notReached ? absent(path) : null;
  const estimate: Estimate | null = evidence.exponent;
  return estimate ? { path, value: estimate.mean, interval: estimate.interval, level: estimate.level } : absent(path);
}

function absent(path: Quantity['path']): Quantity {
  return { path, value: null, interval: null, level: null };
}
