import { isZero } from '../../arithmetic/rational.js';
import type { RationalMatrix } from '../../arithmetic/rowEchelonForm.js';
import { NotFollowed } from '../notFollowed.js';
import { count, each, list } from '../readJson.js';
import type { CheckedFamily, Claim } from './readCertificate.js';

/**
 * Verifies a proof by blocks (theory §5): in the stated coordinates every matrix is block upper triangular, and λ is the largest exponent of
 * a diagonal block. All blocks attractive prove λ < 0; one repelling block proves λ > 0, for almost every start. Throws NotFollowed.
 */
export function requireBlocks(
  family: CheckedFamily,
  claim: Claim,
  json: Readonly<Record<string, unknown>>,
  where: string,
  requireProof: (family: CheckedFamily, proof: unknown, where: string) => string,
): string {
  if (family.radii) throw new NotFollowed('blocks need exact entries');
  const sizes = each(json.sizes, `${where}.sizes`, count);
  const proofs = list(json.proofs, `${where}.proofs`);
  const starts = sizes.map((_, i) => sizes.slice(0, i).reduce((sum, size) => sum + size, 0));
  const blockOf = (index: number) => starts.filter((start) => start <= index).length;
  if (sizes.some((size) => size < 1) || sizes.reduce((sum, size) => sum + size, 0) !== family.size) {
    throw new NotFollowed('the block sizes do not add up to k');
  }
  if (proofs.length !== sizes.length) throw new NotFollowed('there is not one entry a block');
  const isTriangular = (matrix: RationalMatrix) =>
    matrix.every((row, i) => row.every((x, j) => blockOf(i) <= blockOf(j) || isZero(x)));
  if (![family.curvature, ...family.noise.map(({ matrix }) => matrix)].every(isTriangular)) {
    throw new NotFollowed('the matrices are not block upper triangular in the stated coordinates');
  }
  for (const [i, proof] of proofs.entries()) {
    if (proof !== null) requireProof(diagonalBlock(family, starts[i], sizes[i]), proof, `${where}.proofs[${i}]`);
  }
  if (claim === 'attractive' && proofs.includes(null)) throw new NotFollowed('a block has no proof');
  if (proofs.every((proof) => proof === null)) throw new NotFollowed('no block has a proof');
  return claim === 'attractive'
    ? 'every diagonal block is attractive, so the set is attractive'
    : 'a diagonal block is repelling, so the set repels almost every start';
}

function diagonalBlock(family: CheckedFamily, start: number, size: number): CheckedFamily {
  const cut = (matrix: RationalMatrix) =>
    matrix.slice(start, start + size).map((row) => row.slice(start, start + size));
  return {
    ...family,
    size,
    curvature: cut(family.curvature),
    noise: family.noise.map(({ rate, matrix }) => ({ rate, matrix: cut(matrix) })),
  };
}
