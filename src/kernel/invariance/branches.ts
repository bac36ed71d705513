import { one, type Rational, rational } from '../../arithmetic/rational.js';
import { type Condition, type Formula, mapParts, minus, numeralOf, reached } from '../formula/formula.js';
import type { Series, Surroundings } from '../formula/seriesField.js';
import { type Conditional, subtract, valuesIn } from '../formula/valueIn.js';
import { NotFollowed } from '../notFollowed.js';
import {
  inverseTerm,
  type Polynomial,
  polynomialOf,
  productOfTerms,
  scaled,
  type Term,
} from '../quotients/polynomial.js';
import type { Quotient, QuotientField } from '../quotients/quotientField.js';

/**
 * Kinks on a set: near a point of it every |q| is side·q and every sign of q is a jump, with a side of ±1 and a jump of −1,
 * 0 or 1 of which nothing else is assumed; they are the same for formulas that are the same about the point, off the set
 * too. What vanishes with them left open vanishes in every branch that meets the point (docs/trusted.md).
 */
export class Branches implements Surroundings {
  /** the values of coefficients on the set, those of sides, jumps and conditionals among them */
  private readonly known = new Map<Formula, Quotient>();
  readonly value: (coefficient: Formula) => Quotient;
  /** whether a jump was met, without which no value holds one */
  private isJumping = false;

  constructor(
    /** on the set */
    private readonly field: QuotientField,
    /** everywhere, with some names replaced */
    private readonly anywhere: (replaced: ReadonlyMap<string, Quotient>) => QuotientField,
    readonly moves: (formula: Formula) => boolean,
    readonly slope: (name: string) => Rational,
  ) {
    this.value = valuesIn(field, this.known);
  }

  isZero(a: Formula, power: number): boolean {
    return power > 0 && this.field.isZero(this.value(a));
  }

  side(a: Formula, of: Formula): Formula {
    return this.standing(this.sideOf(a, of));
  }

  jump(a: Formula, of: Formula): Formula {
    return this.standing(this.jumpOf(a, of));
  }

  choose(formula: Conditional, evaluate: (formula: Formula) => Series): Series {
    const { condition, then, otherwise } = formula;
    const { field } = this;
    const at = (gap: Formula) => evaluate(gap).coefficients[0];
    const chosen = this.sided(formula, at) ?? this.jumping(condition, at);
    if (field.numberIn(chosen) !== null) return evaluate(field.isZero(chosen) ? otherwise : then);
    const [a, b] = [then, otherwise].map((branch) => evaluate(branch).coefficients.map(this.value));
    return { lowest: 0, coefficients: a.map((one, i) => this.standing(field.blend(chosen, one, b[i]))) };
  }

  /** Whether a jump stands anywhere in a coefficient, inside its atoms too. */
  jumps(a: Formula): boolean {
    if (!this.isJumping) return false;
    const { above, below } = this.value(a);
    return [above, below].some((part) => this.field.atoms.someIn(part, (atom) => atom.startsWith('jump(')));
  }

  /** What is divided by, or under a root or a logarithm, keeps one value about the point; and is not 0 under a root. */
  requireUnit(first: Formula, use: 'quotient' | 'root'): void {
    if (this.jumps(first)) throw new NotFollowed('a formula jumps inside a quotient, a root or a logarithm');
    if (use === 'root' && !this.field.isPositive(this.value(first))) {
      throw new NotFollowed('what is under a root may be 0 on the set');
    }
  }

  /** A formula that stands for a value. */
  private standing(value: Quotient): Formula {
    const formula: Formula = { kind: 'name', name: '' };
    this.known.set(formula, value);
    return formula;
  }

  private sideOf(a: Formula, of: Formula): Quotient {
    return this.settled(a) ?? this.field.signAtom('side', this.valueAnywhere(of));
  }

  private jumpOf(a: Formula, of: Formula): Quotient {
    const settled = this.settled(a);
    if (settled !== null) return settled;
    this.isJumping = true;
    return this.field.signAtom('jump', this.valueAnywhere(of));
  }

  private jumping(condition: Condition, at: (gap: Formula) => Formula): Quotient {
    return this.field.indicator(condition, (gap) =>
      this.moves(gap) ? this.jumpOf(at(gap), gap) : this.field.apply('sign', this.value(at(gap))),
    );
  }

  /** 1 or 0 by a side, where one comparison decides and both branches are equal on its border; else null. */
  private sided({ condition, then, otherwise }: Conditional, at: (gap: Formula) => Formula): Quotient | null {
    if (condition.kind !== 'comparison' || !this.moves(condition.gap)) return null;
    const { operator, gap } = condition;
    if (!this.agreeWhereZero(then, otherwise, gap)) return null;
    const { field } = this;
    // where it would matter both branches are equal
    if (operator === '==' || operator === '!=') return field.constant(rational(operator === '==' ? 0 : 1));
    const half = field.constant(rational(1, 2));
    const above = field.multiply(half, field.add(field.constant(one), this.sideOf(at(gap), gap)));
    return operator.startsWith('>') ? above : subtract(field, field.constant(one), above);
  }

  /**
   * Whether two formulas are equal wherever a third is 0: with its text, left of a comparison with 0, replaced by 0; or with
   * a name replaced by what makes it 0.
   */
  private agreeWhereZero(then: Formula, otherwise: Formula, gap: Formula): boolean {
    const plain = this.anywhere(new Map());
    const [left, right] = gap.kind === 'sum' ? gap.parts : [gap, gap];
    const isAgainstZero = right !== left && plain.isZero(valuesIn(plain)(right));
    const agree = (field: QuotientField, known?: Map<Formula, Quotient>): boolean => {
      const evaluate = valuesIn(field, known);
      return field.equal(evaluate(then), evaluate(otherwise));
    };
    const atZero = new Map([[left, plain.constant(rational(0))]]);
    if (isAgainstZero && numeralOf(left) === null && agree(plain, atZero)) return true;
    const roots = withoutSizes(gap).map((one) => this.namesAtZero(plain, valuesIn(plain)(one).above));
    return roots.every((names) => names?.every((root) => agree(this.anywhere(new Map([root])))) ?? false);
  }

  /** Names with values that make a polynomial 0, such that it is 0 nowhere else; null where none are seen. */
  private namesAtZero(field: QuotientField, polynomial: Polynomial): [string, Quotient][] | null {
    const terms = [...polynomial.values()];
    const isName = (atom: string) => /^\$\w+$/.test(atom);
    if (terms.length === 1) {
      const atoms = [...terms[0].powers];
      if (!atoms.every(([atom, { numerator }]) => isName(atom) && numerator > 0n)) return null;
      return atoms.map(([atom]) => [atom.slice(1), field.constant(rational(0))]);
    }
    const names = new Set(terms.flatMap(({ powers }) => [...powers.keys()]).filter(isName));
    for (const atom of names) {
      const isHolding = (term: Term) => field.atoms.someIn(polynomialOf([term]), (other) => other === atom);
      const [holding, others] = [terms.filter(isHolding), terms.filter((term) => !isHolding(term))];
      const slope = field.whole(
        polynomialOf(
          holding.map((term) =>
            productOfTerms(term, inverseTerm({ coefficient: one, powers: new Map([[atom, one]]) })),
          ),
        ),
      );
      // linear in the name, with a factor that is 0 nowhere
      if (field.atoms.someIn(slope.above, (other) => other === atom) || !field.isNowhereZero(slope)) continue;
      const rest = field.whole(scaled(polynomialOf(others), rational(-1)));
      return [[atom.slice(1), field.multiply(rest, field.invert(slope))]];
    }
    return null;
  }

  private valueAnywhere(of: Formula): Quotient {
    return valuesIn(this.anywhere(new Map()))(of);
  }

  private settled(a: Formula): Quotient | null {
    const [sign, ...others] = this.field.signsOf(this.value(a));
    return sign === 0 || others.length > 0 ? null : this.field.constant(rational(sign));
  }
}

/** A formula with every |q| in it replaced by q or by −q, in all ways: where the formula is 0, one of these is. */
function withoutSizes(formula: Formula): Formula[] {
  const size = [...reached(formula)].find((part) => part.kind === 'function' && part.name === 'abs');
  if (size?.kind !== 'function') return [formula];
  const withSide =
    (side: Formula) =>
    (part: Formula): Formula =>
      part === size ? side : mapParts(part, withSide(side));
  return [size.of, minus(size.of)].flatMap((side) => withoutSizes(withSide(side)(formula)));
}
