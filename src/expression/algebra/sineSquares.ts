import { type Rational, times } from '../../arithmetic/rational.js';
import { type Monomial, monomialOf, multiplyMonomials, type Polynomial } from './polynomial.js';
import { divideExactly } from './polynomialDivision.js';
import type { Ring } from './ring.js';

/** coefficient · content · rest as the ring splits a polynomial, with the squares of sines, which it writes as 1 − cosine², in the content. */
export function withSineSquares(
  ring: Ring,
  polynomial: Polynomial,
): { readonly coefficient: Rational; readonly content: Monomial; readonly rest: Polynomial } {
  let parts = ring.primitive(polynomial);
  for (const [variable, atom] of ring.atoms.entries()) {
    const square = atom.kind === 'sine' ? ring.relations.powerOf(variable)?.value : undefined;
    if (square === undefined) continue;
    while (parts.rest.size >= square.size) {
      const quotient = divideExactly(parts.rest, square);
      if (quotient === null) break;
      const { coefficient, content, rest } = ring.primitive(quotient);
      parts = {
        coefficient: times(parts.coefficient, coefficient),
        content: multiplyMonomials(multiplyMonomials(parts.content, content), monomialOf(variable, 2)),
        rest,
      };
    }
  }
  return parts;
}
