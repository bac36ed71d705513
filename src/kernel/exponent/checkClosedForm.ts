import {
  absolute,
  dividedBy,
  isZero,
  minus,
  negated,
  plus,
  power,
  type Rational,
  rational,
  sign,
  times,
  zero,
} from '../../arithmetic/rational.js';
import type { CheckedFamily, Outcome } from './readCertificate.js';
import { entry, type ScaledMatrix } from './scaledMatrix.js';

/**
 * Verifies the sign of λ where it is explicit (theory §5): k = 1, λ = −h − ½η Σ c_j², also for entries known to a radius; and 2 × 2
 * families inside span{I, K}, where every M = α + βK, K² = D, and λ is the larger of A ± B√D, or A when D ≤ 0.
 */
export function checkClosedForm(family: CheckedFamily, claim: 'attractive' | 'repelling'): Outcome {
  const found = family.size === 1 ? signOnLine(family) : signInSpan(family);
  if (typeof found === 'string') return { valid: false, reason: found };
  const valid = found === (claim === 'attractive' ? -1 : 1);
  const actual = ['negative', 'zero or not decided', 'positive'][found + 1];
  return { valid, reason: `the exponent in closed form is ${actual}${valid ? `, so the set is ${claim}` : ''}` };
}

/** 0 where the radii leave the sign open. */
function signOnLine({ curvature, noise, radii }: CheckedFamily): -1 | 0 | 1 {
  let exponent = negated(entry(curvature, 0, 0));
  let margin = radii?.curvature ?? zero;
  noise.forEach(({ rate, matrix }, j) => {
    const weight = times(half, rate);
    const c = entry(matrix, 0, 0);
    exponent = minus(exponent, times(weight, power(c, 2)));
    if (!radii) return;
    const radius = radii.noise[j];
    margin = plus(margin, times(weight, plus(times(times(rational(2n), absolute(c)), radius), power(radius, 2))));
  });
  if (sign(minus(exponent, margin)) > 0) return 1;
  return sign(plus(exponent, margin)) < 0 ? -1 : 0;
}

function signInSpan({ size, curvature, noise, radii }: CheckedFamily): -1 | 0 | 1 | string {
  if (size !== 2) return `no closed form is known to the checker for k = ${size}`;
  if (radii) return 'the closed form needs exact entries';
  const traceless = [curvature, ...noise.map(({ matrix }) => matrix)].map(tracelessPart);
  const direction = traceless.find((part) => part.some((x) => !isZero(x))) ?? [zero, zero, zero];
  const [p, q, r] = direction;
  const square = plus(times(p, p), times(q, r));
  const index = direction.findIndex((x) => !isZero(x));
  const split = (matrix: ScaledMatrix) => {
    const part = tracelessPart(matrix);
    const beta = index < 0 ? zero : dividedBy(part[index], direction[index]);
    if (part.some((x, i) => !isZero(minus(x, times(beta, direction[i]))))) return null;
    return { alpha: times(half, plus(entry(matrix, 0, 0), entry(matrix, 1, 1))), beta };
  };
  const parts = split(curvature);
  if (!parts) return 'the matrices do not lie in span{I, K}';
  let a = negated(parts.alpha);
  let b = negated(parts.beta);
  for (const { rate, matrix } of noise) {
    const noiseParts = split(matrix);
    if (!noiseParts) return 'the matrices do not lie in span{I, K}';
    const { alpha, beta } = noiseParts;
    a = minus(a, times(times(half, rate), plus(power(alpha, 2), times(power(beta, 2), square))));
    b = minus(b, times(rate, times(alpha, beta)));
  }
  return signOfSum(a, sign(square) > 0 ? times(power(b, 2), square) : zero);
}

/** The sign of a + √spread. */
function signOfSum(a: Rational, spread: Rational): -1 | 0 | 1 {
  if (sign(a) >= 0) return sign(a) > 0 || sign(spread) > 0 ? 1 : 0;
  return sign(minus(spread, power(a, 2)));
}

const half = rational(1n, 2n);

/** [(M₁₁ − M₂₂)/2, M₁₂, M₂₁] */
function tracelessPart(matrix: ScaledMatrix): readonly Rational[] {
  const difference = minus(entry(matrix, 0, 0), entry(matrix, 1, 1));
  return [times(half, difference), entry(matrix, 0, 1), entry(matrix, 1, 0)];
}
