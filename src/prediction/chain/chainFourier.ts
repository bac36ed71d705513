import { solveLinear } from '../matrices/smallMatrix.js';
import type { DirectionChain } from './planarChain.js';

/** λ per step, and the range that it lies in. */
export interface ChainRange {
  readonly value: number;
  readonly interval: readonly [number, number];
}

/**
 * λ of a chain of directions from f − Pf = E log‖Mu‖ − λ, f a trigonometric polynomial of the doubled angle, by collocation
 * at as many points as f has coefficients and λ (theory §6).
 *
 * For any f, whatever stationary law ρ there is, λ = ∫ E log‖Mu‖ + Pf − f dρ lies between the extremes of that integrand.
 * They are taken midway between the points of collocation, where the integrand differs most from λ, with a finer rule
 * for P; the range is stretched for what the sampling misses.
 *
 * @param modes highest harmonic of f
 */
export function fourierExponent(chain: DirectionChain, modes: number): ChainRange {
  const count = 2 * modes + 1;
  const spacing = (2 * Math.PI) / count;
  const row = new Float64Array(count);
  const system: number[][] = [];
  const growth: number[] = [];
  for (let j = 0; j < count; j++) {
    writeGenerator(chain, (j + firstPoint) * spacing, modes, 1, row);
    system.push(Array.from(row));
    growth.push(chain.meanLogGrowth((j + firstPoint) * spacing));
  }
  const coefficients = solveLinear(system, growth);
  const value = coefficients[0];
  let lowest = 0;
  let highest = 0;
  for (let j = 0; j < count; j++) {
    const angle = (j + firstPoint + 0.5) * spacing;
    writeGenerator(chain, angle, modes, finerRule, row);
    let residual = chain.meanLogGrowth(angle);
    for (let l = 0; l < count; l++) residual -= row[l] * coefficients[l];
    // a singular system leaves NaN, which must not pass for 0
    if (!(residual >= lowest)) lowest = residual;
    if (!(residual <= highest)) highest = residual;
  }
  return { value, interval: [value + stretch * lowest, value + stretch * highest] };
}

/** Points of collocation do not lie on the axes, where symmetric families have their extremes and zeros of the noise. */
const firstPoint = 0.3;
const finerRule = 1.6;
/** Between the midpoints and the extremes of a residual of the next few harmonics: less than a factor of two. */
const stretch = 2;

/** The values at one angle of 1, (I − P) cos n·, (I − P) sin n·, n = 1 … modes: what λ and the coefficients multiply. */
function writeGenerator(
  chain: DirectionChain,
  angle: number,
  modes: number,
  fineness: number,
  row: Float64Array,
): void {
  row.fill(0);
  addHarmonics(row, angle, modes, 1);
  const { angles, weights } = chain.arrivals(angle, modes, fineness);
  for (let i = 0; i < angles.length; i++) addHarmonics(row, angles[i], modes, -weights[i]);
  row[0] = 1;
}

function addHarmonics(row: Float64Array, angle: number, modes: number, weight: number): void {
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  let real = weight;
  let imaginary = 0;
  for (let n = 1; n <= modes; n++) {
    const turned = real * cosine - imaginary * sine;
    imaginary = real * sine + imaginary * cosine;
    real = turned;
    row[2 * n - 1] += real;
    row[2 * n] += imaginary;
  }
}
