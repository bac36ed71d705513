import { minus, negated, one, rational, sign } from '../../arithmetic/rational.js';
import { NotFollowed } from './field.js';
import {
  inverseTerm,
  type Polynomial,
  polynomialOf,
  productOf,
  productOfTerms,
  scaled,
  sumOf,
  type Term,
} from './polynomial.js';

/** What is known of atoms: squares of some, and of others of what they are the inverse. */
export interface Relations {
  readonly squares: ReadonlyMap<string, Polynomial>;
  /** leading · atom = 1 − others · atom */
  readonly inverses: ReadonlyMap<string, { readonly leading: Term; readonly others: Polynomial }>;
}

/**
 * A polynomial in which no atom whose square is known stands with a power beyond the first, and no inverse beside the
 * leading term of what it inverts. Throws NotFollowed.
 */
export function withRelations(polynomial: Polynomial, relations: Relations): Polynomial {
  let result = polynomial;
  for (let round = 0; round < mostRounds; round++) {
    const replaced: Term[] = [];
    const kept: Term[] = [];
    for (const term of result.values()) {
      const other = replacementOf(term, relations);
      if (other === null) kept.push(term);
      else replaced.push(...other.values());
    }
    if (replaced.length === 0) return result;
    if (replaced.length + kept.length > mostTerms) throw new NotFollowed('too many terms');
    result = polynomialOf([...kept, ...replaced]);
  }
  throw new NotFollowed('too many relations');
}

/** Every round lowers a power in every term that is left. */
const mostRounds = 200;
const mostTerms = 100_000;

/** What a term is by one of the relations; null where none applies. */
function replacementOf(term: Term, { squares, inverses }: Relations): Polynomial | null {
  for (const [atom, power] of term.powers) {
    const square = squares.get(atom);
    if (square !== undefined && power.denominator === 1n) {
      const isInverse = power.numerator < 0n && square.size === 1;
      if (power.numerator >= 2n || isInverse) {
        const shift = rational(isInverse ? 2 : -2);
        const moved = productOfTerms(term, { coefficient: one, powers: new Map([[atom, shift]]) });
        const factor = isInverse ? polynomialOf([...square.values()].map(inverseTerm)) : square;
        return productOf(polynomialOf([moved]), factor);
      }
    }
    const inverse = inverses.get(atom);
    if (inverse === undefined || sign(power) < 0) continue;
    const { leading, others } = inverse;
    const powerIn = (name: string) => term.powers.get(name) ?? rational(0);
    const isThere = [...leading.powers].every(([name, own]) => sign(minus(powerIn(name), own)) >= 0);
    if (!isThere) {
      // with c for the only other term, c·atom = 1 − leading·atom takes negative powers away
      const [only] = others.values();
      const isNumber = others.size === 1 && only.powers.size === 0;
      if (!isNumber || ![...leading.powers.keys()].some((name) => sign(powerIn(name)) < 0)) continue;
      const scaledTerm = productOfTerms(term, inverseTerm(only));
      const plain = productOfTerms(scaledTerm, { coefficient: one, powers: new Map([[atom, negated(one)]]) });
      return sumOf(polynomialOf([plain]), scaled(polynomialOf([productOfTerms(scaledTerm, leading)]), negated(one)));
    }
    const moved = productOfTerms(term, inverseTerm(leading));
    const without = productOfTerms(moved, { coefficient: one, powers: new Map([[atom, negated(one)]]) });
    const rest = scaled(productOf(polynomialOf([moved]), others), negated(one));
    return sumOf(polynomialOf([without]), rest);
  }
  return null;
}
