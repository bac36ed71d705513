import { minus, negated, one, rational, sign, zero } from '../../arithmetic/rational.js';
import type { Work } from '../notFollowed.js';
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

/** What is known of powers of atoms, wherever they have values. */
export interface Relations {
  /** what an atom's square is */
  readonly squares: ReadonlyMap<string, Polynomial>;
  /** atoms that are −1, 0 or 1: the cube is the atom itself */
  readonly signs: ReadonlySet<string>;
  /** leading · atom = 1 − others · atom */
  readonly inverses: ReadonlyMap<string, { readonly leading: Term; readonly others: Polynomial }>;
}

/**
 * A polynomial in which no atom stands with a power that its relation lowers, and no inverse beside the leading term of what
 * it inverts. Throws NotFollowed.
 */
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
    const inverse = numerator < 0n ? undefined : relations.inverses.get(atom);
    const other = inverse && withoutLeading(term, atom, inverse, work);
    if (other) return other;
  }
  return null;
}

function withoutLeading(
  term: Term,
  atom: string,
  { leading, others }: { readonly leading: Term; readonly others: Polynomial },
  work: Work,
): Polynomial | null {
  const powerIn = (name: string) => term.powers.get(name) ?? zero;
  if ([...leading.powers].every(([name, own]) => sign(minus(powerIn(name), own)) >= 0)) {
    const moved = productOfTerms(term, inverseTerm(leading));
    const rest = scaled(productOf(polynomialOf([moved]), others, work), negated(one));
    return sumOf(polynomialOf([shifted(moved, atom, -1)]), rest);
  }
  // with c for the only other term, c · atom = 1 − leading · atom takes negative powers away
  const [only] = others.values();
  const isNumber = others.size === 1 && only.powers.size === 0;
  if (!isNumber || ![...leading.powers.keys()].some((name) => sign(powerIn(name)) < 0)) return null;
  const divided = productOfTerms(term, inverseTerm(only));
  const rest = scaled(polynomialOf([productOfTerms(divided, leading)]), negated(one));
  return sumOf(polynomialOf([shifted(divided, atom, -1)]), rest);
}

function shifted(term: Term, atom: string, power: number): Term {
  return productOfTerms(term, { coefficient: one, powers: new Map([[atom, rational(power)]]) });
}
