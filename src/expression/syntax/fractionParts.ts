import type { Rational } from '../../arithmetic/rational.js';
import { type Expression, isNumber, smallInteger, splitCoefficient } from './expression.js';

/** coefficient · Π numerators / Π base^exponent, with exponents that are positive whole numbers. */
export interface FractionParts {
  readonly coefficient: Rational;
  readonly numerators: readonly Expression[];
  readonly denominators: readonly { readonly base: Expression; readonly exponent: number }[];
}

/** An expression as a fraction, as it is written: negative whole powers go below the line, but for those of 0. */
export function fractionParts(node: Expression): FractionParts {
  const { coefficient, rest } = splitCoefficient(node);
  const numerators: Expression[] = [];
  const denominators: { base: Expression; exponent: number }[] = [];
  const factors = node.kind === 'number' ? [] : rest.kind === 'product' ? rest.factors : [rest];
  for (const factor of factors) {
    const exponent = factor.kind === 'power' ? smallInteger(factor.exponent) : null;
    if (factor.kind !== 'power' || exponent === null || exponent > 0 || isNumber(factor.base, 0)) {
      numerators.push(factor);
    } else {
      denominators.push({ base: factor.base, exponent: -exponent });
    }
  }
  return { coefficient, numerators, denominators };
}
