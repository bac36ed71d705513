import { one, rational } from '../../arithmetic/rational.js';
import { NotFollowed } from './field.js';
import {
  inverseTerm,
  type Polynomial,
  polynomialOf,
  productOf,
  productOfTerms,
  sumOf,
  type Term,
} from './polynomial.js';

/** A polynomial in which no atom whose square is known stands with a power beyond the first. Throws NotFollowed. */
export function withSquares(polynomial: Polynomial, squares: ReadonlyMap<string, Polynomial>): Polynomial {
  let result = polynomial;
  for (let round = 0; round < mostRounds; round++) {
    const offending = offendingTerm(result, squares);
    if (offending === null) return result;
    const { term, atom, square, isInverse } = offending;
    const moved = productOfTerms(term, { coefficient: one, powers: new Map([[atom, rational(isInverse ? 2 : -2)]]) });
    const rest = polynomialOf([...result.values()].filter((other) => other !== term));
    const factor = isInverse ? polynomialOf([...square.values()].map(inverseTerm)) : square;
    result = sumOf(rest, productOf(polynomialOf([moved]), factor));
  }
  throw new NotFollowed('too many relations');
}

const mostRounds = 10_000;

/** A term with the square of an atom, or with its inverse where the square is a single term. */
function offendingTerm(polynomial: Polynomial, squares: ReadonlyMap<string, Polynomial>): Offender | null {
  if (squares.size === 0) return null;
  for (const term of polynomial.values()) {
    for (const [atom, power] of term.powers) {
      const square = squares.get(atom);
      if (square === undefined || power.denominator !== 1n) continue;
      if (power.numerator >= 2n) return { term, atom, square, isInverse: false };
      if (power.numerator < 0n && square.size === 1) return { term, atom, square, isInverse: true };
    }
  }
  return null;
}

interface Offender {
  readonly term: Term;
  readonly atom: string;
  readonly square: Polynomial;
  readonly isInverse: boolean;
}
