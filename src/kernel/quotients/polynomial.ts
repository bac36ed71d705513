import { isZero, negated, one, plus, type Rational, rational, times, toText } from '../../arithmetic/rational.js';
import { NotFollowed, type Work } from '../notFollowed.js';

/** Σ coefficient · Π atom^power, by the text of the powers; no coefficient is 0. Powers may be negative or broken. */
export type Polynomial = ReadonlyMap<string, Term>;

/** A coefficient, which is not 0, times powers of atoms. */
export interface Term {
  readonly coefficient: Rational;
  readonly powers: Powers;
}

/** by the atom's text, ascending; no power is 0 */
export type Powers = ReadonlyMap<string, Rational>;

/** The polynomial 0. */
export const zeroPolynomial: Polynomial = new Map();

/** A number as a polynomial. */
export function constantPolynomial(value: Rational): Polynomial {
  return polynomialOf([{ coefficient: value, powers: new Map() }]);
}

/** A power of one atom as a polynomial. */
export function atomPolynomial(atom: string, power: Rational = one): Polynomial {
  return polynomialOf([{ coefficient: one, powers: new Map([[atom, power]]) }]);
}

/** The sum of terms, equal powers collected. */
export function polynomialOf(terms: Iterable<Term>): Polynomial {
  const result = new Map<string, Term>();
  for (const term of terms) addTo(result, powersText(term.powers), term);
  return result;
}

/** The sum of two polynomials. */
export function sumOf(a: Polynomial, b: Polynomial): Polynomial {
  if (a.size === 0) return b;
  const result = new Map(a);
  for (const [key, term] of b) addTo(result, key, term);
  return result;
}

function addTo(result: Map<string, Term>, key: string, term: Term): void {
  const known = result.get(key);
  const coefficient = known === undefined ? term.coefficient : plus(known.coefficient, term.coefficient);
  if (isZero(coefficient)) result.delete(key);
  else result.set(key, known === undefined ? term : { coefficient, powers: term.powers });
}

/** A polynomial times a number. */
export function scaled(a: Polynomial, factor: Rational): Polynomial {
  if (isZero(factor)) return zeroPolynomial;
  const result = new Map<string, Term>();
  for (const [key, { coefficient, powers }] of a) result.set(key, { coefficient: times(coefficient, factor), powers });
  return result;
}

/** The product of two polynomials. Throws NotFollowed. */
export function productOf(a: Polynomial, b: Polynomial, work: Work): Polynomial {
  work.spend(a.size * b.size);
  const terms: Term[] = [];
  for (const left of a.values()) for (const right of b.values()) terms.push(productOfTerms(left, right));
  return polynomialOf(terms);
}

/** The product of two terms. Throws NotFollowed for numbers of too many digits. */
export function productOfTerms(a: Term, b: Term): Term {
  const coefficient = times(a.coefficient, b.coefficient);
  const { numerator, denominator } = coefficient;
  if (numerator > longest || numerator < -longest || denominator > longest) {
    throw new NotFollowed('too long: a number of too many digits');
  }
  return { coefficient, powers: joined(a.powers, b.powers) };
}

/** Numbers of formulas are short; of towers of powers they would fill the memory. */
const longest = 1n << 20_000n;

/** Both lists are in ascending order of their atoms, and so is what they make. */
function joined(a: Powers, b: Powers): Powers {
  if (a.size === 0) return b;
  if (b.size === 0) return a;
  const result = new Map<string, Rational>();
  const [left, right] = [[...a], [...b]];
  let j = 0;
  for (const [atom, power] of left) {
    for (; j < right.length && right[j][0] < atom; j++) result.set(right[j][0], right[j][1]);
    if (j === right.length || right[j][0] !== atom) result.set(atom, power);
    else {
      const total = plus(power, right[j++][1]);
      if (!isZero(total)) result.set(atom, total);
    }
  }
  for (; j < right.length; j++) result.set(right[j][0], right[j][1]);
  return result;
}

/** The term with every power turned round. */
export function inverseTerm({ coefficient, powers }: Term): Term {
  return {
    coefficient: rational(coefficient.denominator, coefficient.numerator),
    powers: new Map([...powers].map(([atom, power]) => [atom, negated(power)])),
  };
}

/** A text that two polynomials share exactly when they have the same terms. */
export function polynomialText(a: Polynomial): string {
  return [...a]
    .map(([key, { coefficient }]) => `${toText(coefficient)}·${key}`)
    .sort()
    .join(' + ');
}

/** The same up to a number in front: the first term in the order of texts has the coefficient 1. */
export function normalised(a: Polynomial): { readonly factor: Rational; readonly rest: Polynomial } {
  const first = [...a.keys()].sort()[0];
  if (first === undefined) return { factor: rational(0), rest: a };
  const factor = (a.get(first) as Term).coefficient;
  return { factor, rest: scaled(a, rational(factor.denominator, factor.numerator)) };
}

function powersText(powers: Powers): string {
  let text = '';
  for (const [atom, power] of powers) text += `${atom}^${toText(power)}·`;
  return text;
}

/** The number that a polynomial is, else null. */
export function asNumber(a: Polynomial): Rational | null {
  if (a.size === 0) return rational(0);
  return a.size === 1 ? (a.get('')?.coefficient ?? null) : null;
}
