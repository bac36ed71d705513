/** An expression that has no value anywhere: it divides by what is zero, or is the logarithm of it. */
export class DivisionByZero extends Error {}

/** The work outgrows its budget: the caller answers `unknown`. */
export class TooLarge extends Error {}
