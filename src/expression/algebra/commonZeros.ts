import { dividedBy, negated, one } from '../../arithmetic/rational.js';
import { normOf } from './norm.js';
import {
  addPolynomials,
  asConstant,
  exponentIn,
  hasDivision,
  type Monomial,
  monomialOf,
  multiplyMonomials,
  type Polynomial,
  scalePolynomial,
  variablesOf,
} from './polynomial.js';
import { mayShareFactor } from './polynomialDivision.js';
import type { Ring } from './ring.js';

/**
 * Whether the polynomial times something that is not 0 is never 0, seen from a norm that does not vanish; false says
 * nothing.
 */
export function isNoDivisorOfZero(ring: Ring, polynomial: Polynomial): boolean {
  const norm = normOf(ring, polynomial);
  return norm !== null && norm.size > 0;
}

/**
 * True only when a multiple d·M of the divisor d is a combination of polynomials p, q, … that are 0 together only where
 * its cofactor M is one: when they can be solved for a variable each and leave d different from 0, or all but one, which
 * then has no factor in common with d, or when what is not solved has no variable in common with d.
 */
export function areApart(ring: Ring, together: readonly Polynomial[], divisor: Polynomial): boolean {
  const norm = normOf(ring, divisor);
  if (norm === null) return false;
  if (together.some((part) => [...variablesOf(part)].some((variable) => ring.isRelated(variable)))) {
    if (together.length === 1) {
      const own = normOf(ring, together[0]);
      return own !== null && own.size > 0 && !mayShareFactor(own, norm);
    }
    const below = variablesBelow(ring, divisor);
    return together.every((part) => isDisjoint(variablesBelow(ring, part), below));
  }
  const { left, image } = solvedFor(ring, together, norm);
  if (image.size === 0) return false;
  if (left.length === 1) return !mayShareFactor(left[0], image);
  const inImage = variablesOf(image);
  return left.every((part) => isDisjoint(variablesOf(part), inImage));
}

function isDisjoint(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return [...a].every((variable) => !b.has(variable));
}

/** The parts that give no variable through the others, and the polynomial, where the other parts are 0. */
function solvedFor(
  ring: Ring,
  parts: readonly Polynomial[],
  polynomial: Polynomial,
): { readonly left: readonly Polynomial[]; readonly image: Polynomial } {
  const open = parts.filter((part) => part.size > 0);
  for (const [i, part] of open.entries()) {
    const solution = solved(part);
    if (solution === null) continue;
    const others = open.filter((_, j) => j !== i).map((other) => substituted(ring, other, solution));
    return solvedFor(ring, others, substituted(ring, polynomial, solution));
  }
  return { left: open, image: polynomial };
}

interface Solution {
  readonly variable: number;
  readonly value: Polynomial;
}

/** variable = value, for a variable that stands in one term only, by itself; null when no variable does. */
function solved(part: Polynomial): Solution | null {
  if (asConstant(part) !== null || hasDivision(part)) return null;
  for (const variable of variablesOf(part)) {
    const own = monomialOf(variable, 1);
    const coefficient = part.get(own);
    if (coefficient === undefined) continue;
    const others = new Map([...part].filter(([monomial]) => monomial !== own));
    if ([...others.keys()].some((monomial) => exponentIn(monomial, variable) !== 0)) continue;
    return { variable, value: scalePolynomial(others, dividedBy(negated(one), coefficient)) };
  }
  return null;
}

function substituted(ring: Ring, polynomial: Polynomial, { variable, value }: Solution): Polynomial {
  let result: Polynomial = new Map();
  for (const [monomial, coefficient] of polynomial) {
    const exponent = exponentIn(monomial, variable);
    const rest: Monomial = multiplyMonomials(monomial, monomialOf(variable, -exponent));
    let term: Polynomial = new Map([[rest, coefficient]]);
    for (let n = 0; n < exponent; n++) term = ring.product(term, value);
    result = addPolynomials(result, term);
  }
  return result;
}

/** The variables that occur, and those through which relations state their powers. */
function variablesBelow(ring: Ring, polynomial: Polynomial): Set<number> {
  const found = new Set<number>();
  const visit = (part: Polynomial): void => {
    for (const variable of variablesOf(part)) {
      if (found.has(variable)) continue;
      found.add(variable);
      const power = ring.relations.powerOf(variable);
      if (power !== null) visit(power.value);
    }
  };
  visit(polynomial);
  return found;
}
