import { InputError } from '../../arithmetic/inputError.js';
import { leastCommonMultiple } from '../../arithmetic/integers.js';
import { plus, type Rational, rational, times } from '../../arithmetic/rational.js';
import { exponentLattice } from './coneSign.js';
import { noiseMargin } from './noiseMargin.js';
import type { CheckedFamily, FormPolynomial } from './readCertificate.js';

/**
 * sign·F plus the margin for entry radii, times a positive integer, where F = R^{d+2}(Q + 𝓛φ), φ = p/R^d (theory §4.3, k ≥ 3):
 * F = R^{d+1} q_A + ½η R^d Σ T_C^{(1)} q_C + R T_A^{(d)} p + ½η Σ T_C^{(d+1)} T_C^{(d)} p, A = −H − ½η Σ C², q_M = yᵀMy,
 * T_M^{(d)} p = R (My)·∇p − 2d p q_M. The coefficients are in descending lexicographic order of the exponents.
 */
export function driftForm(
  family: CheckedFamily,
  corrector: FormPolynomial,
  sign: bigint,
): { readonly degree: number; readonly coefficients: readonly bigint[] } {
  const half = corrector.degree / 2;
  const { curvature, noise } = family;
  const noiseDenominators = noise.map(({ rate, matrix }) => rate.denominator * matrix.denominator ** 2n);
  const common = [curvature.denominator, ...noiseDenominators].reduce(leastCommonMultiple, 1n);
  const rates = noise.map(({ rate }, j) => rate.numerator * (common / noiseDenominators[j]));
  const matrices = noise.map(({ matrix }) => matrix.entries);
  let drift = curvature.entries.map((row) => row.map((x) => -2n * (common / curvature.denominator) * x));
  matrices.forEach((matrix, j) => {
    drift = drift.map((row, a) =>
      row.map((x, b) => x - rates[j] * matrix[a].reduce((sum, y, l) => sum + y * matrix[l][b], 0n)),
    );
  });
  const p = readForm(family.size, corrector);
  const total: Form = new Map();
  accumulate(total, timesRadius(quadratic(drift), half + 1, family.size), corrector.denominator);
  accumulate(total, timesRadius(transported(p, half, drift), 1, family.size), 1n);
  matrices.forEach((matrix, j) => {
    const own = timesRadius(transported(quadratic(matrix), 1, matrix), half, family.size);
    accumulate(total, own, rates[j] * corrector.denominator);
    accumulate(total, transported(transported(p, half, matrix), half + 1, matrix), rates[j]);
  });
  const denominator = 2n * common * corrector.denominator;
  const margin = entryMargin(family, corrector);
  const result: Form = new Map();
  accumulate(result, total, sign * margin.denominator);
  const unit: Form = new Map([[new Array<number>(family.size).fill(0).join(), 1n]]);
  accumulate(result, timesRadius(unit, half + 2, family.size), margin.numerator * denominator);
  const degree = corrector.degree + 4;
  const { exponents } = exponentLattice(family.size, degree);
  return { degree, coefficients: exponents.map((exponent) => result.get(exponent.join()) ?? 0n) };
}

/** Coefficients by exponents, written a₁,…,a_k. */
type Form = Map<string, bigint>;
type IntegerMatrix = readonly (readonly bigint[])[];

function readForm(size: number, { degree, coefficients }: FormPolynomial): Form {
  // counted before they are listed: the degree is only a claim of the certificate
  const expected = monomialCount(size, degree);
  if (BigInt(coefficients.length) !== expected) {
    throw new InputError('corrector.coefficients', `${coefficients.length} entries`, `${expected}`);
  }
  const { exponents } = exponentLattice(size, degree);
  return new Map(exponents.map((exponent, index) => [exponent.join(), coefficients[index]]));
}

/** C(degree + size − 1, size − 1) */
function monomialCount(size: number, degree: number): bigint {
  let count = 1n;
  for (let i = 1n; i < BigInt(size); i++) count = (count * (BigInt(degree) + i)) / i;
  return count;
}

/** R (My)·∇p − 2d p q_M, p of degree 2d. */
function transported(p: Form, half: number, matrix: IntegerMatrix): Form {
  const size = matrix.length;
  const slope: Form = new Map();
  const result: Form = new Map();
  const q = quadratic(matrix);
  for (const [key, coefficient] of p) {
    if (coefficient === 0n) continue;
    const exponent = key.split(',').map(Number);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size && exponent[i] > 0; j++) {
        add(slope, moved(exponent, i, j), coefficient * BigInt(exponent[i]) * matrix[i][j]);
      }
    }
    for (const [other, factor] of q) {
      const sum = other.split(',').map((x, axis) => Number(x) + exponent[axis]);
      add(result, sum.join(), BigInt(-2 * half) * coefficient * factor);
    }
  }
  accumulate(result, timesRadius(slope, 1, size), 1n);
  return result;
}

function quadratic(matrix: IntegerMatrix): Form {
  const form: Form = new Map();
  const zero = matrix.map(() => 0);
  matrix.forEach((row, i) => {
    row.forEach((x, j) => {
      add(form, zero.map((_, axis) => (axis === i ? 1 : 0) + (axis === j ? 1 : 0)).join(), x);
    });
  });
  return form;
}

function timesRadius(p: Form, times: number, size: number): Form {
  let form = p;
  for (let round = 0; round < times; round++) {
    const next: Form = new Map();
    for (const [key, coefficient] of form) {
      const exponent = key.split(',').map(Number);
      for (let i = 0; i < size; i++) add(next, exponent.map((x, axis) => (axis === i ? x + 2 : x)).join(), coefficient);
    }
    form = next;
  }
  return form;
}

function moved(exponent: readonly number[], from: number, to: number): string {
  return exponent.map((x, axis) => x - (axis === from ? 1 : 0) + (axis === to ? 1 : 0)).join();
}

function add(form: Form, key: string, value: bigint): void {
  form.set(key, (form.get(key) ?? 0n) + value);
}

function accumulate(target: Form, source: Form, factor: bigint): void {
  for (const [key, coefficient] of source) add(target, key, factor * coefficient);
}

/**
 * On the unit sphere V = log‖y‖ + φ has ‖∇V‖ ≤ 1 + nS and ‖∇²V‖ ≤ 1 + n(4n + 2)S, n the degree of p and S the sum of its coefficients'
 * sizes; so entries off by their radii change Q + 𝓛φ by at most ε_H (1 + nS) + ½E(1 + n(4n + 2)S), E = η Σ (2‖C_j‖ε_j + ε_j²).
 */
function entryMargin(family: CheckedFamily, { degree, denominator, coefficients }: FormPolynomial): Rational {
  const { radii } = family;
  if (!radii) return rational(0n);
  const size = rational(family.size);
  const total = rational(
    coefficients.reduce((sum, x) => sum + (x < 0n ? -x : x), 0n),
    denominator,
  );
  const slope = plus(rational(1n), times(rational(degree), total));
  const bend = plus(rational(1n), times(rational(degree * (4 * degree + 2)), total));
  return plus(
    times(times(size, radii.curvature), slope),
    times(times(noiseMargin(family, radii), rational(1n, 2n)), bend),
  );
}
