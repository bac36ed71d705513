import { type Enclosure, exact, outward, plus, times } from '../../arithmetic/enclosure.js';
import { exponentsOf } from '../../arithmetic/exponents.js';
import {
  absolute,
  compare,
  equal,
  isZero,
  negated,
  plus as plusRational,
  power,
  type Rational,
  rational,
  times as timesRational,
  zero,
} from '../../arithmetic/rational.js';

/**
 * A function of y on a cube |y_i| ≤ reach about 0: for every y of the cube it is Σ c_m y^m with every c_m in its interval,
 * one a monomial in the order of the space; null is a coefficient that is exactly 0. (Makino and Berz, 2003.)
 */
export type TaylorModel = readonly (Enclosure | null)[];

/** Arithmetic of Taylor models in `variables` variables up to total degree `order`, rounded outward to `bits` binary digits. */
export class TaylorModelSpace {
  /** exponents, by total degree, then in descending lexicographic order */
  readonly monomials: readonly (readonly number[])[];
  readonly degrees: readonly number[];
  /** where products of monomials go, and by how much their degree exceeds the order */
  private readonly products: readonly (readonly { readonly place: number; readonly excess: number }[])[];
  private readonly powersOfReach: readonly Enclosure[];

  constructor(
    readonly variables: number,
    readonly order: number,
    readonly reach: Rational,
    readonly bits: number,
  ) {
    this.monomials = Array.from({ length: order + 1 }, (_, degree) => exponentsOf(variables, degree)).flat();
    this.degrees = this.monomials.map((exponents) => exponents.reduce((total, exponent) => total + exponent, 0));
    const places = new Map(this.monomials.map((exponents, i) => [exponents.join(), i]));
    this.products = this.monomials.map((a, i) =>
      this.monomials.map((b, j) => {
        const excess = Math.max(0, this.degrees[i] + this.degrees[j] - order);
        const exponents = a.map((exponent, axis) => exponent + b[axis]);
        return { place: places.get(lowered(exponents, excess).join()) as number, excess };
      }),
    );
    this.powersOfReach = Array.from({ length: order + 1 }, (_, m) => {
      const size = power(reach, m);
      return m === 0 ? unit : { lower: negated(size), upper: size };
    });
  }

  constant(value: Enclosure): TaylorModel {
    return this.monomials.map((_, i) => (i === 0 ? this.rounded(value) : null));
  }

  /** centre + y_i */
  variable(i: number, centre: Rational): TaylorModel {
    return this.monomials.map((exponents, place) => {
      if (place === 0) return this.rounded(exact(centre));
      return this.degrees[place] === 1 && exponents[i] === 1 ? unit : null;
    });
  }

  add(a: TaylorModel, b: TaylorModel): TaylorModel {
    return a.map((value, i) => this.sum(value, b[i]));
  }

  scale(a: TaylorModel, factor: Enclosure): TaylorModel {
    return a.map((value) => (value === null ? null : this.rounded(product(value, factor))));
  }

  /** The product; terms beyond the order become terms of that order, since |y_i| ≤ reach. */
  multiply(a: TaylorModel, b: TaylorModel): TaylorModel {
    const result: (Enclosure | null)[] = this.monomials.map(() => null);
    for (const [i, left] of a.entries()) {
      if (left === null) continue;
      for (const [j, right] of b.entries()) {
        if (right === null) continue;
        const { place, excess } = this.products[i][j];
        const term = product(left, right);
        result[place] = this.sum(result[place], excess === 0 ? term : times(term, this.powersOfReach[excess]));
      }
    }
    return result;
  }

  /**
   * f(a) by Taylor's formula about a₀, the constant term: `coefficients` are f⁽ᵐ⁾/m!, m = 0 … order, at a₀, but for the
   * last one, which is over the range of a.
   */
  compose(coefficients: readonly Enclosure[], a: TaylorModel): TaylorModel {
    const rest = a.map((value, i) => (i === 0 ? null : value));
    let result = this.constant(coefficients[this.order]);
    for (let m = this.order - 1; m >= 0; m--) {
      result = this.add(this.multiply(result, rest), this.constant(coefficients[m]));
    }
    return result;
  }

  constantTerm(a: TaylorModel): Enclosure {
    return a[0] ?? exact(zero);
  }

  /** An interval that holds the function's values on the cube. */
  range(a: TaylorModel): Enclosure {
    const spread = a.reduce((total, value, i) => {
      if (i === 0 || value === null) return total;
      const size = compare(absolute(value.lower), value.upper) > 0 ? absolute(value.lower) : absolute(value.upper);
      return plusRational(total, timesRational(size, power(this.reach, this.degrees[i])));
    }, zero);
    return outward(plus(this.constantTerm(a), { lower: negated(spread), upper: spread }), this.bits);
  }

  private sum(a: Enclosure | null, b: Enclosure | null): Enclosure | null {
    if (a === null) return b === null ? null : this.rounded(b);
    if (b === null) return this.rounded(a);
    return this.rounded(isPoint(a) && isPoint(b) ? exact(plusRational(a.lower, b.lower)) : plus(a, b));
  }

  /** Short exact numbers stay exact; null for 0. */
  private rounded(value: Enclosure): Enclosure | null {
    const { lower, upper } = outward(value, this.bits);
    if (!equal(lower, upper)) return { lower, upper };
    return isZero(lower) ? null : exact(lower);
  }
}

const unit = exact(rational(1));

/** a · b, at a quarter of the work where both are exact. */
function product(a: Enclosure, b: Enclosure): Enclosure {
  return isPoint(a) && isPoint(b) ? exact(timesRational(a.lower, b.lower)) : times(a, b);
}

/** One object for both end points marks an exact number; another that is exact only costs more. */
function isPoint({ lower, upper }: Enclosure): boolean {
  return lower === upper;
}

/** Exponents with `excess` taken away, from the first that are not 0 on. */
function lowered(exponents: readonly number[], excess: number): number[] {
  let rest = excess;
  return exponents.map((exponent) => {
    const taken = Math.min(exponent, rest);
    rest -= taken;
    return exponent - taken;
  });
}
