import {
  dividedBy,
  isZero,
  minus,
  negated,
  plus,
  power,
  type Rational,
  rational,
  sign,
  sumOf,
  times,
  zero,
} from '../../arithmetic/rational.js';
import { type RationalMatrix, rank } from '../../arithmetic/rowEchelonForm.js';
import { NotFollowed } from '../notFollowed.js';
import type { CheckedFamily } from './readCertificate.js';

/**
 * The sign of λ of a 2 × 2 family inside span{I, K} (theory §5): every M = α + βK, K² = D, and λ is the larger of A ± B√D, or A when
 * D ≤ 0. Throws NotFollowed for all others.
 */
export function signInSpan({ size, curvature, noise, radii }: CheckedFamily): -1 | 0 | 1 {
  if (size !== 2) throw new NotFollowed(`no closed form is known to the checker for k = ${size}`);
  if (radii) throw new NotFollowed('the closed form needs exact entries');
  const traceless = [curvature, ...noise.map(({ matrix }) => matrix)].map(tracelessPart);
  if (rank(traceless) > 1) throw new NotFollowed('the matrices do not lie in span{I, K}');
  const direction = traceless.find((part) => !part.every(isZero)) ?? [zero, zero, zero];
  const [p, q, r] = direction;
  const square = plus(times(p, p), times(q, r));
  const index = direction.findIndex((x) => !isZero(x));
  const parts = (matrix: RationalMatrix) => ({
    alpha: times(half, plus(matrix[0][0], matrix[1][1])),
    beta: index < 0 ? zero : dividedBy(tracelessPart(matrix)[index], direction[index]),
  });
  const drift = parts(curvature);
  const columns = noise.map(({ rate, matrix }) => ({ rate, ...parts(matrix) }));
  const spread = columns.map(({ rate, alpha, beta }) =>
    times(times(half, rate), plus(power(alpha, 2), times(power(beta, 2), square))),
  );
  const a = negated(plus(drift.alpha, sumOf(spread)));
  const b = plus(drift.beta, sumOf(columns.map(({ rate, alpha, beta }) => times(rate, times(alpha, beta)))));
  return signOfSum(a, sign(square) > 0 ? times(power(b, 2), square) : zero);
}

/** The sign of a + √spread. */
function signOfSum(a: Rational, spread: Rational): -1 | 0 | 1 {
  if (sign(a) >= 0) return sign(a) > 0 || sign(spread) > 0 ? 1 : 0;
  return sign(minus(spread, power(a, 2)));
}

const half = rational(1n, 2n);

/** [(M₁₁ − M₂₂)/2, M₁₂, M₂₁] */
function tracelessPart([[a, b], [c, d]]: RationalMatrix): Rational[] {
  return [times(half, minus(a, d)), b, c];
}
