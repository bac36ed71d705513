import { changeOfBasis } from './changeOfBasis.js';
import type { CheckedFamily, CheckedProof, Outcome } from './readCertificate.js';
import type { ScaledMatrix } from './scaledMatrix.js';

type Claim = 'attractive' | 'repelling';

/**
 * Verifies a proof by blocks (theory §5): in the coordinates T y every matrix is block upper triangular, and λ is the largest exponent of
 * a diagonal block. All blocks attractive prove λ < 0; one repelling block proves λ > 0, for almost every start.
 */
export function checkQuotient(
  original: CheckedFamily,
  claim: Claim,
  proof: Extract<CheckedProof, { kind: 'quotient' }>,
  checkProof: (family: CheckedFamily, claim: Claim, proof: CheckedProof) => Outcome,
): Outcome {
  const { sizes, proofs, transform } = proof;
  if (original.radii) return { valid: false, reason: 'blocks need exact entries' };
  if (sizes.some((size) => size < 1) || sizes.reduce((sum, size) => sum + size, 0) !== original.size) {
    return { valid: false, reason: 'the block sizes do not add up to k' };
  }
  if (proofs.length !== sizes.length) return { valid: false, reason: 'there is not one entry a block' };
  const family = changeOfBasis(original, transform);
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
  const blockOf = (index: number) => starts.filter((start) => start <= index).length;
  const triangular = ({ entries }: ScaledMatrix) =>
    entries.every((row, i) => row.every((x, j) => blockOf(i) <= blockOf(j) || x === 0n));
  if (![family.curvature, ...family.noise.map(({ matrix }) => matrix)].every(triangular)) {
    return { valid: false, reason: 'the matrices are not block upper triangular in the stated coordinates' };
  }
  const outcomes = proofs.map((inner, i) =>
    inner === null ? null : checkProof(diagonalBlock(family, starts[i], sizes[i]), claim, inner),
  );
  const failed = outcomes.findIndex((outcome) => outcome !== null && !outcome.valid);
  if (failed >= 0) return { valid: false, reason: `block ${failed + 1}: ${outcomes[failed]?.reason}` };
  if (claim === 'attractive') {
    const open = outcomes.indexOf(null);
    return open >= 0
      ? { valid: false, reason: `block ${open + 1} has no proof` }
      : { valid: true, reason: 'every diagonal block is attractive, so the set is attractive' };
  }
  return outcomes.every((outcome) => outcome === null)
    ? { valid: false, reason: 'no block has a proof' }
    : { valid: true, reason: 'a diagonal block is repelling, so the set repels almost every start' };
}

function diagonalBlock(family: CheckedFamily, start: number, size: number): CheckedFamily {
  const cut = ({ entries, denominator }: ScaledMatrix): ScaledMatrix => ({
    entries: entries.slice(start, start + size).map((row) => row.slice(start, start + size)),
    denominator,
  });
  return {
    ...family,
    size,
    curvature: cut(family.curvature),
    noise: family.noise.map(({ rate, matrix }) => ({ rate, matrix: cut(matrix) })),
  };
}
