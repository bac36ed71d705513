import { sign as signOfRational } from '../../arithmetic/rational.js';
import { expressionOf } from '../../expression/algebra/fromNormalForm.js';
import {
  asConstant,
  exponentIn,
  forEachPower,
  monomialOf,
  multiplyMonomials,
  type Polynomial,
  variablePolynomial,
} from '../../expression/algebra/polynomial.js';
import type { Ring } from '../../expression/algebra/ring.js';
import { functions } from '../../expression/functions/functions.js';
import { holds } from '../../expression/syntax/condition.js';
import {
  childrenOf,
  difference,
  type Expression,
  negate,
  number,
  numberZero,
  power,
  product,
  smallInteger,
  sum,
  withChildren,
} from '../../expression/syntax/expression.js';
import type { Algebra, Canonical } from './algebra.js';
import { ofSameSign } from './monotony.js';
import { type Ranges, signWithin } from './ranges.js';

/** The sign of a value. */
export type Sign = -1 | 0 | 1;

/** Signs of polynomials, by their keys, that hold in one case of a proof. */
export interface Case {
  readonly signs: ReadonlyMap<string, { readonly of: Canonical; readonly sign: Sign }>;
  /** polynomials that are products of polynomials */
  readonly products: ReadonlyMap<string, readonly Expression[]>;
}

/**
 * What the evaluation of a case comes to: a sign and a truth; or a polynomial whose sign the case has to say, or that is a
 * product with a factor whose sign is known, before it can be gone on with; or no value.
 */
export type Evaluated =
  | { readonly kind: 'told'; readonly sign: Sign; readonly truth: boolean }
  | { readonly kind: 'sign'; readonly of: Canonical }
  | { readonly kind: 'product'; readonly of: Canonical; readonly factors: readonly Expression[] }
  | { readonly kind: 'undefined' };

/** Signs and truths of formulas in one case. Throws what the normal form throws. */
export class CaseEvaluation {
  private readonly resolved = new Map<Expression, Expression>();
  /** what stopped the evaluation first; all that is worked out after it is void, and no work is done for it */
  private stop: Evaluated | null = null;

  constructor(
    private readonly algebra: Algebra,
    private readonly here: Case,
    private readonly ranges: Ranges = new Map(),
    /** whether both sides of a comparison may be put through increasing functions */
    private readonly byMonotony = false,
  ) {}

  /** The sign of a formula and the truth of a condition, in this order. */
  evaluate(formula: Expression, condition: Expression): Evaluated {
    const sign = this.sign(formula);
    const truth = this.truth(condition);
    return this.stop ?? { kind: 'told', sign, truth };
  }

  private truth(condition: Expression): boolean {
    if (this.stop !== null) return false;
    switch (condition.kind) {
      case 'comparison':
        return holds(condition.operator, this.sign(difference(condition.left, condition.right)));
      case 'logical':
        if (condition.operator === 'not') return !this.truth(condition.operands[0]);
        return condition.operator === 'and'
          ? condition.operands.every((operand) => this.truth(operand))
          : condition.operands.some((operand) => this.truth(operand));
      case 'conditional':
        return this.truth(this.truth(condition.condition) ? condition.then : condition.otherwise);
      default:
        return this.noValue(false);
    }
  }

  private sign(expression: Expression): Sign {
    const resolved = this.resolve(expression);
    if (this.stop !== null) return 0;
    const { ring, fraction } = this.algebra.normalForm(resolved);
    let sign = this.polynomialSign(ring, fraction.numerator);
    for (const { factor, exponent } of fraction.denominator.values()) {
      const below = this.polynomialSign(ring, factor);
      if (below === 0) return this.noValue(0);
      if (exponent % 2 !== 0) sign = (sign * below) as Sign;
    }
    return sign;
  }

  /** |·|, max, min, relu, sign and conditionals replaced by what they are in this case; roots and logarithms defined. */
  private resolve(node: Expression): Expression {
    const known = this.resolved.get(node);
    if (known !== undefined || this.stop !== null) return known ?? node;
    const result = this.build(node);
    this.resolved.set(node, result);
    return result;
  }

  private build(node: Expression): Expression {
    if (node.kind === 'moment') return node;
    if (node.kind === 'conditional') return this.resolve(this.truth(node.condition) ? node.then : node.otherwise);
    const children = childrenOf(node).map((child) => this.resolve(child));
    if (this.stop !== null) return node;
    if (node.kind === 'power') {
      const whole = smallInteger(node.exponent);
      if (node.exponent.kind === 'number' && node.exponent.value.denominator === 2n) {
        return power(this.root(children[0]), Number(node.exponent.value.numerator));
      }
      if (whole === null) {
        const base = this.sign(children[0]);
        if (base < 0) return this.noValue(node);
        if (base === 0 && node.exponent.kind === 'number') {
          return signOfRational(node.exponent.value) < 0 ? this.noValue(node) : numberZero;
        }
      }
      if (whole !== null && whole < 0 && this.sign(children[0]) === 0) return this.noValue(node);
    }
    if (node.kind !== 'call') return withChildren(node, children);
    const [z] = children;
    switch (node.function) {
      case 'abs': {
        const sign = this.sign(z);
        return sign === 0 ? numberZero : sign > 0 ? z : negate(z);
      }
      case 'sign':
        return number(this.sign(z));
      case 'relu':
        return this.sign(z) > 0 ? z : numberZero;
      case 'max':
        return children.reduce((best, other) => (this.sign(difference(best, other)) >= 0 ? best : other));
      case 'min':
        return children.reduce((best, other) => (this.sign(difference(best, other)) <= 0 ? best : other));
      case 'sqrt':
        return this.root(z);
      case 'log':
        return this.sign(z) <= 0 ? this.noValue(node) : withChildren(node, children);
      case 'tan':
        return withChildren(node, children);
      default: {
        const { critical, definition } = functions[node.function];
        const simpler = critical(children).length > 0 ? definition(children) : null;
        return simpler === null ? withChildren(node, children) : this.resolve(simpler);
      }
    }
  }

  /** √z as a name of its own, which is positive; or 0 */
  private root(z: Expression): Expression {
    const sign = this.sign(z);
    if (sign < 0) return this.noValue(z);
    return sign === 0 ? numberZero : this.algebra.root(z);
  }

  private polynomialSign(ring: Ring, polynomial: Polynomial): Sign {
    const constant = asConstant(polynomial);
    if (constant !== null) return signOfRational(constant);
    const { coefficient, content, rest } = ring.primitive(polynomial);
    let sign: Sign = signOfRational(coefficient);
    forEachPower(content, (variable, exponent) => {
      const factor = this.restSign(ring, variablePolynomial(variable));
      if (factor === 0 && exponent < 0) this.noValue(0);
      if (factor === 0 || exponent % 2 !== 0) sign = (sign * factor) as Sign;
    });
    return asConstant(rest) === null ? ((sign * this.restSign(ring, rest)) as Sign) : sign;
  }

  private restSign(ring: Ring, polynomial: Polynomial): Sign {
    if (this.stop !== null) return 0;
    const { of, orientation } = this.algebra.canonical(ring, polynomial);
    return (orientation *
      (this.knownSign(of) ??
        this.signByRoots(ring, polynomial, orientation) ??
        this.signByMonotony(ring, polynomial, orientation) ??
        this.ask(of))) as Sign;
  }

  private signByMonotony(ring: Ring, polynomial: Polynomial, orientation: 1 | -1): Sign | null {
    if (!this.byMonotony) return null;
    const simpler = ofSameSign(ring, polynomial, (expression) => this.sign(expression));
    return simpler === null ? null : ((orientation * this.sign(simpler)) as Sign);
  }

  /** What the case says, or what the signs of the terms say. */
  private knownSign(of: Canonical): Sign | null {
    const known = this.here.signs.get(of.key);
    if (known !== undefined) return known.sign;
    const factors = this.here.products.get(of.key);
    if (factors !== undefined) return factors.reduce<Sign>((sign, factor) => (sign * this.sign(factor)) as Sign, 1);
    return this.signByTerms(of) ?? signWithin(this.algebra, of, this.ranges);
  }

  private signByTerms(of: Canonical): Sign | null {
    let sign: Sign = 0;
    for (const [monomial, coefficient] of of.form) {
      const own = monomialSign(this.algebra, this.here, monomial);
      if (own === null || own === 'nonnegative' || own === 'nonpositive') return null;
      const term = (signOfRational(coefficient) * own) as Sign;
      if (term !== 0 && sign !== 0 && term !== sign) return null;
      if (term !== 0) sign = term;
    }
    return sign;
  }

  /** P + Q s with s = √e > 0: of the sign of P where Q has it too, else of P times the sign of P² − Q²e. */
  private signByRoots(ring: Ring, polynomial: Polynomial, orientation: 1 | -1): Sign | null {
    if (polynomial.size < 2) return null;
    for (const [variable, atom] of ring.atoms.entries()) {
      const radicand = atom.kind === 'symbol' ? this.algebra.radicandOf(atom.name) : null;
      if (radicand === null || ![...polynomial.keys()].some((m) => exponentIn(m, variable) !== 0)) continue;
      const [plain, factor] = [0, 1].map((parity) =>
        sum(
          ...[...polynomial].flatMap(([monomial, coefficient]) => {
            const exponent = exponentIn(monomial, variable);
            if (Math.abs(exponent % 2) !== parity) return [];
            const rest: Polynomial = new Map([
              [multiplyMonomials(monomial, monomialOf(variable, -exponent)), coefficient],
            ]);
            const written = expressionOf({ ring, fraction: ring.polynomial(rest) });
            return [product(written, power(radicand, (exponent - parity) / 2))];
          }),
        ),
      );
      const [p, q] = [this.sign(plain), this.sign(factor)];
      if (q === 0) return (orientation * p) as Sign;
      if (p === 0 || p === q) return (orientation * q) as Sign;
      const squares = difference(power(plain, 2), product(power(factor, 2), radicand));
      return (orientation * p * this.sign(squares)) as Sign;
    }
    return null;
  }

  private ask(of: Canonical): Sign {
    if (this.stop !== null) return 0;
    if (of.form.size > 1) {
      for (const { of: known } of this.here.signs.values()) {
        if (known.form.size < 2 || known.key === of.key) continue;
        const quotient = this.algebra.quotient(of.expression, known.expression);
        if (quotient === null) continue;
        // the checker asks for the signs of both factors first
        this.sign(quotient);
        return this.stopped({ kind: 'product', of, factors: [known.expression, quotient] }, 0);
      }
    }
    // the sign of a square or a product is that of its factors
    const factor = this.algebra.factorOf(of);
    return this.stopped({ kind: 'sign', of: factor === null || this.here.signs.has(factor.key) ? of : factor }, 0);
  }

  private noValue<T>(instead: T): T {
    return this.stopped({ kind: 'undefined' }, instead);
  }

  private stopped<T>(why: Evaluated, instead: T): T {
    this.stop ??= why;
    return instead;
  }
}

/** The sign of a monomial from those of its atoms. */
export function monomialSign(algebra: Algebra, here: Case, text: string): Sign | 'nonnegative' | 'nonpositive' | null {
  const monomial = algebra.monomials.get(text);
  if (monomial === undefined) return null;
  let sign: Sign = 1;
  let weak = false;
  let unknown = false;
  for (const { atom, exponent } of monomial.powers) {
    const known = here.signs.get(`1/1·${atom}`)?.sign;
    const kind = algebra.atoms.get(atom) ?? null;
    if (known === 0) return 0;
    if (known !== undefined) sign = (exponent % 2 === 0 ? sign : sign * known) as Sign;
    else if (kind === 'positive') continue;
    else if (kind === 'nonnegative' || exponent % 2 === 0) weak = true;
    else unknown = true;
  }
  if (unknown) return null;
  return weak ? (sign > 0 ? 'nonnegative' : 'nonpositive') : sign;
}
