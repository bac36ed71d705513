import { inverse } from '../../arithmetic/rationalMatrix.js';
import type { RationalMatrix } from '../../arithmetic/rowEchelonForm.js';
import type { EvaluatedLinearisation, SgdLinearisation } from '../linearisation/evaluatedLinearisation.js';
import { floatFamily, floatMatrix } from '../matrices/linearFamily.js';
import { matrixProduct } from '../matrices/smallMatrix.js';
import { blockTriangularForm } from './reducible.js';

type NumberMatrix = readonly (readonly number[])[];

/** A diagonal block of a reducible linearisation: a linearisation of lower codimension. */
export interface DiagonalBlock extends EvaluatedLinearisation {
  /** whether the block is the dynamics on an invariant subspace, so that its exponent is the growth rate of some start */
  readonly isInvariantSubspace: boolean;
}

/**
 * The diagonal blocks of a linearisation along its common invariant subspaces (theory §5); null where the entries are not
 * exact or none is found.
 *
 * Every matrix of SGD is a combination of H and the C_j (a sample's Ĥ_i is H plus its deviation), so that all have the same
 * invariant subspaces.
 */
export function diagonalBlocks({ exact, isExact, sgd }: EvaluatedLinearisation): DiagonalBlock[] | null {
  if (!isExact) return null;
  const { transform, blocks } = blockTriangularForm(exact);
  if (blocks.length === 1) return null;
  const forward = floatMatrix(transform);
  const backward = floatMatrix(inverse(transform) as RationalMatrix);
  let start = 0;
  return blocks.map(({ family, isInvariantSubspace }) => {
    const from = start;
    const size = family.curvature.length;
    start += size;
    const blockOf = (matrix: NumberMatrix): number[][] =>
      matrixProduct(matrixProduct(forward, matrix), backward)
        .slice(from, from + size)
        .map((row) => row.slice(from, from + size));
    return {
      codimension: size,
      family: floatFamily(family),
      exact: family,
      isExact,
      sgd: sgd && sgdInCoordinates(sgd, blockOf),
      isInvariantSubspace,
    };
  });
}

/** SGD's linearisation with every matrix replaced, as a change of coordinates or the cut of a block does. */
export function sgdInCoordinates(
  sgd: SgdLinearisation,
  blockOf: (matrix: NumberMatrix) => number[][],
): SgdLinearisation {
  return {
    ...sgd,
    sampleCurvature: sgd.sampleCurvature.map(blockOf),
    regulariserCurvature: blockOf(sgd.regulariserCurvature),
    outputCurvature: sgd.outputCurvature.map((matrices) => matrices.map(blockOf)),
  };
}
