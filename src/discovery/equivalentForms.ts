import { memoised } from '../arithmetic/memoised.js';
import { simplify } from '../expression/algebra/fromNormalForm.js';
import { functions } from '../expression/functions/functions.js';
import { type Expression, keyOf, withParts } from '../expression/syntax/expression.js';
import type { Formulas } from './formulas.js';
import { orderedForm } from './orderedForm.js';

/**
 * The formulas as written, in ordered form, and where that is another structure, with every function split into its odd
 * and its even part and put into normal form, so that a symmetry shows which the way of writing hides.
 */
export function equivalentForms({ scalars, names, data }: Formulas): Formulas[] {
  const written = scalars.map(orderedForm);
  const split = written.map((scalar) => orderedForm(simplify(splitByParity(scalar), data)));
  const isSame = split.every((scalar, i) => keyOf(scalar) === keyOf(written[i]));
  return (isSame ? [written] : [written, split]).map((form) => ({ scalars: form, names, data }));
}

function splitByParity(expression: Expression): Expression {
  return memoised<Expression, Expression>((node, split) => {
    const rebuilt = withParts(node, split);
    return (rebuilt.kind === 'call' ? functions[rebuilt.function].parts(rebuilt.arguments) : null) ?? rebuilt;
  })(expression);
}
