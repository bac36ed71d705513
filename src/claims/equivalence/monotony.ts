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
  sign as signOfRational,
  times,
} from '../../arithmetic/rational.js';
import type { Fraction } from '../../expression/algebra/fraction.js';
import { expressionOf } from '../../expression/algebra/fromNormalForm.js';
import {
  asConstant,
  forEachPower,
  type Monomial,
  type Polynomial,
  variablePolynomial,
} from '../../expression/algebra/polynomial.js';
import type { Ring } from '../../expression/algebra/ring.js';
import { functions } from '../../expression/functions/functions.js';
import {
  call,
  difference,
  type Expression,
  negate,
  number,
  power,
  product,
  sum,
} from '../../expression/syntax/expression.js';

/**
 * A simpler expression with the sign of a polynomial wherever that has a value; null where none is seen. Both sides of a
 * comparison are put through a strictly increasing function: of logarithms the exponential, of exponentials the logarithm,
 * of roots and odd powers their inverses, of two values of one increasing function its arguments.
 */
export function ofSameSign(
  ring: Ring,
  polynomial: Polynomial,
  signOf: (expression: Expression) => -1 | 0 | 1,
): Expression | null {
  const terms = [...polynomial].map(([monomial, coefficient]): Term => ({ coefficient, powers: powersOf(monomial) }));
  const sides = new Sides(ring, signOf);
  const found = sides.ofLogarithms(terms) ?? (terms.length === 1 ? sides.ofOneAtom(terms[0]) : null);
  if (found !== null || terms.length !== 2) return found;
  const [left, right] = terms;
  const ratio = negated(dividedBy(right.coefficient, left.coefficient));
  const simpler =
    sides.ofOneFunction(left, right, ratio) ??
    (signOfRational(ratio) > 0 ? sides.ofExponentials(left, right, ratio) : null) ??
    sides.ofRoots(left, right, ratio) ??
    sides.ofOddPowers(left, right, ratio);
  return simpler === null || signOfRational(left.coefficient) > 0 ? simpler : negate(simpler);
}

interface Term {
  readonly coefficient: Rational;
  readonly powers: readonly { readonly variable: number; readonly exponent: number }[];
}

function powersOf(monomial: Monomial): Term['powers'] {
  const powers: { variable: number; exponent: number }[] = [];
  forEachPower(monomial, (variable, exponent) => powers.push({ variable, exponent }));
  return powers;
}

/** What left − ratio · right, the coefficients of the terms left out, has the sign of. */
class Sides {
  constructor(
    private readonly ring: Ring,
    private readonly signOf: (expression: Expression) => -1 | 0 | 1,
  ) {}

  /** Σ kᵢ log qᵢ + r has the sign of Π qᵢ^kᵢ · exp r − 1. */
  ofLogarithms(terms: readonly Term[]): Expression | null {
    const logarithms = terms.flatMap(({ coefficient, powers }) => {
      const [first, ...others] = powers;
      const atom = first === undefined ? null : this.ring.atoms[first.variable];
      if (atom?.kind !== 'logarithm' || others.length > 0 || first.exponent !== 1) return [];
      return [{ coefficient, powers, argument: atom.argument }];
    });
    if (logarithms.every(({ argument }) => asConstant(argument) !== null)) return null;
    const scale = rational(logarithms.map(({ coefficient }) => coefficient.denominator).reduce(leastCommonMultiple));
    const [above, below]: [Expression[], Expression[]] = [[], []];
    for (const { coefficient, argument } of logarithms) {
      const exponent = Number(times(coefficient, scale).numerator);
      if (Math.abs(exponent) > largestPower) return null;
      // the atom is log |argument|
      const inside = this.written(argument);
      const size = this.signOf(inside) < 0 ? negate(inside) : inside;
      (exponent > 0 ? above : below).push(power(size, Math.abs(exponent)));
    }
    const known = new Set(logarithms.map(({ powers }) => powers));
    const rest = terms.filter(({ powers }) => !known.has(powers)).map((term) => this.termOf(term, scale));
    if (rest.length > 0) above.push(call('exp', sum(...rest)));
    return difference(product(...above), product(...below));
  }

  /** A root has the sign of what is under it, an increasing odd function that of its argument. */
  ofOneAtom({ coefficient, powers: [first, ...others] }: Term): Expression | null {
    if (first === undefined || others.length > 0 || first.exponent !== 1) return null;
    const atom = this.ring.atoms[first.variable];
    const factor = number(signOfRational(coefficient));
    if (atom.kind === 'root') return product(factor, this.written(atom.radicand));
    if (atom.kind !== 'call' || atom.arguments.length !== 1) return null;
    const { monotony, parity } = functions[atom.function];
    const isAlike = monotony === 'increasing' && parity === 'odd';
    return isAlike ? product(factor, this.writtenFraction(atom.arguments[0])) : null;
  }

  /** f(a) − f(b) for an increasing f, and f(a) + f(b) for an odd one. */
  ofOneFunction(left: Term, right: Term, ratio: Rational): Expression | null {
    const [a, b] = [left, right].map(({ powers }) => {
      const [first, ...others] = powers;
      const atom = first === undefined ? null : this.ring.atoms[first.variable];
      return atom?.kind === 'call' && others.length === 0 && first.exponent === 1 ? atom : null;
    });
    if (a === null || b === null || a.function !== b.function || a.arguments.length !== 1) return null;
    const { monotony, parity } = functions[a.function];
    if (monotony !== 'increasing' || !equal(absolute(ratio), one)) return null;
    const [x, y] = [a, b].map((atom) => this.writtenFraction(atom.arguments[0]));
    if (signOfRational(ratio) > 0) return difference(x, y);
    return parity === 'odd' ? sum(x, y) : null;
  }

  /** Π exp(mᵢ)^pᵢ − ratio has the sign of Σ pᵢ mᵢ − log ratio. */
  ofExponentials(left: Term, right: Term, ratio: Rational): Expression | null {
    const exponents: Expression[] = [];
    for (const [{ powers }, side] of [
      [left, 1],
      [right, -1],
    ] as const) {
      for (const { variable, exponent } of powers) {
        const atom = this.ring.atoms[variable];
        if (atom.kind !== 'exponential') return null;
        exponents.push(product(number(side * exponent), this.writtenFraction(atom.exponent)));
      }
    }
    return equal(ratio, one) ? sum(...exponents) : difference(sum(...exponents), call('log', number(ratio)));
  }

  /** Both sides raised to the power that leaves no root; an even one needs sides that are not negative. */
  ofRoots(left: Term, right: Term, ratio: Rational): Expression | null {
    const variables = [...left.powers, ...right.powers].map(({ variable }) => variable);
    const indices = variables.flatMap((variable) => {
      const atom = this.ring.atoms[variable];
      return atom.kind === 'root' ? [BigInt(atom.index)] : [];
    });
    const raised = Number(indices.reduce(leastCommonMultiple, 1n));
    if (raised === 1 || raised > largestPower) return null;
    const isOdd = raised % 2 === 1;
    const isSigned = signOfRational(ratio) < 0 || variables.some((variable) => this.signOf(this.atomOf(variable)) < 0);
    if (!isOdd && isSigned) return null;
    const side = ({ powers }: Term): Expression =>
      product(
        ...powers.map(({ variable, exponent }) => {
          const atom = this.ring.atoms[variable];
          return atom.kind === 'root'
            ? power(this.written(atom.radicand), (exponent * raised) / atom.index)
            : power(this.atomOf(variable), exponent * raised);
        }),
      );
    return difference(side(left), product(power(number(ratio), raised), side(right)));
  }

  /** aⁿ − rⁿbⁿ with an odd n has the sign of a − r b. */
  ofOddPowers(left: Term, right: Term, ratio: Rational): Expression | null {
    const exponents = [...left.powers, ...right.powers].map(({ exponent }) => BigInt(exponent));
    let degree = exponents.reduce(greatestCommonDivisor, 0n);
    while (degree > 0n && degree % 2n === 0n) degree /= 2n;
    if (degree < 2n || degree > BigInt(largestPower)) return null;
    const { numerator, denominator } = absolute(ratio);
    const [p, q] = [numerator, denominator].map((n) => integerRoot(n, Number(degree)));
    if (p ** degree !== numerator || q ** degree !== denominator) return null;
    const side = ({ powers }: Term): Expression =>
      product(...powers.map(({ variable, exponent }) => power(this.atomOf(variable), exponent / Number(degree))));
    const root = number(rational(signOfRational(ratio) < 0 ? -p : p, q));
    return difference(side(left), product(root, side(right)));
  }

  private termOf({ coefficient, powers }: Term, scale: Rational): Expression {
    const factors = powers.map(({ variable, exponent }) => power(this.atomOf(variable), exponent));
    return product(number(times(coefficient, scale)), ...factors);
  }

  private atomOf(variable: number): Expression {
    return this.written(variablePolynomial(variable));
  }

  private written(polynomial: Polynomial): Expression {
    return this.writtenFraction(this.ring.polynomial(polynomial));
  }

  private writtenFraction(fraction: Fraction): Expression {
    return expressionOf({ ring: this.ring, fraction });
  }
}

/** Larger powers are left alone, as the kernel leaves them. */
const largestPower = 64;
