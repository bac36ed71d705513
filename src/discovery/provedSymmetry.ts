import { memoised } from '../arithmetic/memoised.js';
import { zeroTest } from '../expression/algebra/zeroTest.js';
import { substitute } from '../expression/calculus/substitute.js';
import { difference, type Expression } from '../expression/syntax/expression.js';
import type { Formulas } from './formulas.js';
import { orderedForm } from './orderedForm.js';
import { type SignedPermutation, substitutionOf } from './signedPermutation.js';

/**
 * Tells of a signed permutation Q whether it is proved to leave every formula unchanged, for every θ and z (theory §3):
 * by the exact zero test of the difference, which a few points in doubles refuse first.
 */
export function symmetryProver({ scalars, names }: Formulas): (map: SignedPermutation) => boolean {
  const ordered = scalars.map(orderedForm);
  const isInvariant = (scalar: Expression, map: SignedPermutation): boolean =>
    zeroTest(difference(orderedForm(substitute(scalar, substitutionOf(map, names))), scalar)).status === 'zero';
  return memoised(
    (map) => ordered.every((scalar) => isInvariant(scalar, map)),
    (map) => map.join(' '),
  );
}
