import { greatestCommonDivisor, leastCommonMultiple } from '../../arithmetic/integers.js';
import { type Rational, rational } from '../../arithmetic/rational.js';
import type { Expression } from '../syntax/expression.js';
import { printExpression } from '../syntax/print.js';
import type { Atom } from './fraction.js';

/** Short ones first. */
export function byText(a: Expression, b: Expression): number {
  const [first, second] = [printExpression(a), printExpression(b)];
  return first.length - second.length || (first < second ? -1 : 1);
}

/** Letters of an expression as it is printed. */
export function lengthOf(expression: Expression): number {
  return printExpression(expression).length;
}

/** Letters by which a product may be longer than its terms: it tells more. */
export const spareLength = 6;

/** Names, then what is built from them, then moments: `eta*zeta^2*mean(x^2)`. */
export function rankOf(atom: Atom): number {
  switch (atom.kind) {
    case 'symbol':
      return 0;
    case 'moment':
      return 2;
    default:
      return 1;
  }
}

/** The positive rational whose quotients are coprime whole numbers. */
export function commonFactor(values: readonly Rational[]): Rational {
  let numerator = 0n;
  let denominator = 1n;
  for (const value of values) {
    numerator = greatestCommonDivisor(numerator, value.numerator);
    denominator = leastCommonMultiple(denominator, value.denominator);
  }
  return rational(numerator, denominator);
}
