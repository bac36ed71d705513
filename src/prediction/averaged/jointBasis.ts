import { exponentsOf } from '../../arithmetic/exponents.js';

/**
 * Functions of a base point a and a direction y/‖y‖: products of monomials in the coordinates of a, centred and scaled, with
 * forms of one even degree n in y over ‖y‖ⁿ.
 */
export interface JointBasis {
  readonly size: number;
  /**
   * Taylor coefficients of every function along the line x + s·g from x = (a, u), ‖u‖ = 1, in the direction g = (t + k
   * numbers): writes f, df/ds and ½ d²f/ds² to `out`, three numbers a function.
   */
  expand(a: Float64Array, u: Float64Array, g: Float64Array, out: Float64Array): void;
}

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

/** The basis of such parts. */
export function jointBasis({ t, k, scale, held, degree: highest }: JointBasisParts): JointBasis {
  const formDegree = formDegrees[k] ?? 2;
  const forms = exponentsOf(k, formDegree);
  let degree = highest;
  while (degree > 0 && monomialsUpTo(held, degree).length * forms.length > mostFunctions) degree--;
  const monomials = monomialsUpTo(held, degree);
  const size = monomials.length * forms.length;
  const base = new Float64Array(3 * monomials.length);
  const radial = new Float64Array(3);
  const form = new Float64Array(3);
  const expandBase = (a: Float64Array, g: Float64Array): void => {
    for (const [m, factors] of monomials.entries()) {
      setJet(base, 3 * m, 1, 0, 0);
      for (const i of factors)
        timesLinear(base, 3 * m, (a[i] - scale.centre[i]) / scale.width[i], g[i] / scale.width[i]);
    }
  };
  return {
    size,
    expand(a, u, g, out) {
      expandBase(a, g);
      let [slope, square] = [0, 0];
      for (let i = 0; i < k; i++) {
        slope += u[i] * g[t + i];
        square += g[t + i] * g[t + i];
      }
      // (1 + 2s u·g + s² g·g)^{−n/2}
      const p = -formDegree / 2;
      setJet(radial, 0, 1, 2 * p * slope, p * square + 2 * p * (p - 1) * slope * slope);
      for (const [f, powers] of forms.entries()) {
        form.set(radial);
        for (let i = 0; i < k; i++) for (let n = 0; n < powers[i]; n++) timesLinear(form, 0, u[i], g[t + i]);
        for (let m = 0; m < monomials.length; m++) {
          const at = 3 * (m * forms.length + f);
          const [b0, b1, b2] = [base[3 * m], base[3 * m + 1], base[3 * m + 2]];
          setJet(out, at, b0 * form[0], b0 * form[1] + b1 * form[0], b0 * form[2] + b1 * form[1] + b2 * form[0]);
        }
      }
    },
  };
}

/** One function of one normal coordinate; of more as many as a step can afford. */
const formDegrees: Readonly<Record<number, number>> = { 1: 0, 2: 4, 3: 4 };
const mostFunctions = 100;

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

function setJet(jet: Float64Array, at: number, value: number, first: number, second: number): void {
  jet[at] = value;
  jet[at + 1] = first;
  jet[at + 2] = second;
}

/** Times value + s·slope. */
function timesLinear(jet: Float64Array, at: number, value: number, slope: number): void {
  jet[at + 2] = jet[at + 2] * value + jet[at + 1] * slope;
  jet[at + 1] = jet[at + 1] * value + jet[at] * slope;
  jet[at] *= value;
}
