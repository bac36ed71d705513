import { InputError } from '../../arithmetic/inputError.js';
import { leastCommonMultiple } from '../../arithmetic/integers.js';
import { minus, plus, type Rational, rational, sign, times } from '../../arithmetic/rational.js';
import { changeOfBasis } from './changeOfBasis.js';
import { noiseMargin } from './noiseMargin.js';
import type { CheckedFamily, FourierPolynomial, Outcome } from './readCertificate.js';
import type { ScaledMatrix } from './scaledMatrix.js';

/** Verifies that the constant term of Q + 𝓛φ outweighs the ℓ1 norm of its other Fourier coefficients and the entry radii (theory §4.3). */
export function checkFourier(
  original: CheckedFamily,
  claim: 'attractive' | 'repelling',
  { transform, corrector }: { readonly transform: ScaledMatrix; readonly corrector: FourierPolynomial },
): Outcome {
  const family = changeOfBasis(original, transform);
  const drift = logarithmicDrift(family, corrector);
  const rest = [...drift.cosine.slice(1), ...drift.sine.slice(1)].reduce((sum, x) => sum + (x < 0n ? -x : x), 0n);
  const allowance = plus(rational(rest, drift.denominator), entryMargin(family, corrector));
  const mean = rational(drift.cosine[0], drift.denominator);
  const bound = claim === 'attractive' ? plus(mean, allowance) : minus(mean, allowance);
  const valid = sign(bound) === (claim === 'attractive' ? -1 : 1);
  const side = claim === 'attractive' ? 'above' : 'below';
  return {
    valid,
    reason: valid
      ? `Q + 𝓛φ is bounded ${side} by a ${claim === 'attractive' ? 'negative' : 'positive'} number in every direction, so the set is ${claim}`
      : `the ℓ1 bound does not keep Q + 𝓛φ ${claim === 'attractive' ? 'negative' : 'positive'}`,
  };
}

/** (Σ_n cosine_n cos nψ + sine_n sin nψ)/denominator, ψ = 2ϑ; sine_0 is 0. */
export interface TrigonometricPolynomial {
  readonly cosine: readonly bigint[];
  readonly sine: readonly bigint[];
  readonly denominator: bigint;
}

/** Q + 𝓛φ = Q + b φ_ϑ + ½ s φ_ϑϑ of a 2 × 2 family, exactly. Throws InputError for another size. */
export function logarithmicDrift(family: CheckedFamily, corrector: FourierPolynomial): TrigonometricPolynomial {
  if (family.size !== 2) throw new InputError('corrector.basis', 'fourier', 'form, unless k = 2');
  const { q, b, s, denominator } = coefficients(family);
  const slope = { cosine: [0n], sine: [0n] };
  const bend = { cosine: [0n], sine: [0n] };
  corrector.real.forEach((real, index) => {
    const n = BigInt(index + 1);
    const cosine = 2n * real;
    const sine = -2n * corrector.imaginary[index];
    slope.cosine.push(n * sine);
    slope.sine.push(-n * cosine);
    bend.cosine.push(-n * n * cosine);
    bend.sine.push(-n * n * sine);
  });
  const total = series(q);
  const cosine = Array.from(
    { length: corrector.real.length + 3 },
    (_, n) => (total.cosine[n] ?? 0n) * corrector.denominator,
  );
  const sine = cosine.map((_, n) => (total.sine[n] ?? 0n) * corrector.denominator);
  addTwiceProduct(series(b), slope, cosine, sine); // b φ_ϑ = 2 b φ_ψ
  addTwiceProduct(series(s), bend, cosine, sine); // ½ s φ_ϑϑ = 2 s φ_ψψ
  return { cosine, sine, denominator: denominator * corrector.denominator };
}

/** What entries off by their radii can change: (ε_H + E)(1 + sup|φ_ϑ|) + ½E sup|φ_ϑϑ|, E = η Σ (2‖C_j‖ε_j + ε_j²) (theory §4.3). */
export function entryMargin(family: CheckedFamily, corrector: FourierPolynomial): Rational {
  const { radii } = family;
  if (!radii) return rational(0n);
  const noise = noiseMargin(family, radii);
  let slope = 0n;
  let bend = 0n;
  corrector.real.forEach((real, index) => {
    const n = BigInt(2 * (index + 1));
    const size = magnitude(real) + magnitude(corrector.imaginary[index]);
    slope += 2n * n * size;
    bend += 2n * n * n * size;
  });
  const first = times(
    plus(times(rational(family.size), radii.curvature), noise),
    plus(rational(1n), rational(slope, corrector.denominator)),
  );
  return plus(first, times(noise, rational(bend, 2n * corrector.denominator)));
}

/** [1, cos ψ, sin ψ, cos 2ψ, sin 2ψ] */
type DegreeTwo = readonly bigint[];

/** Q = −uᵀHu + ½η Σ [(tᵀCu)² − (uᵀCu)²], b = −tᵀHu − η Σ (uᵀCu)(tᵀCu), s = η Σ (tᵀCu)², u = (cos ϑ, sin ϑ), t ⊥ u. */
function coefficients(family: CheckedFamily): { q: DegreeTwo; b: DegreeTwo; s: DegreeTwo; denominator: bigint } {
  const { curvature, noise } = family;
  const noiseDenominators = noise.map(({ rate, matrix }) => rate.denominator * matrix.denominator ** 2n);
  const common = [curvature.denominator, ...noiseDenominators].reduce(leastCommonMultiple, 1n);
  // radial and tangential come doubled and twiceProduct doubles again: eight times (tᵀCu)², so sixteen times Q, b, s is whole
  const drift = -8n * (common / curvature.denominator);
  let q = scale([...radial(curvature), 0n, 0n], drift);
  let b = scale([...tangential(curvature), 0n, 0n], drift);
  let s: DegreeTwo = [0n, 0n, 0n, 0n, 0n];
  noise.forEach(({ rate, matrix }, j) => {
    const factor = rate.numerator * (common / noiseDenominators[j]);
    const u = radial(matrix);
    const t = tangential(matrix);
    const tt = twiceProduct(t, t);
    q = add(q, scale(add(tt, scale(twiceProduct(u, u), -1n)), factor));
    b = add(b, scale(twiceProduct(u, t), -2n * factor));
    s = add(s, scale(tt, 2n * factor));
  });
  return { q, b, s, denominator: 16n * common };
}

/** 2 uᵀMu in [1, cos ψ, sin ψ], times M's denominator */
function radial({ entries: [[a, b], [c, d]] }: ScaledMatrix): bigint[] {
  return [a + d, a - d, b + c];
}

/** 2 tᵀMu in [1, cos ψ, sin ψ], times M's denominator */
function tangential({ entries: [[a, b], [c, d]] }: ScaledMatrix): bigint[] {
  return [c - b, b + c, d - a];
}

/** Twice the product of two polynomials of degree one. */
function twiceProduct([f0, fc, fs]: readonly bigint[], [g0, gc, gs]: readonly bigint[]): DegreeTwo {
  return [
    2n * f0 * g0 + fc * gc + fs * gs,
    2n * (f0 * gc + fc * g0),
    2n * (f0 * gs + fs * g0),
    fc * gc - fs * gs,
    fc * gs + fs * gc,
  ];
}

function add(a: readonly bigint[], b: readonly bigint[]): bigint[] {
  return a.map((x, i) => x + b[i]);
}

function scale(a: readonly bigint[], factor: bigint): bigint[] {
  return a.map((x) => x * factor);
}

function series([constant, c1, s1, c2, s2]: readonly bigint[]) {
  return { cosine: [constant, c1, c2], sine: [0n, s1, s2] };
}

/** 2 cos m cos n = cos(m+n) + cos(m−n), 2 sin m sin n = cos(m−n) − cos(m+n), 2 sin m cos n = sin(m+n) + sin(m−n). */
function addTwiceProduct(
  f: { cosine: readonly bigint[]; sine: readonly bigint[] },
  g: { cosine: readonly bigint[]; sine: readonly bigint[] },
  cosine: bigint[],
  sine: bigint[],
): void {
  f.cosine.forEach((fc, m) => {
    const fs = f.sine[m];
    g.cosine.forEach((gc, n) => {
      const gs = g.sine[n];
      const gap = Math.abs(m - n);
      const difference = fs * gc - fc * gs; // the coefficient of sin((m−n)ψ)
      cosine[m + n] += fc * gc - fs * gs;
      cosine[gap] += fc * gc + fs * gs;
      sine[m + n] += fs * gc + fc * gs;
      if (gap > 0) sine[gap] += m > n ? difference : -difference;
    });
  });
}

function magnitude(x: bigint): bigint {
  return x < 0n ? -x : x;
}
