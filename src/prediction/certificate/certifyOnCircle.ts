import { toText } from '../../arithmetic/rational.js';
import type { CertificateClaim, FourierText, Proof } from '../../kernel/exponent/certificate.js';
import { type FourierCorrector, solveCircleCorrector } from '../circle/circleCorrector.js';
import { enclosure } from '../circle/circleEnclosure.js';
import { balancedOperator, type CircleOperator } from '../circle/circleOperator.js';
import type { ExactLinearFamily } from '../matrices/linearFamily.js';

/** A candidate proof and the sign it would prove. */
export interface Candidate {
  readonly claim: CertificateClaim;
  readonly proof: Proof;
}

/**
 * Candidates for the sign of λ of a 2 × 2 family without a common eigenvector, shortest first: the truncated solutions of the backward
 * equation whose residual stays below 0.8 |λ_N|, rounded to as few binary digits as that leaves room for (theory §4.3).
 */
export function* circleCandidates(family: ExactLinearFamily): Generator<Candidate> {
  const { transform, operator } = balancedOperator(family);
  for (const modes of modeCounts()) {
    const corrector = solveCircleCorrector(operator, modes);
    const { value, interval } = enclosure(operator, corrector);
    const bound = interval[1] - value;
    if (!(bound < (modes === 0 ? 1 : acceptedResidual) * Math.abs(value))) continue;
    const room = roomForRounding * (Math.abs(value) - bound);
    yield {
      claim: value < 0 ? 'attractive' : 'repelling',
      proof: {
        kind: 'fourier-l1',
        transform: transform.map((row) => row.map(toText)),
        corrector: roundedCorrector(operator, corrector, room),
      },
    };
  }
}

/** A residual below 0.8 |λ_N| leaves a fifth of |λ_N| for the rounding of φ; φ = 0 needs none. */
const acceptedResidual = 0.8;
/** The rounding of φ may use half of what the residual leaves. */
const roomForRounding = 0.5;
const mostModes = 65536;

/** 0, 1, 2, 3, 4, 6, 8, 12, 16, … */
function* modeCounts(): Generator<number> {
  yield 0;
  yield 1;
  for (let modes = 2; modes <= mostModes; modes *= 2) {
    yield modes;
    yield (3 * modes) / 2;
  }
}

/** φ to the fewest binary digits whose rounding changes the ℓ1 norm of Q + 𝓛φ by less than `room`. */
function roundedCorrector(
  { g0, g1, g2, s0, s1 }: CircleOperator<number>,
  { real, imaginary }: FourierCorrector,
  room: number,
): FourierText {
  const first = Math.abs(g1[0]) + Math.abs(g1[1]) + Math.abs(g2[0]) + Math.abs(g2[1]) + Math.abs(g0[1]);
  const second = s0 + Math.abs(s1[0]) + Math.abs(s1[1]) + Math.abs(g2[0]) + Math.abs(g2[1]);
  let sensitivity = 0;
  for (let n = 1; n <= real.length; n++) sensitivity += 4 * (n * first + n * n * second);
  const bits = sensitivity === 0 ? 0 : Math.max(0, Math.ceil(Math.log2(sensitivity / room)));
  const scale = 2 ** bits;
  const text = (values: Float64Array) => Array.from(values, (x) => String(BigInt(Math.round(x * scale))));
  return { basis: 'fourier', denominator: String(BigInt(scale)), real: text(real), imaginary: text(imaginary) };
}
