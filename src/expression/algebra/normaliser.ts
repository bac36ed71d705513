import type { Expression } from '../syntax/expression.js';
import type { Atom, Fraction, Ring } from './ring.js';

/** What the rules for the several kinds of nodes have of the pass that they are part of. */
export interface Normaliser {
  readonly ring: Ring;
  readonly options: NormalFormOptions;
  readonly facts: Facts;
  readonly data: ReadonlySet<string>;
  /** guarded: inside a branch of a conditional, where an argument of sqrt tells nothing about the whole domain */
  normalise(node: Expression, guarded: boolean): Fraction;
  /** The fraction whose value is one atom; the text identifies it. */
  atom(text: string, atom: Atom, dependsOnData: boolean): Fraction;
  /** exp of a fraction, in rationally independent exponents. */
  exponential(exponent: Fraction, guarded: boolean): Fraction;
  /** States that the expression divides by a value. */
  noteDivisor(value: Fraction, guarded: boolean): void;
}

/** What a normal form is for, and what is known of its names. */
export interface NormalFormOptions {
  readonly purpose: 'proof' | 'display';
  /** names that range over the samples inside mean(…) and var(…) */
  readonly data?: readonly string[];
  /** upper bound on the number of term products; beyond it TooLarge is thrown */
  readonly budget?: number;
  /**
   * parts with more terms than this become atoms of their own, equal ones the same atom: what is zero then is zero, at a
   * fraction of the work, though not every zero is seen. Default: none
   */
  readonly largestPart?: number;
}

/** What one pass learns and the next pass starts from. */
export interface Facts {
  /** for a basis exponent or angle, the common denominator of its multiples */
  readonly granularity: Map<string, bigint>;
  /** texts of polynomials that are not negative wherever the expression is defined (arguments of sqrt and log) */
  readonly nonnegative: Set<string>;
  /** texts of polynomials that are positive wherever the expression is defined (it divides by [p > 0]) */
  readonly positive: Set<string>;
  /** whether the pass has learned what changes atoms that it made before: another pass has to follow */
  areNew: boolean;
}
