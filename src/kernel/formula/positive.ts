import { sign } from '../../arithmetic/rational.js';
import { type Formula, numeralOf } from './formula.js';

/** What the form of a formula alone says of its values, wherever it has one; null for nothing. */
export type Positivity = 'positive' | 'nonnegative' | null;

/** Tells it of formulas, each looked at once. */
export function positivities(): (formula: Formula) => Positivity {
  const known = new Map<Formula, Positivity>();
  const of = (formula: Formula): Positivity => {
    const found = known.get(formula);
    if (found !== undefined) return found;
    const result = positivityOf(formula, of);
    known.set(formula, result);
    return result;
  };
  return of;
}

function positivityOf(formula: Formula, positivity: (formula: Formula) => Positivity): Positivity {
  const number = numeralOf(formula);
  if (number !== null) return sign(number) > 0 ? 'positive' : sign(number) === 0 ? 'nonnegative' : null;
  switch (formula.kind) {
    case 'pi':
      return 'positive';
    case 'sum': {
      const parts = formula.parts.map(positivity);
      if (parts.includes(null)) return null;
      return parts.includes('positive') ? 'positive' : 'nonnegative';
    }
    case 'product': {
      const parts = formula.parts.map(positivity);
      if (parts.includes(null)) return null;
      return parts.includes('nonnegative') ? 'nonnegative' : 'positive';
    }
    case 'inverse':
      // where it has a value, what it divides by is not 0
      return positivity(formula.of) === null ? null : 'positive';
    case 'power': {
      const base = positivity(formula.base);
      const exponent = numeralOf(formula.exponent);
      if (base === 'positive') return base;
      if (exponent === null) return null;
      const isEven = exponent.denominator === 1n && exponent.numerator % 2n === 0n;
      return isEven || exponent.denominator !== 1n ? 'nonnegative' : base;
    }
    case 'function':
      switch (formula.name) {
        case 'exp':
          return 'positive';
        case 'abs':
          return positivity(formula.of) ?? 'nonnegative';
        case 'sqrt':
          return positivity(formula.of) === 'positive' ? 'positive' : 'nonnegative';
        default:
          return null;
      }
    default:
      return null;
  }
}
