import { one } from '../../arithmetic/rational.js';
import { areApart, isNoDivisorOfZero } from './commonZeros.js';
import type { NormalForm } from './normalForm.js';
import {
  addPolynomials,
  exponentIn,
  invertMonomial,
  monomialContent,
  negatePolynomial,
  scalePolynomial,
  splitMonomial,
} from './polynomial.js';
import { divideExactly, divideWithRemainder } from './polynomialDivision.js';

/**
 * Whether the fraction vanishes wherever it is defined: its numerator is zero, up to multiples p·[p = 0], which are zero
 * too, and of [p = 0] where p divides something the expression divides by.
 *
 * A branch of a conditional may be undefined where another one is taken, at the zeros of a divisor d of its own; there the
 * numerator, a multiple of d, says nothing. So d may be no divisor of zero (√(2 + √3) − (√6 + √2)/2 is one: its product
 * with the sum is 0), and p·[p = 0] = 0 is no ground when p may share zeros with d; the norms tell.
 */
export function vanishesIdentically({ ring, fraction }: NormalForm): boolean {
  let numerator = fraction.numerator;
  for (const [variable, atom] of ring.atoms.entries()) {
    if (atom.kind !== 'vanishing' || numerator.size === 0) continue;
    const withIndicator = new Map([...numerator].filter(([monomial]) => exponentIn(monomial, variable) > 0));
    if (withIndicator.size === 0) continue;
    if (ring.divisors.of('outside').some((divisor) => divideExactly(divisor, atom.argument) !== null)) {
      numerator = addPolynomials(numerator, negatePolynomial(withIndicator));
      continue;
    }
    for (const monomial of withIndicator.keys()) ring.relations.noteUse(monomial);
    // 1/v is defined only where v is not 0: negative powers are multiplied away
    const content = splitMonomial(monomialContent(withIndicator), (_, exponent) => exponent < 0).wanted;
    const scaled = scalePolynomial(withIndicator, one, invertMonomial(content));
    const remainder = ring.relations
      .zerosOf(variable)
      .reduce((left, zero) => divideWithRemainder(left, zero).remainder, scaled);
    numerator = addPolynomials(
      addPolynomials(numerator, negatePolynomial(withIndicator)),
      scalePolynomial(remainder, one, content),
    );
  }
  if (numerator.size > 0) return false;
  const outside = ring.divisors.of('outside');
  const together = ring.relations.used
    .map((set) => set.flatMap((variable) => ring.relations.zerosOf(variable)))
    .filter((parts) => !parts.some((part) => outside.some((divisor) => divideExactly(divisor, part) !== null)));
  return ring.divisors
    .of('branch')
    .every((divisor) => isNoDivisorOfZero(ring, divisor) && together.every((parts) => areApart(ring, parts, divisor)));
}
