import { type Rational, toNumber } from '../../arithmetic/rational.js';
import type { AffineFunctions } from '../matrices/affineFunctions.js';
import type { Form, GradedProcess } from './gradedForms.js';

/** Where an inequality is asked for: at distance r and angle ϑ. */
export interface PolarPoint {
  readonly distance: number;
  readonly angle: number;
}

/** Values at points as linear functions of the coefficients of g: constant, cosine_1 … cosine_N, sine_1 … sine_N. */
export type WeightRows = Omit<AffineFunctions, 'offsets'>;

/**
 * 𝓛(r^p g)/r^p + rate · g at points, row by row: with β = b/r and α = S Sᵀ/r² in the frame (u, t) of the direction it is
 * g (p β_r + ½p(p − 1) α_rr + ½p α_tt) + g' (β_t + (p − 1) α_rt) + ½ g'' α_tt.
 */
export function generatorRows(
  process: PolarProcess,
  exponent: number,
  modes: number,
  points: readonly PolarPoint[],
  rate: number,
): WeightRows {
  return rowsOf(modes, points, (point) => {
    const { drift, noise } = process(point);
    const p = exponent;
    return [
      rate + p * drift.radial + (p * (p - 1) * noise.radial + p * noise.tangential) / 2,
      drift.tangential + (p - 1) * noise.mixed,
      noise.tangential / 2,
    ];
  });
}

/** g at points. */
export function valueRows(modes: number, points: readonly PolarPoint[]): WeightRows {
  return rowsOf(modes, points, () => [1, 0, 0]);
}

function rowsOf(
  modes: number,
  points: readonly PolarPoint[],
  operator: (point: PolarPoint) => readonly [number, number, number],
): WeightRows {
  const unknowns = 2 * modes + 1;
  const rows = new Float64Array(points.length * unknowns);
  for (const [i, point] of points.entries()) {
    const [value, first, second] = operator(point);
    const start = i * unknowns;
    rows[start] = value;
    for (let n = 1; n <= modes; n++) {
      const frequency = 2 * n;
      const [cosine, sine] = [Math.cos(frequency * point.angle), Math.sin(frequency * point.angle)];
      const bent = value - frequency * frequency * second;
      rows[start + n] = bent * cosine - frequency * first * sine;
      rows[start + modes + n] = bent * sine + frequency * first * cosine;
    }
  }
  return { count: points.length, unknowns, rows };
}

/** Drift over r and squared noise over r² along the direction u, along t, and mixed. */
export type PolarProcess = (point: PolarPoint) => {
  readonly drift: { readonly radial: number; readonly tangential: number };
  readonly noise: { readonly radial: number; readonly mixed: number; readonly tangential: number };
};

/** The Taylor polynomials of an expanded process in two variables, in double precision. */
export function polarProcess({ drift, covariance }: GradedProcess): PolarProcess {
  const numbers = (forms: readonly Form[]) => forms.map((form) => form.map(toNumber));
  const [b1, b2] = drift.map(numbers);
  const [[a11, a12], [, a22]] = covariance.map((row) => row.map(numbers));
  return ({ distance, angle }) => {
    const [x, y] = [Math.cos(angle), Math.sin(angle)];
    const at = (forms: readonly (readonly number[])[]) => valueAt(forms, distance, x, y);
    const [d1, d2, n11, n12, n22] = [b1, b2, a11, a12, a22].map(at);
    return {
      drift: { radial: d1 * x + d2 * y, tangential: d2 * x - d1 * y },
      noise: {
        radial: n11 * x * x + 2 * n12 * x * y + n22 * y * y,
        mixed: (n22 - n11) * x * y + n12 * (x * x - y * y),
        tangential: n11 * y * y - 2 * n12 * x * y + n22 * x * x,
      },
    };
  };
}

/** Σ_l r^l form_l(x, y) */
function valueAt(forms: readonly (readonly number[])[], r: number, x: number, y: number): number {
  let total = 0;
  for (let l = forms.length - 1; l >= 0; l--) {
    const degree = forms[l].length - 1;
    let value = 0;
    for (let j = degree; j >= 0; j--) value += forms[l][j] * x ** (degree - j) * y ** j;
    total = total * r + value;
  }
  return total;
}

/** Whether some form changes its sign with y: then both halves of the circle are asked for. */
export function hasOddParts({ drift, covariance }: GradedProcess): boolean {
  const isOdd = (forms: readonly Form[]) =>
    forms.some((form, l) => l % 2 === 1 && form.some((value: Rational) => value.numerator !== 0n));
  return drift.some(isOdd) || covariance.flat().some(isOdd);
}
