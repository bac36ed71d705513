import type { Evidence } from '../model/evidence.js';
import type { Prediction } from '../prediction/prediction.js';
import type { Derivation } from '../symbolic/derivation.js';

/** Prediction held against evidence, for one set of one model (theory §7; the rule stands in the interface). */
export interface Verdict {
  readonly derivation: Derivation;
  readonly prediction: Prediction;
  readonly evidence: {
    readonly sde: Evidence | null;
    readonly sgd: Evidence | null;
    readonly others: readonly Evidence[];
  };
  readonly predicted: 'attractive' | 'repelling' | 'undecided';
  readonly outcome: 'agree' | 'disagree' | 'inconclusive';
  readonly disagreements: readonly Disagreement[];
}

/** Why prediction and evidence, or two predictions, may be apart (theory §7). */
export const causes = [
  'sufficient-gap',
  'sde-not-sgd',
  'step-error',
  'basin',
  'finite-time',
  'non-smooth',
  'float-floor',
  'reducible-rounding',
  'moving-base',
] as const;

/** One of these causes. */
export type Cause = (typeof causes)[number];

/** Every disagreement and every reason for `inconclusive`, with what the isolating test measured. */
export interface Disagreement {
  /** what it does to the verdict: a conflict makes it `disagree`, else a gap makes it `inconclusive`; a note leaves it alone */
  readonly role: 'conflict' | 'gap' | 'note';
  /** paths into the JSON, such as exponents.sde and evidence.sgd */
  readonly between: readonly string[];
  readonly cause: Cause;
  /** causes that experiments are to tell apart, the most probable first; empty where the numbers at hand have told */
  readonly suspects: readonly Cause[];
  /** what is out of line: a growth rate, or the share of trajectories that end on the set */
  readonly quantity: 'exponent' | 'fraction';
  /** the test that isolates the cause, in words */
  readonly test: string;
  readonly evidence: {
    readonly value: number | null;
    readonly interval: readonly [number, number] | null;
    readonly level: number | null;
  };
}

/** The verdict that a list of disagreements leaves (docs/reading-the-table.md). */
export function outcomeOf(disagreements: readonly Disagreement[]): Verdict['outcome'] {
  if (disagreements.some(({ role }) => role === 'conflict')) return 'disagree';
  return disagreements.some(({ role }) => role === 'gap') ? 'inconclusive' : 'agree';
}
