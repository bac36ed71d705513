import type { Rational } from '../arithmetic/rational.js';
import { nullSpace } from '../arithmetic/rationalMatrix.js';
import type { Statement } from './statement.js';

/** A rational basis of the directions along the set: (d − k) × d. */
export function tangents(statement: Statement): readonly (readonly Rational[])[] {
  return nullSpace(statement.set.rows);
}
