/** Work goes beyond what was allowed: thrown by `spend`, answered by `withinWork`. */
export class OutOfWork extends Error {
  override readonly name = 'OutOfWork';
}

/** Steps of this process, and how far they may go. No result depends on them but for what is left undecided. */
let spent = 0;
let limit = Number.POSITIVE_INFINITY;

/**
 * Counts steps, about two microseconds each, before they are made. Throws OutOfWork where `withinWork` allows fewer, and
 * where their number is NaN, which would lift every limit after it.
 */
export function spend(steps: number): void {
  if (!(spent + steps <= limit)) throw new OutOfWork('more work than was allowed');
  spent += steps;
}

/** Steps that were spent since the process began. */
export function workSpent(): number {
  return spent;
}

/** Steps that may still be spent; infinitely many where nothing limits them. */
export function workLeft(): number {
  return limit - spent;
}

/**
 * What some work gives; an OutOfWork where it takes more than so many steps. Work within work is allowed no more than is
 * left to the whole.
 */
export function withinWork<T>(most: number, work: () => T): T | OutOfWork {
  const outer = limit;
  limit = Math.min(outer, spent + most);
  try {
    return work();
  } catch (error) {
    if (error instanceof OutOfWork) return error;
    throw error;
  } finally {
    limit = outer;
  }
}
