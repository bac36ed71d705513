import { integerRoot } from '../../arithmetic/integerRoot.js';
import { greatestCommonDivisor, leastCommonMultiple } from '../../arithmetic/integers.js';
import {
  absolute,
  dividedBy,
  equal,
  negated,
  one,
  type Rational,
  rational,
  sign,
  times,
} from '../../arithmetic/rational.js';
import { largestPower } from '../formula/formula.js';
import { subtract, wholePower } from '../formula/valueIn.js';
import { asNumber, atomPolynomial, type Polynomial, polynomialOf, type Term } from '../quotients/polynomial.js';
import type { Quotient, QuotientField } from '../quotients/quotientField.js';

/**
 * A simpler quotient with the sign of a polynomial wherever its atoms have values; null where none is seen. Two sides are
 * compared by what a strictly increasing function makes of them: of logarithms the exponentials, of exponentials the
 * exponents, of roots the powers, of odd powers the roots, of two values of one function its arguments.
 */
export function ofSameSign(
  polynomial: Polynomial,
  field: QuotientField,
  isNotNegative: (atom: string) => boolean,
): Quotient | null {
  const terms = [...polynomial.values()];
  const byLogarithms = ofLogarithms(terms, field);
  if (byLogarithms !== null || terms.length !== 2) return byLogarithms;
  const [first, second] = terms;
  const isTurned = sign(first.coefficient) < 0;
  const ratio = negated(dividedBy(second.coefficient, first.coefficient));
  const sides: Sides = { left: first, right: second, ratio };
  const found =
    ofOneFunction(sides, field) ??
    ofExponentials(sides, field) ??
    ofRoots(sides, field, isNotNegative) ??
    ofOddPowers(sides, field);
  return found === null || !isTurned ? found : field.multiply(field.constant(rational(-1)), found);
}

/** left − ratio · right, without their coefficients. */
interface Sides {
  readonly left: Term;
  readonly right: Term;
  readonly ratio: Rational;
}

/** Σ kᵢ log qᵢ + r with whole kᵢ has the sign of Π qᵢ^kᵢ · exp r − 1, where all qᵢ are positive. */
function ofLogarithms(terms: readonly Term[], field: QuotientField): Quotient | null {
  const inside = ({ powers }: Term): Quotient | null => {
    const [[atom, power], ...others] = powers.size === 0 ? [['', one] as const] : powers;
    return others.length === 0 && equal(power, one) ? field.atoms.argumentOf(atom, ['log']) : null;
  };
  const logarithms = terms.filter((term) => inside(term) !== null);
  if (!logarithms.some((term) => asNumber(inside(term)?.above ?? new Map()) === null)) return null;
  const scale = rational(logarithms.map(({ coefficient }) => coefficient.denominator).reduce(leastCommonMultiple, 1n));
  const rest = polynomialOf(terms.filter((term) => !logarithms.includes(term)));
  let [above, below] = [
    field.apply('exp', field.multiply(field.constant(scale), field.whole(rest))),
    field.whole(unit),
  ];
  for (const term of logarithms) {
    const exponent = Number(times(term.coefficient, scale).numerator);
    const of = inside(term);
    if (of === null || Math.abs(exponent) > largestPower) return null;
    const factor = wholePower(field, of, Math.abs(exponent), { kind: 'pi' });
    if (exponent > 0) above = field.multiply(above, factor);
    else below = field.multiply(below, factor);
  }
  return subtract(field, above, below);
}

/** f(a) − f(b) for an increasing f, and f(a) + f(b) = f(a) − f(−b) for an odd one. */
function ofOneFunction({ left, right, ratio }: Sides, field: QuotientField): Quotient | null {
  if (!equal(absolute(ratio), one)) return null;
  for (const name of ['arctan', 'erf']) {
    const [a, b] = [left, right].map(({ powers }) => {
      const [[atom, power] = ['', one], ...others] = powers;
      return others.length === 0 && equal(power, one) ? field.atoms.argumentOf(atom, [name]) : null;
    });
    if (a !== null && b !== null) return subtract(field, a, field.multiply(field.constant(ratio), b));
  }
  return null;
}

/** Π exp(mᵢ)^pᵢ − ratio has the sign of Σ pᵢ mᵢ − log ratio. */
function ofExponentials({ left, right, ratio }: Sides, field: QuotientField): Quotient | null {
  if (sign(ratio) < 0) return null;
  let total = field.constant(rational(0));
  for (const [{ powers }, side] of [
    [left, one],
    [right, rational(-1)],
  ] as const) {
    for (const [atom, power] of powers) {
      const exponent = field.atoms.argumentOf(atom, ['exp']);
      if (exponent === null) return null;
      total = field.add(total, field.multiply(field.constant(times(side, power)), exponent));
    }
  }
  return subtract(field, total, field.apply('log', field.constant(ratio)));
}

/** Both sides raised to the power that leaves no root; an even one needs sides that are not negative. */
function ofRoots(
  { left, right, ratio }: Sides,
  field: QuotientField,
  isNotNegative: (atom: string) => boolean,
): Quotient | null {
  const powers = [...left.powers, ...right.powers];
  const rooted = (atom: string) => field.atoms.argumentOf(atom, ['sqrt', 'base']);
  const indices = powers.flatMap(([atom, { denominator }]) =>
    rooted(atom) === null ? [] : [atom.startsWith('sqrt(') ? 2n * denominator : denominator],
  );
  const raised = Number(indices.reduce(leastCommonMultiple, 1n));
  if (raised === 1 || raised > largestPower) return null;
  const isNowhereNegative = sign(ratio) > 0 && powers.every(([atom]) => isNotNegative(atom));
  if (raised % 2 === 0 && !isNowhereNegative) return null;
  const side = ({ powers }: Term): Quotient | null => {
    let result = field.constant(one);
    for (const [atom, power] of powers) {
      const exponent = times(power, rational(raised, atom.startsWith('sqrt(') ? 2 : 1));
      const whole = Number(exponent.numerator);
      if (exponent.denominator !== 1n || Math.abs(whole) > largestPower) return null;
      const base = rooted(atom) ?? field.whole(atomPolynomial(atom));
      result = field.multiply(result, wholePower(field, base, whole, { kind: 'pi' }));
    }
    return result;
  };
  const [a, b] = [side(left), side(right)];
  const factor = wholePower(field, field.constant(ratio), raised, { kind: 'pi' });
  return a === null || b === null ? null : subtract(field, a, field.multiply(factor, b));
}

/** aⁿ − rⁿbⁿ with an odd n has the sign of a − r b. */
function ofOddPowers({ left, right, ratio }: Sides, field: QuotientField): Quotient | null {
  const powers = [...left.powers.values(), ...right.powers.values()];
  if (powers.some(({ denominator }) => denominator !== 1n)) return null;
  let degree = powers.map(({ numerator }) => numerator).reduce(greatestCommonDivisor, 0n);
  while (degree > 0n && degree % 2n === 0n) degree /= 2n;
  if (degree < 2n || degree > BigInt(largestPower)) return null;
  const { numerator, denominator } = absolute(ratio);
  const [p, q] = [numerator, denominator].map((n) => integerRoot(n, Number(degree)));
  if (p ** degree !== numerator || q ** degree !== denominator) return null;
  const root = rational(sign(ratio) < 0 ? -p : p, q);
  const side = ({ powers }: Term): Quotient =>
    field.whole(
      polynomialOf([
        {
          coefficient: one,
          powers: new Map([...powers].map(([atom, power]) => [atom, dividedBy(power, rational(degree))])),
        },
      ]),
    );
  return subtract(field, side(left), field.multiply(field.constant(root), side(right)));
}

const unit: Polynomial = polynomialOf([{ coefficient: one, powers: new Map() }]);
