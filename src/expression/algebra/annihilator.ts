import { dividedBy, negated, one, type Rational } from '../../arithmetic/rational.js';
import {
  exponentIn,
  forEachPower,
  leadingTerm,
  type Monomial,
  type Polynomial,
  scalePolynomial,
  unitMonomial,
} from './polynomial.js';

/** of = value, where it stands as a factor. */
export interface Rewriting {
  readonly of: Monomial;
  readonly value: Polynomial;
}

/** How a polynomial p that is 0 rewrites the monomials beside it. */
export interface Annihilator {
  /** p's highest term through the others */
  readonly highest: Rewriting;
  /** 1 through the other terms, and the variables that each of these holds: it takes negative powers of them away */
  readonly unit: { readonly value: Polynomial; readonly variables: readonly number[] } | null;
}

/** What the vanishing of a polynomial, which is not 0 in the ring, lets one rewrite. */
export function annihilatorOf(polynomial: Polynomial): Annihilator {
  const highest = leadingTerm(polynomial);
  const constant = polynomial.get(unitMonomial);
  const others = [...polynomial.keys()].filter((monomial) => monomial !== unitMonomial);
  const variables: number[] = [];
  if (constant !== undefined && others.length > 0) {
    forEachPower(others[0], (variable) => {
      if (others.every((monomial) => exponentIn(monomial, variable) > 0)) variables.push(variable);
    });
  }
  const unit =
    constant === undefined || variables.length === 0
      ? null
      : { value: through(polynomial, [unitMonomial, constant]), variables };
  return { highest: { of: highest[0], value: through(polynomial, highest) }, unit };
}

/** The rewriting that applies to a monomial, or null. */
export function applicable({ highest, unit }: Annihilator, monomial: Monomial): Rewriting | null {
  if (unit?.variables.some((variable) => exponentIn(monomial, variable) < 0)) {
    return { of: unitMonomial, value: unit.value };
  }
  let divides = true;
  forEachPower(highest.of, (variable, exponent) => {
    divides &&= exponentIn(monomial, variable) >= exponent;
  });
  return divides ? highest : null;
}

/** −(polynomial − term)/coefficient */
function through(polynomial: Polynomial, [monomial, coefficient]: readonly [Monomial, Rational]): Polynomial {
  const rest = new Map(polynomial);
  rest.delete(monomial);
  return scalePolynomial(rest, dividedBy(negated(one), coefficient));
}
