import { type Rational, toNumber, toText } from '../../arithmetic/rational.js';
import type { MeanSquareProof } from '../../kernel/certificate.js';
import { requireSideOfMeanSquare } from '../../kernel/claim/meanSquareSide.js';
import type { EntryRadii } from '../../kernel/exponent/certificate.js';
import { NotFollowed } from '../../kernel/notFollowed.js';
import { dyadic } from '../matrices/dyadic.js';
import { type ExactLinearFamily, floatFamily, type LinearFamily } from '../matrices/linearFamily.js';
import { solveLinear } from '../matrices/smallMatrix.js';
import { sdeSecondMoment, secondMomentRate, unitMatrix } from '../moments/secondMoment.js';
import { statedFamily } from './certify.js';

/** On which side of a number the growth rate of E‖y‖² lies, with a matrix that proves it. */
export interface CertifiedMeanSquare {
  readonly side: 'above' | 'below';
  readonly proof: MeanSquareProof;
}

/**
 * A proof of the side of a number on which Λ(2) of the SDE lies, verified before it is returned; null where none is found, as it
 * must be at the number itself. Where Λ(2) is above it and the family reducible, the matrix may be singular, and prove nothing.
 */
export function certifyMeanSquare(
  family: ExactLinearFamily,
  radii: EntryRadii<Rational> | null,
  value: Rational,
): CertifiedMeanSquare | null {
  const float = floatFamily(family);
  const top = sdeSecondMoment(float).value;
  const distance = top - toNumber(value);
  const side = distance < 0 ? 'below' : 'above';
  const weights = resolventAtOne(float, top + Math.abs(distance) * (side === 'below' ? half : close));
  if (!weights.flat().every(Number.isFinite)) return null;
  const proof = {
    family: statedFamily(family, radii),
    weights: weights.map((row) => row.map((x) => toText(dyadic(x)))),
  };
  try {
    requireSideOfMeanSquare(proof, value, side);
    return { side, proof };
  } catch (error) {
    if (error instanceof NotFollowed) return null;
    throw error;
  }
}

/** From Λ(2) towards the number. */
const half = 0.5;
/** From Λ(2) away from the number: all but a millionth is the principal matrix. */
const close = 1e-6;

/** P > 0 with −HᵀP − PH + η Σ_j C_jᵀ P C_j = shift·P − I for a shift above Λ(2), scaled and rounded to some ten digits. */
function resolventAtOne({ curvature, noise, learningRate }: LinearFamily, shift: number): number[][] {
  const n = curvature.length;
  const rate = secondMomentRate({ curvature: transposed(curvature), noise: noise.map(transposed), learningRate });
  const pairs = curvature.flatMap((_, i) => Array.from({ length: i + 1 }, (__, j) => [i, j] as const));
  const columns = pairs.map(([i, j]) => {
    const [unit, image] = [unitMatrix(n, i, j), rate(unitMatrix(n, i, j))];
    return pairs.map(([a, b]) => shift * unit[a][b] - image[a][b]);
  });
  const system = pairs.map((_, row) => columns.map((column) => column[row]));
  const found = solveLinear(
    system,
    pairs.map(([i, j]) => Number(i === j)),
  );
  const size = Math.max(...found.map(Math.abs));
  const weights = curvature.map((row) => row.map(() => 0));
  for (const [c, [i, j]] of pairs.entries()) {
    const entry = Math.round((found[c] / size) * digits) / digits;
    weights[i][j] = entry;
    weights[j][i] = entry;
  }
  return weights;
}

const digits = 2 ** 36;

function transposed(matrix: readonly (readonly number[])[]): number[][] {
  return matrix.map((_, i) => matrix.map((row) => row[i]));
}
