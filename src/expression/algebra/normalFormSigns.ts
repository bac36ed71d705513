import { absolute, one, type Rational, rational, sign as signOfRational } from '../../arithmetic/rational.js';
import { isAtLeastZero, type Sign, signFrom, signOfPower, signOfProduct, signOfSum } from '../../arithmetic/sign.js';
import { functions } from '../functions/functions.js';
import { factorsOf } from './factors.js';
import { indicatorsIn } from './indicators.js';
import type { Normaliser } from './normaliser.js';
import {
  asConstant,
  forEachPower,
  type Monomial,
  negatePolynomial,
  type Polynomial,
  variablePolynomial,
} from './polynomial.js';
import { type Fraction, oneFraction, type Ring } from './ring.js';
import { sameSign } from './sameSign.js';

/** The absolute value, by its sign where that is known. */
export function absoluteValue(normaliser: Normaliser, value: Fraction): Fraction {
  const { ring } = normaliser;
  return eachFactor(ring, value, {
    coefficient: (c) => ring.constant(absolute(c)),
    factor: (polynomial, exponent) => {
      const size = exponent % 2 === 0 ? ring.polynomial(polynomial) : absolutePolynomial(normaliser, polynomial);
      return ring.power(size, exponent) as Fraction;
    },
  });
}

/** −1, 0 or 1 as polynomials in indicators (purpose `proof`); where the value is 0, anything when `neverZero`. */
export function signOf(normaliser: Normaliser, value: Fraction, neverZero = false): Fraction {
  const { ring } = normaliser;
  if (value.numerator.size === 0) return ring.constant(rational(0));
  return eachFactor(ring, value, {
    coefficient: (c) => ring.constant(rational(signOfRational(c))),
    factor: (polynomial, exponent) => {
      const sign = polynomialSign(normaliser, polynomial, neverZero || exponent < 0);
      return ring.power(sign, Math.abs(exponent)) as Fraction;
    },
  });
}

/** Multiplies what `visit` makes of the coefficient, of every variable of the content, of the rest and of the denominators. */
function eachFactor(
  ring: Ring,
  value: Fraction,
  visit: {
    coefficient: (c: Rational) => Fraction;
    factor: (polynomial: Polynomial, exponent: number) => Fraction;
  },
): Fraction {
  if (value.numerator.size === 0) return value;
  const { coefficient, content, powers } = factorsOf(ring, value);
  const factors = [
    ...content.map(({ variable, exponent }) => ({ base: variablePolynomial(variable), exponent })),
    ...powers,
  ];
  return factors
    .map(({ base, exponent }) => visit.factor(base, exponent))
    .reduce((a, b) => ring.multiply(a, b), visit.coefficient(coefficient));
}

/** |p| for a polynomial without content. */
export function absolutePolynomial(normaliser: Normaliser, polynomial: Polynomial): Fraction {
  const { ring } = normaliser;
  switch (knownSign(normaliser, polynomial)) {
    case 'positive':
    case 'nonnegative':
      return ring.polynomial(polynomial);
    case 'negative':
    case 'nonpositive':
      return ring.polynomial(negatePolynomial(polynomial));
    case null: {
      if (normaliser.options.purpose === 'proof') {
        return ring.multiply(ring.polynomial(polynomial), polynomialSign(normaliser, polynomial, true));
      }
      const { argument } = oriented(ring, polynomial);
      const text = `absolute(${ring.textOf(argument)})`;
      return normaliser.atom(text, { kind: 'absolute', argument }, ring.polynomialHasData(argument));
    }
  }
}

function polynomialSign(normaliser: Normaliser, polynomial: Polynomial, neverZero: boolean): Fraction {
  const { ring } = normaliser;
  const known = knownSign(normaliser, polynomial);
  if (known === 'positive') return oneFraction;
  if (known === 'negative') return ring.constant(rational(-1));
  const simpler = known === null ? sameSign(normaliser, polynomial) : null;
  if (simpler !== null) {
    const sign = signOf(normaliser, simpler, neverZero);
    for (const variable of indicatorsIn(ring, sign)) {
      if (ring.atoms[variable].kind === 'vanishing') ring.relations.stateVanishing(variable, polynomial);
    }
    return sign;
  }
  const { argument, flipped } = oriented(ring, polynomial);
  const text = ring.textOf(argument);
  const dependsOnData = ring.polynomialHasData(argument);
  const vanishing = neverZero
    ? ring.constant(rational(0))
    : normaliser.atom(`vanishing(${text})`, { kind: 'vanishing', argument }, dependsOnData);
  if (known !== null) {
    const size = ring.add(oneFraction, ring.negate(vanishing));
    return known === 'nonnegative' ? size : ring.negate(size);
  }
  const positive = normaliser.atom(`positive(${text})`, { kind: 'positive', argument }, dependsOnData);
  const twice = ring.multiply(ring.constant(rational(2)), positive);
  const sign = ring.add(ring.add(twice, vanishing), ring.constant(rational(-1)));
  return flipped ? ring.negate(sign) : sign;
}

/** The polynomial or its negative, whichever starts with a positive coefficient in an order that no ring changes. */
export function oriented(ring: Ring, polynomial: Polynomial): { argument: Polynomial; flipped: boolean } {
  let first: { text: string; negative: boolean } | null = null;
  for (const [monomial, coefficient] of polynomial) {
    const text = ring.textOf(new Map([[monomial, one]]));
    if (first === null || text < first.text) first = { text, negative: coefficient.numerator < 0n };
  }
  const flipped = first?.negative ?? false;
  return { argument: flipped ? negatePolynomial(polynomial) : polynomial, flipped };
}

/** Whether the polynomial is known to be nowhere negative; false says nothing. */
export function isNotNegative(normaliser: Normaliser, polynomial: Polynomial): boolean {
  return isAtLeastZero(knownSign(normaliser, polynomial));
}

/** Unless the sign is known, states it and asks for another pass. */
export function learnNonnegative(normaliser: Normaliser, polynomial: Polynomial): void {
  if (knownSign(normaliser, polynomial) !== null) return;
  normaliser.facts.nonnegative.add(normaliser.ring.textOf(polynomial));
  normaliser.facts.areNew = true;
}

/** What is known of a polynomial's sign wherever the expression is defined: a sum of terms of one sign has that sign. */
export function knownSign(normaliser: Normaliser, polynomial: Polynomial): Exclude<Sign, 'zero'> {
  const { ring } = normaliser;
  const { positive, nonnegative } = normaliser.facts;
  const text = ring.textOf(polynomial);
  const turned = ring.textOf(negatePolynomial(polynomial));
  if (positive.has(text)) return 'positive';
  if (positive.has(turned)) return 'negative';
  if (nonnegative.has(text)) return 'nonnegative';
  if (nonnegative.has(turned)) return 'nonpositive';
  let sign: Sign = 'zero';
  for (const [monomial, coefficient] of polynomial) {
    sign = signOfSum(sign, signOfProduct(signFrom(signOfRational(coefficient)), monomialSign(normaliser, monomial)));
  }
  return sign === 'zero' ? null : sign;
}

function monomialSign(normaliser: Normaliser, monomial: Monomial): Sign {
  let result: Sign = 'positive';
  forEachPower(monomial, (variable, exponent) => {
    result = signOfProduct(result, signOfPower(atomSign(normaliser, variable), exponent));
  });
  return result;
}

function atomSign(normaliser: Normaliser, variable: number): Sign {
  const { ring, facts } = normaliser;
  const atom = ring.atoms[variable];
  switch (atom.kind) {
    case 'exponential':
    case 'pi':
      return 'positive';
    case 'root':
      return asConstant(atom.radicand) === null ? 'nonnegative' : 'positive';
    case 'absolute':
    case 'positive':
    case 'vanishing':
      return 'nonnegative';
    case 'call':
      return functions[atom.function].sign(atom.arguments.map(() => null));
    case 'moment':
      if (atom.moment === 'var') return 'nonnegative';
      return atom.argument.denominator.size > 0 ? null : knownSign(normaliser, atom.argument.numerator);
    case 'symbol':
      return facts.nonnegative.has(ring.textOf(variablePolynomial(variable))) ? 'nonnegative' : null;
    default:
      return null;
  }
}
