import { InputError } from '../../arithmetic/inputError.js';
import { type Rational, sign, times } from '../../arithmetic/rational.js';
import { count, each, list, object, rationals, rationalText } from '../readJson.js';
import { type ScaledMatrix, scaledMatrix } from './scaledMatrix.js';

/** What a check of a certificate came to. */
export interface Outcome {
  readonly valid: boolean;
  readonly reason: string;
}

/** dy = −H y dt + Σ_j √rate_j M_j y dW_j: rate_j = η weight_j. */
export interface CheckedFamily {
  readonly size: number;
  readonly curvature: ScaledMatrix;
  readonly noise: readonly { readonly rate: Rational; readonly matrix: ScaledMatrix }[];
  readonly radii: { readonly curvature: Rational; readonly noise: readonly Rational[] } | null;
}

/** A trigonometric polynomial with rational coefficients over one denominator. */
export interface FourierPolynomial {
  readonly basis: 'fourier';
  readonly denominator: bigint;
  readonly real: readonly bigint[];
  readonly imaginary: readonly bigint[];
}

/** A form with rational coefficients over one denominator. */
export interface FormPolynomial {
  readonly basis: 'form';
  readonly degree: number;
  readonly denominator: bigint;
  readonly coefficients: readonly bigint[];
}

/** A proof as it was read, numbers exact. */
export type CheckedProof =
  | { readonly kind: 'closed-form' }
  | { readonly kind: 'fourier-l1'; readonly transform: ScaledMatrix; readonly corrector: FourierPolynomial }
  | {
      readonly kind: 'form-bernstein';
      readonly transform: ScaledMatrix;
      readonly corrector: FourierPolynomial | FormPolynomial;
    }
  | {
      readonly kind: 'quotient';
      readonly transform: ScaledMatrix;
      readonly sizes: readonly number[];
      readonly proofs: readonly (CheckedProof | null)[];
    };

/** A certificate as it was read, numbers exact; nothing in it is verified yet. */
export interface CheckedCertificate {
  readonly claim: 'attractive' | 'repelling';
  readonly family: CheckedFamily;
  readonly proof: CheckedProof;
}

/** The parts of a certificate that the proof rests on. Throws InputError where the JSON has another shape. */
export function readCertificate(json: unknown): CheckedCertificate {
  const certificate = object(json, 'certificate');
  if (certificate.version !== 1) throw new InputError('version', 'unknown', '1');
  const { claim } = certificate;
  if (claim !== 'attractive' && claim !== 'repelling') {
    throw new InputError('claim', 'unknown', 'attractive or repelling');
  }
  return { claim, family: readFamily(certificate.family), proof: readProof(certificate.proof, 'proof') };
}

/** The family of a certificate, numbers exact. Throws InputError where the JSON has another shape. */
export function readFamily(json: unknown): CheckedFamily {
  const family = object(json, 'family');
  const curvature = squareMatrix(family.curvature, 'family.curvature');
  const size = curvature.entries.length;
  const learningRate = nonNegative(family.learningRate, 'family.learningRate');
  const noise = each(family.noise, 'family.noise', (entry, where) => {
    const { weight, matrix: rows } = object(entry, where);
    const rate = times(learningRate, nonNegative(weight, `${where}.weight`));
    const matrix = squareMatrix(rows, `${where}.matrix`);
    if (matrix.entries.length !== size) throw new InputError(`${where}.matrix`, 'has another size', `${size} rows`);
    return { rate, matrix };
  });
  return {
    size,
    curvature,
    noise,
    radii: family.radii === null ? null : readRadii(family.radii, noise.length),
  };
}

function readRadii(json: unknown, count: number): NonNullable<CheckedFamily['radii']> {
  const radii = object(json, 'family.radii');
  const noise = each(radii.noise, 'family.radii.noise', nonNegative);
  if (noise.length !== count) throw new InputError('family.radii.noise', `${noise.length} entries`, `${count}`);
  return { curvature: nonNegative(radii.curvature, 'family.radii.curvature'), noise };
}

/** Proofs by blocks stand within one another as deep as matrices have rows. */
const deepestProof = 10;

function readProof(json: unknown, where: string, depth = 0): CheckedProof {
  if (depth > deepestProof) throw new InputError(where, 'is nested too deeply');
  const proof = object(json, where);
  switch (proof.kind) {
    case 'closed-form':
      return { kind: 'closed-form' };
    case 'fourier-l1': {
      const corrector = readCorrector(proof.corrector, `${where}.corrector`);
      if (corrector.basis !== 'fourier') throw new InputError(`${where}.corrector.basis`, 'unexpected', 'fourier');
      return { kind: 'fourier-l1', transform: squareMatrix(proof.transform, `${where}.transform`), corrector };
    }
    case 'form-bernstein':
      return {
        kind: 'form-bernstein',
        transform: squareMatrix(proof.transform, `${where}.transform`),
        corrector: readCorrector(proof.corrector, `${where}.corrector`),
      };
    case 'quotient':
      return {
        kind: 'quotient',
        transform: squareMatrix(proof.transform, `${where}.transform`),
        sizes: each(proof.sizes, `${where}.sizes`, count),
        proofs: each(proof.proofs, `${where}.proofs`, (one, at) =>
          one === null ? null : readProof(one, at, depth + 1),
        ),
      };
    default:
      throw new InputError(`${where}.kind`, 'unknown', 'closed-form, fourier-l1, form-bernstein or quotient');
  }
}

function readCorrector(json: unknown, where: string): FourierPolynomial | FormPolynomial {
  const corrector = object(json, where);
  const denominator = integer(corrector.denominator, `${where}.denominator`);
  if (denominator <= 0n) throw new InputError(`${where}.denominator`, 'is not positive');
  const integers = (name: string) => each(shortList(corrector[name], `${where}.${name}`), `${where}.${name}`, integer);
  if (corrector.basis === 'form') {
    const degree = count(corrector.degree, `${where}.degree`);
    if (degree % 2 !== 0) throw new InputError(`${where}.degree`, 'is odd', 'an even degree');
    return { basis: 'form', degree, denominator, coefficients: integers('coefficients') };
  }
  if (corrector.basis !== 'fourier') throw new InputError(`${where}.basis`, 'unknown', 'fourier or form');
  const real = integers('real');
  const imaginary = integers('imaginary');
  if (real.length !== imaginary.length) throw new InputError(where, 'real and imaginary differ in length');
  return { basis: 'fourier', denominator, real, imaginary };
}

function shortList(json: unknown, where: string): readonly unknown[] {
  const entries = list(json, where);
  if (entries.length > longestCorrector) throw new InputError(where, 'is too long', `at most ${longestCorrector}`);
  return entries;
}

/** A whole number that is written as text. Throws InputError. */
export function integer(json: unknown, where: string): bigint {
  if (typeof json !== 'string' || json.length > longestInteger || !/^-?\d+$/.test(json)) {
    throw new InputError(where, 'is no integer', 'text such as -3');
  }
  return BigInt(json);
}

/** Longer numbers only cost time. */
const longestInteger = 20_000;

function nonNegative(json: unknown, where: string): Rational {
  const value = rationalText(json, where);
  if (sign(value) < 0) throw new InputError(where, 'is negative', '0 or more');
  return value;
}

/** A square matrix of rationals, of at most eight rows. Throws InputError where the JSON has another shape. */
export function squareMatrix(json: unknown, where: string): ScaledMatrix {
  const rows = each(json, where, rationals);
  if (rows.length === 0 || rows.some((row) => row.length !== rows.length)) {
    throw new InputError(where, 'is not square', 'k rows of k entries, k ≥ 1');
  }
  if (rows.length > largestSize) throw new InputError(where, `${rows.length} rows`, `at most ${largestSize}`);
  return scaledMatrix(rows);
}

/** Determinants by minors take k! steps. */
const largestSize = 8;

/** A corrector of more modes or coefficients only costs time. */
const longestCorrector = 4096;
