import type { Rational } from '../../arithmetic/rational.js';
import type { Expression } from '../syntax/expression.js';
import type { FunctionName } from '../syntax/functionName.js';
import { asConstant, onePolynomial, type Polynomial, zeroPolynomial } from './polynomial.js';

/**
 * numerator / Π factor^exponent. Factors have two or more terms or hold an atom that is no unit; they are monic in the
 * lexicographic order and have no monomial content.
 */
export interface Fraction {
  readonly numerator: Polynomial;
  readonly denominator: ReadonlyMap<string, { readonly factor: Polynomial; readonly exponent: number }>;
}

/**
 * What a variable of the ring stands for. Relations: root^index = radicand, sine² = 1 − cosine², absolute² = argument²,
 * positive² = positive, vanishing² = vanishing, positive·vanishing = 0, argument·vanishing = 0 (the same argument). Every
 * other atom is free.
 */
export type Atom =
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'pi' }
  /** exp(exponent); the exponent is a basis element divided by its granularity */
  | { readonly kind: 'exponential'; readonly exponent: Fraction }
  | { readonly kind: 'sine' | 'cosine'; readonly angle: Fraction }
  | { readonly kind: 'root'; readonly index: number; readonly radicand: Polynomial }
  | { readonly kind: 'absolute'; readonly argument: Polynomial }
  /** 1 where the argument is positive, else 0 */
  | { readonly kind: 'positive'; readonly argument: Polynomial }
  /** 1 where the argument is 0, else 0 */
  | { readonly kind: 'vanishing'; readonly argument: Polynomial }
  /** log |argument| */
  | { readonly kind: 'logarithm'; readonly argument: Polynomial }
  | { readonly kind: 'power'; readonly base: Fraction; readonly exponent: Fraction }
  /** a subexpression taken as a whole */
  | { readonly kind: 'part'; readonly value: Fraction }
  | { readonly kind: 'call'; readonly function: FunctionName; readonly arguments: readonly Fraction[] }
  | { readonly kind: 'moment'; readonly moment: 'mean' | 'var'; readonly argument: Fraction }
  | {
      readonly kind: 'choice';
      readonly condition: Expression;
      /** names over which the condition's moments are taken */
      readonly data: readonly string[];
      readonly then: Fraction;
      readonly otherwise: Fraction;
    };

/** The fraction 0. */
export const zeroFraction: Fraction = { numerator: zeroPolynomial, denominator: new Map() };

/** The fraction 1. */
export const oneFraction: Fraction = { numerator: onePolynomial, denominator: new Map() };

/** The number that a fraction is, else null. */
export function constantOf(a: Fraction): Rational | null {
  return a.denominator.size === 0 ? asConstant(a.numerator) : null;
}
