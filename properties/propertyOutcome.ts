import type { ModelCase } from './modelProperty.js';

/** How the runs of one property on one model ended. */
export type PropertyOutcome =
  /** every run held */
  | { readonly status: 'passed'; readonly runs: number; readonly skipped: number }
  | PropertyFailure
  /** the property says nothing of this model */
  | { readonly status: 'inapplicable'; readonly reason: string }
  /**
   * fewer runs than asked for tell anything, and none failed: most cases fell outside what the property speaks of, or the
   * work that was allowed was spent
   */
  | { readonly status: 'exhausted'; readonly runs: number; readonly skipped: number; readonly isOutOfWork: boolean }
  /** the path that was asked for is none of this property */
  | { readonly status: 'foreign path'; readonly path: string }
  | { readonly status: 'interrupted'; readonly runs: number };

/** A case that refutes the property, the smallest that shrinking found. */
export interface PropertyFailure {
  readonly status: 'failed';
  /** runs up to the first that failed, that one included */
  readonly runs: number;
  /** fast-check's: the two give the same case again */
  readonly seed: number;
  readonly path: string;
  readonly shrinks: number;
  /** the statement that the case refutes, in one sentence; of a defect of ours, its stack */
  readonly reason: string;
  readonly counterexample: ModelCase;
}
