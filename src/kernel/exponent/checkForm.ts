import { InputError } from '../../arithmetic/inputError.js';
import { changeOfBasis } from './changeOfBasis.js';
import { entryMargin, logarithmicDrift } from './checkFourier.js';
import { circleForm } from './circleForm.js';
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

/** sign·(Q + 𝓛φ) plus the margin for entry radii, times R^D and a positive number. */
function fourierForm(family: CheckedFamily, corrector: FourierPolynomial, sign: bigint): IntegerForm {
  const drift = logarithmicDrift(family, corrector);
  const margin = entryMargin(family, corrector);
  const [cosine, sine] = [drift.cosine, drift.sine].map((row) => row.map((value) => sign * margin.denominator * value));
  cosine[0] += margin.numerator * drift.denominator;
  return { degree: 2 * (cosine.length - 1), coefficients: circleForm(cosine, sine) };
}
