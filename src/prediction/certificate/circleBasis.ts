import type { FourierText } from '../../kernel/exponent/certificate.js';
import type { LinearFamily } from '../matrices/linearFamily.js';
import type { CorrectorBasis } from './correctorSearch.js';

/** The functions 2 cos(2nϑ)/n² and −2 sin(2nϑ)/n², n = 1 … modes, on the circle (theory §4.3, k = 2). */
export function circleBasis(family: LinearFamily, modes: number): CorrectorBasis {
  const orders = Array.from({ length: modes }, (_, i) => i + 1);
  const evaluate = (u: ArrayLike<number>, row: Float64Array): number => {
    const { q, b, s } = circleCoefficients(family, u);
    // e^{2iϑ} and its powers
    const turn: Complex = [u[0] * u[0] - u[1] * u[1], 2 * u[0] * u[1]];
    let wave: Complex = [1, 0];
    for (const n of orders) {
      wave = [wave[0] * turn[0] - wave[1] * turn[1], wave[0] * turn[1] + wave[1] * turn[0]];
      const [cosine, sine] = wave;
      row[n - 1] = (-4 * b * sine) / n - 4 * s * cosine;
      row[modes + n - 1] = (-4 * b * cosine) / n + 4 * s * sine;
    }
    return q;
  };
  const scales = Float64Array.from([...orders, ...orders], (n) => 1 / (n * n));
  const write = (numerators: readonly string[], denominator: string): FourierText => ({
    basis: 'fourier',
    denominator,
    real: numerators.slice(0, modes),
    imaginary: numerators.slice(modes),
  });
  return { size: 2, unknowns: 2 * modes, scales, evaluate, write };
}

type Complex = readonly [number, number];

/** Q, b and s of a 2 × 2 family at the unit vector u; 𝓛φ = b φ' + ½ s φ'' (theory §4.3). */
export function circleCoefficients({ curvature, noise, learningRate }: LinearFamily, u: ArrayLike<number>) {
  const parts = ([[m00, m01], [m10, m11]]: readonly (readonly number[])[]) => {
    const x = m00 * u[0] + m01 * u[1];
    const y = m10 * u[0] + m11 * u[1];
    return { radial: u[0] * x + u[1] * y, tangential: u[0] * y - u[1] * x };
  };
  const drift = parts(curvature);
  let q = -drift.radial;
  let b = -drift.tangential;
  let s = 0;
  for (const matrix of noise) {
    const { radial, tangential } = parts(matrix);
    q += (learningRate / 2) * (tangential * tangential - radial * radial);
    b -= learningRate * radial * tangential;
    s += learningRate * tangential * tangential;
  }
  return { q, b, s };
}
