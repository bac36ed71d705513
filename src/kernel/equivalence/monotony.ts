import { integerRoot } from '../../arithmetic/integerRoot.js';
import { greatestCommonDivisor, leastCommonMultiple } from '../../arithmetic/integers.js';
import {
  absolute,
  dividedBy,
  equal,
  negated,
  one,
  power,
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
  const found = ofOneFunction(sides, field) ?? ofExponentials(sides, field) ?? ofPowers(sides, field, isNotNegative);
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

/**
 * a^e − r^e b^e has the sign of a − r b where e is odd over odd, or a and r b are not negative: e makes all powers of what is
 * under roots and of other atoms whole, without an odd factor that they share.
 */
function ofPowers(
  { left, right, ratio }: Sides,
  field: QuotientField,
  isNotNegative: (atom: string) => boolean,
): Quotient | null {
  const sides = [left, right].map(({ powers }) =>
    [...powers].map(([atom, power]) => ({
      base: field.atoms.argumentOf(atom, ['sqrt', 'base']) ?? field.whole(atomPolynomial(atom)),
      power: times(power, rational(1, atom.startsWith('sqrt(') ? 2 : 1)),
    })),
  );
  const powers = sides.flat().map(({ power }) => power);
  const raised = powers.map(({ denominator }) => denominator).reduce(leastCommonMultiple, 1n);
  const isNowhereNegative =
    sign(ratio) > 0 && [left, right].every((term) => [...term.powers.keys()].every(isNotNegative));
  if (raised > BigInt(largestPower) || (raised % 2n === 0n && !isNowhereNegative)) return null;
  const whole = powers.map(({ numerator, denominator }) => (numerator * raised) / denominator);
  let shared = whole.reduce(greatestCommonDivisor, 0n);
  while (shared > 0n && shared % 2n === 0n) shared /= 2n;
  const factor = power(ratio, Number(raised));
  const root = shared < 2n ? null : exactRoot(factor, Number(shared));
  if (root === null && raised === 1n) return null;
  const exponent = rational(raised, root === null ? 1n : shared);
  const [a, b] = sides.map((side) => {
    const factors = side.map(({ base, power }) =>
      wholePower(field, base, Number(times(power, exponent).numerator), { kind: 'pi' }),
    );
    return factors.reduce((x, y) => field.multiply(x, y), field.constant(one));
  });
  return subtract(field, a, field.multiply(field.constant(root ?? factor), b));
}

/** The root of an odd degree, where it is rational. */
function exactRoot({ numerator, denominator }: Rational, degree: number): Rational | null {
  const [p, q] = [numerator < 0n ? -numerator : numerator, denominator].map((n) => integerRoot(n, degree));
  const found = rational(numerator < 0n ? -p : p, q);
  return equal(power(found, degree), { numerator, denominator }) ? found : null;
}

const unit: Polynomial = polynomialOf([{ coefficient: one, powers: new Map() }]);
