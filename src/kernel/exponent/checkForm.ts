import { InputError } from '../../arithmetic/inputError.js';
import { changeOfBasis } from './changeOfBasis.js';
import { entryMargin, logarithmicDrift } from './checkFourier.js';
import { isNegativeForm } from './coneSign.js';
import { driftForm } from './driftForm.js';
import type { CheckedFamily, FormPolynomial, FourierPolynomial, Outcome } from './readCertificate.js';
import type { ScaledMatrix } from './scaledMatrix.js';

/** Verifies by Bernstein coefficients that the form R^{d+2}(Q + 𝓛φ), entry radii allowed for, has one sign off the origin (theory §4.3). */
export function checkForm(
  original: CheckedFamily,
  claim: 'attractive' | 'repelling',
  {
    transform,
    corrector,
  }: { readonly transform: ScaledMatrix; readonly corrector: FourierPolynomial | FormPolynomial },
): Outcome {
  const family = changeOfBasis(original, transform);
  if (family.size < 2) throw new InputError('proof.kind', 'form-bernstein for k = 1', 'closed-form');
  const sign = claim === 'attractive' ? 1n : -1n;
  const { degree, coefficients } =
    corrector.basis === 'fourier' ? fourierForm(family, corrector, sign) : driftForm(family, corrector, sign);
  const outcome = isNegativeForm(family.size, degree, coefficients);
  const wanted = claim === 'attractive' ? 'negative' : 'positive';
  switch (outcome) {
    case 'negative':
      return { valid: true, reason: `Q + 𝓛φ is ${wanted} in every direction, so the set is ${claim}` };
    case 'not-negative':
      return { valid: false, reason: `Q + 𝓛φ is not ${wanted} in every direction` };
    case 'undecided':
      return { valid: false, reason: 'the subdivision did not decide the sign of Q + 𝓛φ' };
  }
}

/** A form with whole coefficients. */
export interface IntegerForm {
  readonly degree: number;
  /** in descending lexicographic order of the exponents */
  readonly coefficients: readonly bigint[];
}

/**
 * sign·(Q + 𝓛φ) plus the margin for entry radii, times R^D and a positive number: Σ_n Re (cosine_n − i sine_n) w^n R^{D−n} with
 * w = (y₁ + i y₂)², R = y₁² + y₂², summed by Horner's rule.
 */
function fourierForm(family: CheckedFamily, corrector: FourierPolynomial, sign: bigint): IntegerForm {
  const drift = logarithmicDrift(family, corrector);
  const margin = entryMargin(family, corrector);
  const scale = sign * margin.denominator;
  const order = drift.cosine.length - 1;
  let real: bigint[] = [scale * drift.cosine[order]];
  let imaginary: bigint[] = [-scale * drift.sine[order]];
  let binomials = [1n];
  for (let n = order - 1; n >= 0; n--) {
    [real, imaginary] = timesSquare(real, imaginary);
    binomials = pairwiseSums(binomials);
    const cosine = scale * drift.cosine[n] + (n === 0 ? margin.numerator * drift.denominator : 0n);
    const sine = -scale * drift.sine[n];
    binomials.forEach((binomial, index) => {
      real[2 * index] += cosine * binomial;
      imaginary[2 * index] += sine * binomial;
    });
  }
  return { degree: 2 * order, coefficients: real };
}

/** (p + i q)(y₁² − y₂² + 2i y₁y₂), coefficients by rising powers of y₂. */
function timesSquare(p: readonly bigint[], q: readonly bigint[]): [bigint[], bigint[]] {
  const real = new Array<bigint>(p.length + 2).fill(0n);
  const imaginary = new Array<bigint>(p.length + 2).fill(0n);
  p.forEach((x, index) => {
    const y = q[index];
    real[index] += x;
    real[index + 1] -= 2n * y;
    real[index + 2] -= x;
    imaginary[index] += y;
    imaginary[index + 1] += 2n * x;
    imaginary[index + 2] -= y;
  });
  return [real, imaginary];
}

function pairwiseSums(row: readonly bigint[]): bigint[] {
  return Array.from({ length: row.length + 1 }, (_, i) => (row[i] ?? 0n) + (row[i - 1] ?? 0n));
}
