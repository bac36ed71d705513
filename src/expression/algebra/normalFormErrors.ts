/** An expression that has no value anywhere: it divides by what is zero, or is the logarithm of it. */
export class DivisionByZero extends Error {}

/** The work outgrows its budget: the caller answers `unknown`. */
export class TooLarge extends Error {}

/** What some work gives; null where it outgrows its budget, or where the expression has no value anywhere. */
export function withinBudget<T>(work: () => T): T | null {
  try {
    return work();
  } catch (error) {
    if (error instanceof TooLarge || error instanceof DivisionByZero) return null;
    throw error;
  }
}
