import { logarithmRounding, meanLogAbsoluteNormal } from '../batches/labelNoiseQuadrature.js';
import { matrixProduct } from '../matrices/smallMatrix.js';
import type { PlanarChain } from './planarChain.js';
import { meanLogNorm, planarNormal } from './planarNormal.js';

type NumberMatrix = readonly (readonly number[])[];
type Pair = readonly [number, number];
/** coefficients of y₁², y₁y₂, y₂² */
type Form = readonly [number, number, number];

/** A growth rate that needs no direction process, in nats a step, and a bound of its rounding. */
export interface ChainGrowth {
  readonly value: number;
  readonly error: number;
}

/**
 * λ of a chain whose matrices have a common eigenvector: real, then it is the larger growth of the diagonal of their
 * triangular form (theory §5); or complex, then in suitable coordinates they turn and stretch, all directions alike. And
 * of a chain that permutes two lines. Null for any other. Entries count as equal when they differ by rounding.
 */
export function closedFormGrowth(chain: PlanarChain): ChainGrowth | null {
  const matrices = chain.components.flatMap(({ mean, noise }) => [mean, ...noise]);
  const forms = matrices.flatMap((matrix) => eigenvectorForm(matrix));
  if (forms.length === 0) return diagonalGrowth(chain, [1, 0]);
  const [first] = forms;
  const widest = forms.map((form) => cross(first, form)).reduce((best, n) => (size(n) > size(best) ? n : best));
  if (size(widest) <= rounding) {
    // where the eigenvalues nearly coincide, rounding of the discriminant costs half of the digits of their difference
    const spread = entryRounding / (Math.sqrt(Math.abs(discriminant(first))) + Math.sqrt(entryRounding));
    const uncertainty = entryRounding + spread;
    return discriminant(first) < 0
      ? conformalGrowth(chain, first, uncertainty)
      : diagonalGrowth(chain, roots(first)[0], uncertainty);
  }
  const candidates = [unit(widest[0], widest[1]), unit(widest[1], widest[2])];
  const misses = ([x, y]: Pair): number => Math.max(...forms.map((form) => Math.abs(valueAt(form, x, y))));
  const common = candidates.find((at) => misses(at) <= rounding);
  if (common === undefined) return permutedGrowth(chain);
  const { value, error } = diagonalGrowth(chain, common);
  return { value, error: error + leakage(chain, common, misses(common)) };
}

/**
 * What entries of a relative size beside a diagonal form may add to λ, where they are no rounding: the logarithm of the ratio
 * of both coordinates is a walk of drift g and variance v a step that they turn round at log(1/size), so that the smaller
 * growth rules for as long as e^(−2g log(1/size)/v) of the time.
 */
function leakage({ components }: PlanarChain, [x, y]: Pair, miss: number): number {
  if (miss === 0) return 0;
  const apart = components.map(({ weight, mean, noise }) => {
    const along = (at: Pair) => {
      const [multiplier, deviation] = [
        diagonalEntry(mean, at),
        Math.hypot(...noise.map((one) => diagonalEntry(one, at))),
      ];
      return {
        log: meanLogAbsoluteNormal(multiplier, deviation),
        variance: Math.min(2, (deviation / multiplier) ** 2),
      };
    };
    const [first, second] = [along([x, y]), along([-y, x])];
    return { weight, step: first.log - second.log, variance: first.variance + second.variance };
  });
  const drift = apart.reduce((sum, { weight, step }) => sum + weight * step, 0);
  const variance = apart.reduce((sum, one) => sum + one.weight * ((one.step - drift) ** 2 + one.variance), 0);
  const rate = (2 * Math.abs(drift) * -Math.log(miss)) / variance;
  return rate < Number.EPSILON ? variance / (2 * -Math.log(miss)) : Math.abs(drift) / Math.expm1(rate);
}

/** Matrices that come from exactly reducible ones by a change of coordinates in doubles differ by less. */
const rounding = 1e-14;
/** Products of a few roundings, relative to the size of the matrix. */
const entryRounding = 8 * Number.EPSILON;

/** On an eigenvector, and on the quotient by it, a step multiplies by a number. */
function diagonalGrowth(chain: PlanarChain, [x, y]: Pair, uncertainty = entryRounding): ChainGrowth {
  const [first, second] = [scalarGrowth(chain, [x, y], uncertainty), scalarGrowth(chain, [-y, x], uncertainty)];
  const [high, low] = first.value >= second.value ? [first, second] : [second, first];
  const error = high.value === -Infinity ? 0 : Math.max(high.error, low.value + low.error - high.value);
  return { value: high.value, error };
}

/** E log|diagonal entry at a unit vector|; −∞ when the entry may be 0 to rounding, which ends in 0 for certain. */
function scalarGrowth({ components }: PlanarChain, at: Pair, uncertainty: number): ChainGrowth {
  let value = 0;
  let error = 0;
  for (const { weight, mean, noise } of components) {
    const multiplier = diagonalEntry(mean, at);
    const deviation = Math.hypot(...noise.map((matrix) => diagonalEntry(matrix, at)));
    const relative = (uncertainty * size(mean.flat())) / Math.max(Math.abs(multiplier), deviation);
    if (!(relative < 1)) return { value: -Infinity, error: 0 };
    const logarithm = meanLogAbsoluteNormal(multiplier, deviation);
    value += weight * logarithm;
    error += weight * (logarithmRounding * (1 + Math.abs(logarithm)) + relative);
  }
  return { value, error };
}

function diagonalEntry([[a, b], [c, d]]: NumberMatrix, [x, y]: Pair): number {
  return x * (a * x + b * y) + y * (c * x + d * y);
}

/** M = α + βK stretches the norm √|form| of every y alike. */
function conformalGrowth({ components }: PlanarChain, form: Form, uncertainty: number): ChainGrowth {
  // form = ±|T y|² with T upper triangular
  const root = Math.sqrt(Math.abs(form[0]));
  const transform = ([x, y]: Pair): Pair => [
    root * x + (Math.sign(form[0]) * form[1] * y) / (2 * root),
    (Math.sqrt(-discriminant(form)) * y) / (2 * root),
  ];
  // T sends the first axis to itself, stretched by root
  const image = ([[a], [c]]: NumberMatrix): Pair => transform([a / root, c / root]);
  let [growth, error] = [0, 0];
  for (const { weight, mean, noise } of components) {
    const law = planarNormal(image(mean), noise.map(image));
    const logarithm = meanLogNorm(law);
    const relative = (uncertainty * size(mean.flat())) / Math.hypot(...law.mean, ...law.deviations);
    growth += weight * logarithm;
    error += weight * (conformalRounding * (1 + Math.abs(logarithm)) + relative);
  }
  return { value: growth, error };
}

/** A sum of four hundred terms. */
const conformalRounding = 1e-14;

/**
 * λ of a chain whose matrices permute two lines (theory §5): in coordinates along them every matrix is diagonal or
 * antidiagonal, some are antidiagonal, and both lines are visited equally often. Null when there are no two such lines.
 */
function permutedGrowth(chain: PlanarChain): ChainGrowth | null {
  const matrices = chain.components.flatMap(({ mean, noise }) => [mean, ...noise]);
  const pair = permutedPair(matrices);
  if (pair === null) return null;
  const [[a, c], [b, d]] = pair;
  const turned = a * d - b * c;
  const along = (matrix: NumberMatrix): NumberMatrix => {
    const [[p, q], [r, s]] = matrix;
    const [[x, z], [y, w]] = pair.map(([u, v]) => [p * u + q * v, r * u + s * v]);
    return [
      [(d * x - b * z) / turned, (d * y - b * w) / turned],
      [(a * z - c * x) / turned, (a * w - c * y) / turned],
    ];
  };
  const swaps = (matrix: NumberMatrix): boolean => {
    const [[p, q], [r, s]] = along(matrix);
    return Math.hypot(q, r) > Math.hypot(p, s);
  };
  let [value, error] = [0, 0];
  for (const { weight, mean, noise } of chain.components) {
    const kinds = [mean, ...noise].filter((matrix) => size(matrix.flat()) > 0).map(swaps);
    // a sum of a diagonal and an antidiagonal matrix permutes nothing
    if (kinds.some((kind) => kind !== kinds[0])) return null;
    const column = kinds[0] ? [1, 0] : [0, 1];
    for (const line of [0, 1]) {
      const entryOf = (matrix: NumberMatrix): number => along(matrix)[line][column[line]];
      const [multiplier, deviation] = [entryOf(mean), Math.hypot(...noise.map(entryOf))];
      const relative =
        (entryRounding * size(mean.flat())) / (Math.abs(turned) * Math.max(Math.abs(multiplier), deviation));
      if (!(relative < 1)) return null;
      const logarithm = meanLogAbsoluteNormal(multiplier, deviation);
      value += (weight * logarithm) / 2;
      error += (weight * (logarithmRounding * (1 + Math.abs(logarithm)) + relative)) / 2;
    }
  }
  return { value, error };
}

/** Two lines that every matrix keeps or exchanges, as unit vectors; null when there are none. */
function permutedPair(matrices: readonly NumberMatrix[]): readonly [Pair, Pair] | null {
  const exchanging = matrices.filter((matrix) => isTraceless(matrix) && eigenvectorForm(matrix).length > 0);
  const keeping = matrices.filter((matrix) => !isTraceless(matrix));
  const products = exchanging.slice(1).map((matrix) => matrixProduct(exchanging[0], matrix));
  const form = [...keeping, ...products].flatMap(eigenvectorForm).find((one) => discriminant(one) > rounding);
  if (form === undefined) return null;
  const [first, second] = roots(form);
  const isPermuted = (matrix: NumberMatrix): boolean => {
    const scale = size(matrix.flat()) ** 2;
    const images = [first, second].map(
      ([x, y]): Pair => [matrix[0][0] * x + matrix[0][1] * y, matrix[1][0] * x + matrix[1][1] * y],
    );
    // the form keeps its zeros
    return images.every(([x, y]) => Math.abs(valueAt(form, x, y)) <= rounding * scale);
  };
  return matrices.every(isPermuted) ? [first, second] : null;
}

function isTraceless(matrix: NumberMatrix): boolean {
  return Math.abs(matrix[0][0] + matrix[1][1]) <= rounding * size(matrix.flat());
}

/** y₁(My)₂ − y₂(My)₁, of unit size; it vanishes on M's eigenvectors. None for a multiple of I. */
function eigenvectorForm(matrix: NumberMatrix): Form[] {
  const [[a, b], [c, d]] = matrix;
  const norm = Math.hypot(c, d - a, b);
  return norm <= rounding * size(matrix.flat()) ? [] : [[c / norm, (d - a) / norm, -b / norm]];
}

/** Proportional to (y₁², y₁y₂, y₂²) at the common zero y of two independent forms, if they have one. */
function cross(f: Form, g: Form): Form {
  return [f[1] * g[2] - f[2] * g[1], f[2] * g[0] - f[0] * g[2], f[0] * g[1] - f[1] * g[0]];
}

function discriminant([f0, f1, f2]: Form): number {
  return f1 * f1 - 4 * f0 * f2;
}

/** Unit vectors on which the form vanishes, one or two; a negative discriminant of the size of rounding counts as 0. */
function roots(form: Form): Pair[] {
  const root = Math.sqrt(Math.max(0, discriminant(form)));
  const half = -(form[1] + (form[1] < 0 ? -root : root)) / 2;
  // a double root along an axis is told by one of the two alone
  return [unit(half, form[0]), unit(form[2], half)].filter(([x]) => !Number.isNaN(x));
}

function valueAt([f0, f1, f2]: Form, x: number, y: number): number {
  return f0 * x * x + f1 * x * y + f2 * y * y;
}

/** NaN, which is no candidate and no root, where both are 0. */
function unit(x: number, y: number): Pair {
  const norm = Math.hypot(x, y);
  return [x / norm, y / norm];
}

function size(entries: readonly number[]): number {
  return Math.hypot(...entries);
}
