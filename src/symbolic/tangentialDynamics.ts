import { dot, nullSpace, orthogonalised } from '../arithmetic/rationalMatrix.js';
import { zeroTest } from '../expression/algebra/zeroTest.js';
import type { TangentialDynamics } from './derivation.js';
import { deriveEigenDirections } from './eigenDirections.js';
import { linearise } from './linearise.js';
import { along, restricted, type Statement } from './statement.js';

/** The dynamics along a set at its base point; null for a set that is a point. */
export function deriveTangentialDynamics(statement: Statement): TangentialDynamics | null {
  const normals = orthogonalised(nullSpace(statement.set.rows)).vectors;
  if (normals.length === 0) return null;
  if (!movesSomewhere(statement)) return { kind: 'rests' };
  if (normals.length > mostDirections) return { kind: 'large', dimension: normals.length };
  const { model, set } = statement;
  const restriction = new Map(model.parameters.map((name, i) => [name, set.base[i]]));
  const seen: Statement = {
    ...statement,
    restriction,
    free: [],
    normals,
    lengths: normals.map((row) => dot(row, row)),
  };
  const linearisation = linearise(seen);
  return { kind: 'linear', linearisation, eigenDirections: deriveEigenDirections(seen, linearisation) };
}

/** t² second derivatives of the loss, and exponents of t × t matrices: some seconds. */
const mostDirections = 32;

/** Whether drift or noise along the set is anything but 0 at some point of it, for some sample. */
function movesSomewhere(statement: Statement): boolean {
  return nullSpace(statement.set.rows).some((direction) =>
    statement.fields.some(
      (field) => zeroTest(restricted(statement, along(statement.model, field, direction))).status !== 'zero',
    ),
  );
}
