import { budget, OutOfWork } from './work.js';

/** Steps that were spent since the process began. */
export function workSpent(): number {
  return budget.spent;
}

/** How far steps may go; `budget.limit` is where the next look is at whether they are to stop. */
let limit = Number.POSITIVE_INFINITY;
let isStopped = never;
const refuse = budget.beyond;

/** Steps that may still be spent; infinitely many where nothing limits them. */
export function workLeft(): number {
  return limit - budget.spent;
}

/**
 * What some work gives; an OutOfWork where it takes more than so many steps, or soon after it is to stop. Work within work is
 * allowed no more than is left to the whole, and stops with it.
 */
export function withinWork<T>(most: number, work: () => T, stops = never): T | OutOfWork {
  const outer = { limit, isStopped };
  limit = Math.min(limit, budget.spent + most);
  isStopped = stops === never ? outer.isStopped : () => outer.isStopped() || stops();
  budget.limit = Math.min(limit, budget.spent + stepsBetweenLooks);
  try {
    return work();
  } catch (error) {
    if (error instanceof OutOfWork) return error;
    throw error;
  } finally {
    ({ limit, isStopped } = outer);
    budget.limit = Math.min(limit, budget.spent + stepsBetweenLooks);
  }
}

/** A hundredth of a second or so. */
const stepsBetweenLooks = 5000;

budget.beyond = (steps) => {
  if (!(budget.spent + steps <= limit) || isStopped()) refuse(steps);
  budget.limit = Math.min(limit, budget.spent + steps + stepsBetweenLooks);
};

function never(): boolean {
  return false;
}
