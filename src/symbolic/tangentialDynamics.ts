import { dot, nullSpace, orthogonalised } from '../arithmetic/rationalMatrix.js';
import type { TangentialDynamics } from './derivation.js';
import { deriveEigenDirections } from './eigenDirections.js';
import { atBase, linearise, movesAlong } from './linearise.js';
import type { Statement } from './statement.js';

/** The dynamics along a set at its base point; null for a set that is a point. */
export function deriveTangentialDynamics(statement: Statement): TangentialDynamics | null {
  const normals = orthogonalised(nullSpace(statement.set.rows)).vectors;
  if (normals.length === 0) return null;
  if (!movesAlong(statement, statement.restriction)) return { kind: 'rests' };
  if (normals.length > mostDirections) return { kind: 'large', dimension: normals.length };
  const seen: Statement = {
    ...statement,
    restriction: atBase(statement),
    free: [],
    normals,
    lengths: normals.map((row) => dot(row, row)),
  };
  const linearisation = linearise(seen);
  return { kind: 'linear', linearisation, eigenDirections: deriveEigenDirections(seen, linearisation) };
}

/** t² second derivatives of the loss, and exponents of t × t matrices: some seconds. */
const mostDirections = 32;
