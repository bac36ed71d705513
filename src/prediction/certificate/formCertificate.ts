import { toText } from '../../arithmetic/rational.js';
import type { FormText, FourierText } from '../../kernel/exponent/certificate.js';
import { balancedFamily, balancingTransform } from '../matrices/balance.js';
import { dyadic } from '../matrices/dyadic.js';
import { type ExactLinearFamily, floatFamily, type LinearFamily } from '../matrices/linearFamily.js';
import type { Candidate } from './certifyOnCircle.js';
import { circleBasis } from './circleBasis.js';
import { type CorrectorBasis, type FoundCorrector, searchCorrector } from './correctorSearch.js';
import { sampleDirections } from './directionSample.js';
import { formBasis } from './formBasis.js';

/**
 * Candidates for the sign of λ of a k × k family, k ≥ 2, whose Q + 𝓛φ keeps one sign though its Fourier coefficients do not show it
 * (theory §4.3): in balanced coordinates, trigonometric φ of rising order for k = 2, φ = p/‖y‖^n with forms p of rising degree above.
 */
export function* formCandidates(family: ExactLinearFamily, mostCoefficients: number): Generator<Candidate> {
  if (family.curvature.length > mostCoordinates) return;
  const floats = floatFamily(family);
  const balanced = balancedFamily(floats);
  const text = balancingTransform(floats).map((row) => row.map((x) => toText(dyadic(x))));
  const guide = sampleDirections(balanced, guideCount);
  for (const basis of bases(balanced, mostCoefficients)) {
    const found = searchCorrector(basis, guide);
    if (!found) continue;
    yield {
      claim: found.side > 0 ? 'attractive' : 'repelling',
      proof: { kind: 'form-bernstein', transform: text, corrector: rounded(basis, found) },
    };
  }
}

/**
 * Bernstein coefficients of more coordinates are too many for the kernel: of 71 irreducible families of 7 to 10 coordinates, strongly
 * attractive ones among them, none was followed, at a second each; of 17 of 6 it followed 9.
 */
const mostCoordinates = 6;

/** Directions from a simulation, which keep φ from being fitted to gaps between samples where ρ has its mass. */
const guideCount = 200;

function* bases(family: LinearFamily, mostCoefficients: number): Generator<CorrectorBasis> {
  const k = family.curvature.length;
  if (k === 2) {
    for (let modes = 4; 2 * modes <= mostCoefficients; modes *= 2) yield circleBasis(family, modes);
  } else {
    for (let degree = 2; formSize(k, degree) <= mostCoefficients; degree += degree < 12 ? 2 : 4) {
      yield formBasis(family, degree);
    }
  }
}

/** C(degree + k − 1, k − 1) */
function formSize(k: number, degree: number): number {
  let count = 1;
  for (let i = 1; i < k; i++) count = (count * (degree + i)) / i;
  return count;
}

/** φ to the fewest binary digits whose rounding changes Q + 𝓛φ on the samples by less than there is room for. */
function rounded(
  { scales, unknowns, write }: CorrectorBasis,
  { coefficients, room, samples: { count, rows } }: FoundCorrector,
): FourierText | FormText {
  let sensitivity = 0;
  for (let i = 0; i < count; i++) {
    let sum = 0;
    for (let m = 0; m < unknowns; m++) sum += Math.abs(rows[i * unknowns + m] / scales[m]);
    sensitivity = Math.max(sensitivity, sum / 2);
  }
  const bits = Math.max(0, Math.ceil(Math.log2(sensitivity / room)));
  const scale = 2 ** bits;
  const numerators = Array.from(coefficients, (x, m) => String(BigInt(Math.round(x * scales[m] * scale))));
  return write(numerators, String(BigInt(scale)));
}
