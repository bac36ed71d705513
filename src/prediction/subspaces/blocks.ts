import { minus, type Rational, toNumber } from '../../arithmetic/rational.js';
import { dot, inverse, multiplyMatrices } from '../../arithmetic/rationalMatrix.js';
import type { RationalMatrix } from '../../arithmetic/rowEchelonForm.js';
import { sgdInCoordinates } from '../linearisation/alongDirection.js';
import type { EvaluatedLinearisation, SgdLinearisation } from '../linearisation/evaluatedLinearisation.js';
import { type ExactLinearFamily, floatFamily, floatMatrix } from '../matrices/linearFamily.js';
import { matrixProduct } from '../matrices/smallMatrix.js';
import { activeMatrices, blockTriangularForm, mostForAlgebra } from './reducible.js';
import { isScalarSomewhere, scalarQuotient } from './scalarQuotient.js';

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
export function diagonalBlocks({ exact, isExact, sgd }: EvaluatedLinearisation): readonly DiagonalBlock[] | null {
  if (!isExact) return null;
  let known = blocksOf.get(exact);
  if (known?.sgd !== sgd) {
    known = { sgd, blocks: workedOut(exact, sgd) };
    blocksOf.set(exact, known);
  }
  return known.blocks;
}

/** The SDE, its chain, SGD and each of their moments ask for the blocks of the same family. */
const blocksOf = new WeakMap<ExactLinearFamily, Known>();

interface Known {
  readonly sgd: SgdLinearisation | null;
  readonly blocks: readonly DiagonalBlock[] | null;
}

function workedOut(exact: ExactLinearFamily, sgd: SgdLinearisation | null): readonly DiagonalBlock[] | null {
  if (exact.curvature.length > mostForAlgebra) return beyondScalars(exact, sgd);
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
      isExact: true,
      sgd: sgd && sgdInCoordinates(sgd, blockOf),
      isInvariantSubspace,
    };
  });
}

/** A family of many coordinates on the subspace across which its matrices are numbers, and these numbers. */
function beyondScalars(exact: ExactLinearFamily, sgd: SgdLinearisation | null): DiagonalBlock[] | null {
  const matrices = activeMatrices(exact);
  const found = scalarQuotient(matrices);
  if (found === null) return null;
  const { basis, pivots, coefficients, outside } = found;
  const columns = matrices[0].map((_, i) => basis.map((vector) => toNumber(vector[i])));
  const factors = floatMatrix(coefficients);
  // the functional that is 0 on V and 1 at the coordinate outside
  const across = coefficients[0].map((_, p) =>
    dot(
      basis.map((vector) => vector[outside]),
      coefficients.map((row) => row[p]),
    ),
  );
  const inside = blockOf(exact, sgd, true, {
    exact: (matrix) => {
      const image = pivots.map((pivot) => basis.map((vector) => dot(matrix[pivot], vector)));
      return multiplyMatrices(coefficients, image);
    },
    floats: (matrix) => {
      const rows = pivots.map((pivot) => matrix[pivot]);
      return matrixProduct(factors, matrixProduct(rows, columns));
    },
  });
  const beyond = blockOf(exact, sgd, isScalarSomewhere(matrices), {
    exact: (matrix) => {
      const column = pivots.map((pivot) => matrix[pivot][outside]);
      return [[minus(matrix[outside][outside], dot(column, across))]];
    },
    floats: (matrix) => {
      const moved = pivots.reduce((sum, pivot, p) => sum + toNumber(across[p]) * matrix[pivot][outside], 0);
      return [[matrix[outside][outside] - moved]];
    },
  });
  return [inside, beyond];
}

function blockOf(
  { curvature, noise, learningRate }: ExactLinearFamily,
  sgd: SgdLinearisation | null,
  isInvariantSubspace: boolean,
  cut: {
    readonly exact: (matrix: RationalMatrix) => Rational[][];
    readonly floats: (matrix: NumberMatrix) => number[][];
  },
): DiagonalBlock {
  const exact = {
    learningRate,
    curvature: cut.exact(curvature),
    noise: noise.map(({ weight, matrix }) => ({ weight, matrix: cut.exact(matrix) })),
  };
  return {
    codimension: exact.curvature.length,
    family: floatFamily(exact),
    exact,
    isExact: true,
    sgd: sgd && sgdInCoordinates(sgd, cut.floats),
    isInvariantSubspace,
  };
}
