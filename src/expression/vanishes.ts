import { one } from '../numeric/rational.js';
import type { NormalForm } from './normalForm.js';
import {
  addPolynomials,
  exponentIn,
  forEachPower,
  invertMonomial,
  type Monomial,
  monomialContent,
  monomialOf,
  negatePolynomial,
  scalePolynomial,
  unitMonomial,
} from './polynomial.js';
import { divideExactly, divideWithRemainder, mayShareFactor } from './polynomialDivision.js';

/**
 * Whether the fraction vanishes wherever it is defined: its numerator is zero, up to multiples p·[p = 0], which are zero
 * too, and of [p = 0] where p divides something the expression divides by.
 *
 * A branch of a conditional may be undefined where another one is taken, at the zeros of a divisor d of its own; there the
 * numerator, a multiple of d, says nothing. So p·[p = 0] = 0 is no ground when p may share a factor with such a divisor.
 */
export function vanishesIdentically({ ring, fraction }: NormalForm): boolean {
  let numerator = fraction.numerator;
  const used = new Set(ring.relations.used);
  for (const [variable, atom] of ring.atoms.entries()) {
    if (atom.kind !== 'vanishing' || numerator.size === 0) continue;
    const withIndicator = new Map([...numerator].filter(([monomial]) => exponentIn(monomial, variable) > 0));
    if (withIndicator.size === 0) continue;
    if (ring.divisors.of('outside').some((divisor) => divideExactly(divisor, atom.argument) !== null)) {
      numerator = addPolynomials(numerator, negatePolynomial(withIndicator));
      continue;
    }
    used.add(variable);
    // 1/v is defined only where v is not 0: negative powers are multiplied away
    const content = negativePart(monomialContent(withIndicator, () => true));
    const scaled = scalePolynomial(withIndicator, one, invertMonomial(content));
    const { remainder } = divideWithRemainder(scaled, atom.argument);
    numerator = addPolynomials(
      addPolynomials(numerator, negatePolynomial(withIndicator)),
      scalePolynomial(remainder, one, content),
    );
  }
  if (numerator.size > 0) return false;
  const divisors = ring.divisors.of('branch');
  return ![...used].some((variable) => {
    const atom = ring.atoms[variable];
    return atom.kind === 'vanishing' && divisors.some((divisor) => mayShareFactor(atom.argument, divisor));
  });
}

function negativePart(monomial: Monomial): Monomial {
  let part = unitMonomial;
  forEachPower(monomial, (variable, exponent) => {
    if (exponent < 0) part += monomialOf(variable, exponent);
  });
  return part;
}
