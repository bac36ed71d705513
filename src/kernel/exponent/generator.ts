import { leastCommonMultiple } from '../../arithmetic/integers.js';
import { minus, one, type Rational, rational, times } from '../../arithmetic/rational.js';
import type { Work } from '../notFollowed.js';
import {
  constantPolynomial,
  type Polynomial,
  polynomialOf,
  productOf,
  productOfTerms,
  scaled,
  sumOf,
  zeroPolynomial,
} from '../quotients/polynomial.js';
import { type Relations, related } from '../quotients/relations.js';

/** An SDE dy = b dt + S dW whose b and S Sᵀ are polynomials in the atoms of some coordinates, complex ones perhaps. */
export interface PolynomialProcess {
  readonly atoms: readonly string[];
  /** b, one an atom */
  readonly drift: readonly Polynomial[];
  /** S Sᵀ, atoms × atoms */
  readonly covariance: readonly (readonly Polynomial[])[];
  /** R = ‖y‖² */
  readonly square: Polynomial;
}

/** The generator 𝓛 of such an SDE, on polynomials and what is made of them and ‖y‖ (theory §4.3, §4.4). */
export class Generator {
  constructor(
    private readonly process: PolynomialProcess,
    private readonly work: Work,
  ) {}

  /** 𝓛f = b·∇f + ½ S Sᵀ:∇²f */
  of(f: Polynomial): Polynomial {
    const { atoms, drift, covariance } = this.process;
    const slopes = atoms.map((atom) => derivative(f, atom));
    const along = slopes.map((slope, i) => this.product(drift[i], slope));
    const bent = slopes.flatMap((slope, i) =>
      atoms.map((atom, j) => scaled(this.product(covariance[i][j], derivative(slope, atom)), half)),
    );
    return total([...along, ...bent]);
  }

  /** R^{2−a} 𝓛(R^a f) = R² 𝓛f + aR (f 𝓛R + Γ(R, f)) + ½a(a − 1) f Γ(R, R), Γ(f, g) = ∇fᵀS Sᵀ∇g */
  ofWeighted(f: Polynomial, a: Rational): Polynomial {
    const { square } = this.process;
    const once = sumOf(this.product(f, this.of(square)), this.pairing(square, f));
    return total([
      this.product(this.product(square, square), this.of(f)),
      scaled(this.product(square, once), a),
      scaled(this.product(f, this.pairing(square, square)), times(half, times(a, minus(a, one)))),
    ]);
  }

  /** R² 𝓛 log‖y‖ = ½R 𝓛R − ¼Γ(R, R) */
  ofLogarithm(): Polynomial {
    const { square } = this.process;
    const first = scaled(this.product(square, this.of(square)), half);
    return sumOf(first, scaled(this.pairing(square, square), rational(-1, 4)));
  }

  /** The product of two polynomials. */
  product(a: Polynomial, b: Polynomial): Polynomial {
    return productIn(a, b, this.work);
  }

  private pairing(f: Polynomial, g: Polynomial): Polynomial {
    const { atoms, covariance } = this.process;
    const [left, right] = [f, g].map((one) => atoms.map((atom) => derivative(one, atom)));
    return total(
      left.flatMap((slope, i) => right.map((other, j) => this.product(this.product(covariance[i][j], slope), other))),
    );
  }
}

/** The sum of polynomials. */
export function total(parts: readonly Polynomial[]): Polynomial {
  return parts.reduce(sumOf, zeroPolynomial);
}

/** A number that makes all coefficients whole, so that sums and products need no greatest common divisors. */
export function commonDenominator(parts: readonly Polynomial[]): Rational {
  const terms = parts.flatMap((part) => [...part.values()]);
  return rational(terms.reduce((lcm, { coefficient }) => leastCommonMultiple(lcm, coefficient.denominator), 1n));
}

/** The product, the atom i being the imaginary unit. Throws NotFollowed when all work is done. */
export function productIn(a: Polynomial, b: Polynomial, work: Work): Polynomial {
  return related(productOf(a, b, work), complex, work);
}

/** A whole power, n ≥ 0. Throws NotFollowed when all work is done. */
export function powerIn(a: Polynomial, n: number, work: Work): Polynomial {
  let result = constantPolynomial(one);
  for (let i = 0; i < n; i++) result = productIn(result, a, work);
  return result;
}

/** The derivative ∂f/∂atom. */
export function derivative(f: Polynomial, atom: string): Polynomial {
  const lowered = new Map([[atom, rational(-1)]]);
  return polynomialOf(
    [...f.values()].flatMap((term) => {
      const power = term.powers.get(atom);
      return power === undefined ? [] : [productOfTerms(term, { coefficient: power, powers: lowered })];
    }),
  );
}

const complex: Relations = {
  squares: new Map([['i', constantPolynomial(rational(-1))]]),
  signs: new Set(),
};

const half = rational(1, 2);
