import { budget, OutOfWork } from './work.js';

/** Steps that were spent since the process began. */
export function workSpent(): number {
  return budget.spent;
}

/** Steps that may still be spent; infinitely many where nothing limits them. */
export function workLeft(): number {
  return budget.limit - budget.spent;
}

/**
 * What some work gives; an OutOfWork where it takes more than so many steps. Work within work is allowed no more than is
 * left to the whole.
 */
export function withinWork<T>(most: number, work: () => T): T | OutOfWork {
  const outer = budget.limit;
  budget.limit = Math.min(outer, budget.spent + most);
  try {
    return work();
  } catch (error) {
    if (error instanceof OutOfWork) return error;
    throw error;
  } finally {
    budget.limit = outer;
  }
}
