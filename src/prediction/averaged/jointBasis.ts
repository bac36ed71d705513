import { exponentsOf } from '../../arithmetic/exponents.js';

/** Centres and scales of the coordinates of the base point. */
export interface BaseScale {
  readonly centre: Float64Array;
  readonly width: Float64Array;
}

/** What a basis is made of. */
export interface JointBasisParts {
  /** base coordinates */
  readonly t: number;
  /** codimension */
  readonly k: number;
  readonly scale: BaseScale;
  /** the base coordinates that the functions depend on */
  readonly held: readonly number[];
  /** highest degree in them; less where it makes more than a hundred functions */
  readonly degree: number;
}

/** Some functions at a point, with their derivatives: a gradient and a Hessian each, one after the other. */
export interface FunctionsAt {
  readonly values: Float64Array;
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

/**
 * Functions of a base point a and a direction y/‖y‖: products of monomials in the coordinates of a, centred and scaled, with
 * forms of one even degree n in y over ‖y‖ⁿ. Function m·forms + f is the m-th monomial times the f-th form.
 */
export class JointBasis {
  readonly size: number;
  private readonly monomials: readonly (readonly number[])[];
  private readonly forms: readonly (readonly number[])[];
  private readonly formDegree: number;
  private readonly ofBase: FunctionsAt;
  private readonly ofDirection: FunctionsAt;
  private readonly scaled: Float64Array;

  constructor(private readonly parts: JointBasisParts) {
    const { t, k, held, degree: highest } = parts;
    this.formDegree = formDegrees[k] ?? 2;
    this.forms = exponentsOf(k, this.formDegree);
    let degree = highest;
    while (degree > 0 && monomialsUpTo(held, degree).length * this.forms.length > mostFunctions) degree--;
    this.monomials = monomialsUpTo(held, degree);
    this.size = this.monomials.length * this.forms.length;
    this.ofBase = functionsAt(this.monomials.length, t);
    this.ofDirection = functionsAt(this.forms.length, k);
    this.scaled = new Float64Array(t);
  }

  /** The monomials at a base point (t numbers), with derivatives up to an order; overwritten by the next call. */
  monomialsAt(a: Float64Array, order: 0 | 1 | 2): FunctionsAt {
    const { monomials, ofBase, scaled, parts } = this;
    const { t, scale } = parts;
    const { values, gradients, hessians } = ofBase;
    for (let i = 0; i < t; i++) scaled[i] = (a[i] - scale.centre[i]) / scale.width[i];
    if (order > 0) gradients.fill(0);
    if (order > 1) hessians.fill(0);
    for (let m = 0; m < monomials.length; m++) {
      const factors = monomials[m];
      values[m] = productWithout(factors, scaled, -1, -1);
      for (let p = 0; p < (order === 0 ? 0 : factors.length); p++) {
        const i = factors[p];
        gradients[m * t + i] += productWithout(factors, scaled, p, -1) / scale.width[i];
        for (let q = 0; q < (order === 1 ? 0 : factors.length); q++) {
          if (q === p) continue;
          const j = factors[q];
          hessians[(m * t + i) * t + j] += productWithout(factors, scaled, p, q) / (scale.width[i] * scale.width[j]);
        }
      }
    }
    return ofBase;
  }

  /** The same of the forms over ‖y‖ⁿ at a direction (k numbers of length 1). */
  formsAt(u: Float64Array, order: 0 | 1 | 2): FunctionsAt {
    const { forms, formDegree: n, ofDirection, parts } = this;
    const { k } = parts;
    const { values, gradients, hessians } = ofDirection;
    for (let f = 0; f < forms.length; f++) {
      const powers = forms[f];
      const value = derivative(powers, u, -1, -1);
      values[f] = value;
      if (order === 0) continue;
      const first = f * k;
      for (let i = 0; i < k; i++) gradients[first + i] = derivative(powers, u, i, -1);
      for (let i = 0; i < (order === 1 ? 0 : k); i++) {
        for (let j = 0; j <= i; j++) {
          const radial = n * (u[i] * gradients[first + j] + u[j] * gradients[first + i]);
          const own = n * ((n + 2) * u[i] * u[j] - (i === j ? 1 : 0));
          const second = derivative(powers, u, i, j) - radial + own * value;
          hessians[(first + i) * k + j] = second;
          hessians[(first + j) * k + i] = second;
        }
      }
      for (let i = 0; i < k; i++) gradients[first + i] -= n * value * u[i];
    }
    return ofDirection;
  }
}

/** One function of one normal coordinate; of more as many as a step can afford. */
const formDegrees: Readonly<Record<number, number>> = { 1: 0, 2: 4, 3: 4 };
const mostFunctions = 100;

function functionsAt(count: number, dimension: number): FunctionsAt {
  return {
    values: new Float64Array(count),
    gradients: new Float64Array(count * dimension),
    hessians: new Float64Array(count * dimension * dimension),
  };
}

/** Monomials by the indices of their factors: 1, then of rising degree. */
function monomialsUpTo(held: readonly number[], degree: number): number[][] {
  const all: number[][] = [[]];
  for (let from = 0, d = 1; d <= degree; d++) {
    const to = all.length;
    for (; from < to; from++) {
      const factors = all[from];
      const last = factors.at(-1);
      for (const i of held) if (last === undefined || i >= last) all.push([...factors, i]);
    }
  }
  return all;
}

/** The product of factors but those at two places; −1 stands for none. */
function productWithout(factors: readonly number[], values: Float64Array, p: number, q: number): number {
  let product = 1;
  for (let at = 0; at < factors.length; at++) if (at !== p && at !== q) product *= values[factors[at]];
  return product;
}

/** Of a product of powers: itself, or its derivative in coordinate i, or in i and j; −1 stands for none. */
function derivative(powers: readonly number[], u: Float64Array, i: number, j: number): number {
  let product = 1;
  for (let at = 0; at < powers.length; at++) {
    let power = powers[at];
    if (at === i) product *= power--;
    if (at === j) product *= power--;
    for (; power > 0; power--) product *= u[at];
  }
  return product;
}
