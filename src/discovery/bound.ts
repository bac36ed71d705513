/**
 * A bound of the search that a model went beyond, so that it has, or may have, more sets than are listed:
 *
 * - `symmetries`: partial maps were left that might have become symmetries;
 * - `vanishing gradients`: coordinate subspaces were left that gradients might vanish on;
 * - `intersections`: too many to go through, those of the most sets are left out;
 * - `listed intersections`: there are more than are derived, those of the largest codimension are left out;
 * - `time limit`: the work that the command may do was spent, and the sets that come last are left out;
 * - `formulas`: what follows for the last sets (condition, thresholds, exponents) was not derived, their invariance alone.
 */
export type Bound =
  | 'symmetries'
  | 'vanishing gradients'
  | 'intersections'
  | 'listed intersections'
  | 'time limit'
  | 'formulas';

/** Called for a bound that is reached. */
export type OnBound = (bound: Bound) => void;
