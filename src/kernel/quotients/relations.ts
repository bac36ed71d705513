import { one, rational } from '../../arithmetic/rational.js';
import type { Work } from '../notFollowed.js';
import {
  inverseTerm,
  type Polynomial,
  polynomialOf,
  productOf,
  productOfTerms,
  sumOf,
  type Term,
} from './polynomial.js';

/** What is known of powers of atoms, wherever they have values. */
export interface Relations {
  /** what an atom's square is */
  readonly squares: ReadonlyMap<string, Polynomial>;
  /** atoms that are −1, 0 or 1: the cube is the atom itself */
  readonly signs: ReadonlySet<string>;
}

/** A polynomial in which no atom stands with a power that its relation lowers. Throws NotFollowed. */
export function related(polynomial: Polynomial, relations: Relations, work: Work): Polynomial {
  let open = polynomial;
  let done: Polynomial = new Map();
  while (open.size > 0) {
    work.spend(open.size);
    const replaced: Term[] = [];
    const kept: Term[] = [];
    for (const term of open.values()) {
      const other = loweredOnce(term, relations, work);
      if (other === null) kept.push(term);
      else replaced.push(...other.values());
    }
    if (replaced.length === 0 && done.size === 0) return open;
    done = sumOf(done, polynomialOf(kept));
    open = polynomialOf(replaced);
  }
  return done;
}

/** What a term is by one of the relations; null where none applies. */
function loweredOnce(term: Term, relations: Relations, work: Work): Polynomial | null {
  for (const [atom, { numerator, denominator }] of term.powers) {
    if (denominator === 1n && relations.signs.has(atom) && numerator >= 3n)
      return polynomialOf([shifted(term, atom, -2)]);
    const square = relations.squares.get(atom);
    if (denominator === 1n && square !== undefined) {
      if (numerator >= 2n) return productOf(polynomialOf([shifted(term, atom, -2)]), square, work);
      // an inverse is turned round where the square is one term
      if (numerator < 0n && square.size === 1) {
        const inverse = polynomialOf([...square.values()].map(inverseTerm));
        return productOf(polynomialOf([shifted(term, atom, 2)]), inverse, work);
      }
    }
  }
  return null;
}

function shifted(term: Term, atom: string, power: number): Term {
  return productOfTerms(term, { coefficient: one, powers: new Map([[atom, rational(power)]]) });
}
