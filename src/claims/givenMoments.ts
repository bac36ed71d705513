import { simplify } from '../expression/algebra/fromNormalForm.js';
import type { SampleRows } from '../expression/evaluation/enclose.js';
import { evaluateExact } from '../expression/evaluation/evaluateExact.js';
import { exactValue } from '../expression/functions/functions.js';
import { type Expression, number, withParts } from '../expression/syntax/expression.js';

/** A formula with every moment replaced by its exact value over these samples, where that is a rational number. */
export function givenMoments(expression: Expression, samples: SampleRows): Expression {
  const visit = (node: Expression): Expression => {
    if (node.kind === 'moment') {
      const value = evaluateExact(node, new Map(), samples);
      return value === null ? node : number(value);
    }
    const given = withParts(node, visit);
    return (given.kind === 'call' ? exactValue(given.function, given.arguments) : null) ?? given;
  };
  return visit(withoutConstants(expression, samples.names));
}

/** Moments with what does not depend on the sample taken out: mean(eta*x^2) is eta*mean(x^2). */
function withoutConstants(node: Expression, data: readonly string[]): Expression {
  return node.kind === 'moment' ? simplify(node, data) : withParts(node, (part) => withoutConstants(part, data));
}
