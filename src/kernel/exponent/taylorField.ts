import { type Enclosure, exact, signOf } from '../../arithmetic/enclosure.js';
import { piEnclosure } from '../../arithmetic/enclosureFunctions.js';
import { type Rational, rational } from '../../arithmetic/rational.js';
import type { TaylorModel, TaylorModelSpace } from '../../expression/evaluation/taylorModel.js';
import type { ElementaryFunction, Formula } from '../formula/formula.js';
import { branchOf } from '../formula/truth.js';
import { type Conditional, type Field, wholePower } from '../formula/valueIn.js';
import { NotFollowed, type Work } from '../notFollowed.js';
import { taylorCoefficients } from './taylorCoefficients.js';

/**
 * Formulas on a cube about a point, as Taylor models: exact Taylor coefficients where they are arithmetic of short exact
 * numbers, narrow intervals where they are not, and the remainder in the terms of the highest degree. Throws
 * NotFollowed where a formula is not seen to be analytic on the whole cube.
 */
export class TaylorField implements Field<TaylorModel> {
  readonly pi: TaylorModel;

  constructor(
    private readonly space: TaylorModelSpace,
    private readonly names: ReadonlyMap<string, TaylorModel>,
    private readonly work: Work,
  ) {
    this.pi = space.constant(piEnclosure(space.bits));
  }

  constant(value: Rational): TaylorModel {
    return this.space.constant(exact(value));
  }

  name(name: string): TaylorModel {
    const model = this.names.get(name);
    if (model === undefined) throw new NotFollowed(`no value for ${name}`);
    return model;
  }

  add(a: TaylorModel, b: TaylorModel): TaylorModel {
    return this.space.add(a, b);
  }

  multiply(a: TaylorModel, b: TaylorModel): TaylorModel {
    this.work.spend(this.space.monomials.length ** 2 / productsAStep);
    return this.space.multiply(a, b);
  }

  invert(a: TaylorModel): TaylorModel {
    return this.composed('inverse', a);
  }

  apply(name: ElementaryFunction, a: TaylorModel): TaylorModel {
    if (name !== 'abs' && name !== 'sign') return this.composed(name, a);
    const sign = this.constant(rational(this.settledSign(a)));
    return name === 'sign' ? sign : this.multiply(sign, a);
  }

  root(a: TaylorModel, exponent: Rational, of: Formula): TaylorModel {
    if (exponent.denominator === 2n) {
      return wholePower(this, this.composed('sqrt', a), Number(exponent.numerator), of);
    }
    return this.raise(a, this.constant(exponent));
  }

  raise(a: TaylorModel, exponent: TaylorModel): TaylorModel {
    return this.composed('exp', this.multiply(exponent, this.composed('log', a)));
  }

  choose(formula: Conditional, evaluate: (formula: Formula) => TaylorModel): TaylorModel {
    return evaluate(branchOf(formula, (gap) => this.sign(evaluate(gap))));
  }

  moment(): never {
    throw new NotFollowed('a moment stands in a formula of the process');
  }

  private settledSign(a: TaylorModel): -1 | 1 {
    const sign = this.sign(a);
    if (sign === null) throw new NotFollowed('a kink stands on the ball');
    return sign;
  }

  /** The sign all over the cube; null where it changes or is 0. */
  sign(a: TaylorModel): -1 | 1 | null {
    const sign = signOf(this.space.range(a) as Enclosure);
    return sign === 0 ? null : sign;
  }

  private composed(name: ElementaryFunction | 'inverse', a: TaylorModel): TaylorModel {
    const { bits, order } = this.space;
    this.work.spend((order * this.space.monomials.length ** 2) / productsAStep);
    const atCentre = taylorCoefficients(name, this.space.constantTerm(a), order - 1, bits);
    const overRange = taylorCoefficients(name, this.space.range(a), order, bits);
    return this.space.compose([...atCentre, overRange[order]], a);
  }
}

/** Products of intervals are quicker than those of terms with names. */
const productsAStep = 32;
