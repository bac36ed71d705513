import type { Rational } from '../../arithmetic/rational.js';
import type { Fraction } from './fraction.js';
import type { Monomial, Polynomial } from './polynomial.js';

/** What indicators and divisors need of the ring that they are part of. */
export interface FractionArithmetic {
  add(a: Fraction, b: Fraction): Fraction;
  multiply(a: Fraction, b: Fraction): Fraction;
  negate(a: Fraction): Fraction;
  /** The fraction whose value is one atom. */
  atomFraction(variable: number): Fraction;
  /** coefficient · content · rest, with rest monic and without monomial content. */
  primitive(a: Polynomial): { coefficient: Rational; content: Monomial; rest: Polynomial };
  isIndicator(variable: number): boolean;
  /** Whether a variable obeys a relation, so that its powers are not free. */
  isRelated(variable: number): boolean;
  readonly relations: { partnerOf(variable: number): number | null };
}
