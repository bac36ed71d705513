/** Work goes beyond what was allowed: thrown by `spend`, answered by `withinWork`. */
export class OutOfWork extends Error {
  override readonly name = 'OutOfWork';
}

/** Steps of this process, and how far they may go. No result depends on them but for what is left undecided. */
export const budget = { spent: 0, limit: Number.POSITIVE_INFINITY, beyond: refuse };

/**
 * Counts steps, about two microseconds each, before they are made. Throws OutOfWork where `withinWork` allows fewer, and
 * where their number is NaN, which would lift every limit after it.
 */
export function spend(steps: number): void {
  if (!(budget.spent + steps <= budget.limit)) budget.beyond(steps);
  budget.spent += steps;
}

function refuse(_steps: number): void {
  throw new OutOfWork('more work than was allowed');
}
