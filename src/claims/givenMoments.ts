import { simplify } from '../expression/algebra/fromNormalForm.js';
import type { SampleRows } from '../expression/evaluation/enclose.js';
import { evaluateExact } from '../expression/evaluation/evaluateExact.js';
import { exactValue } from '../expression/functions/functions.js';
import { childrenOf, type Expression, number, withChildren } from '../expression/syntax/expression.js';

/** A formula with every moment replaced by its exact value over these samples, where that is a rational number. */
export function givenMoments(expression: Expression, samples: SampleRows): Expression {
  const visit = (node: Expression): Expression => {
    if (node.kind === 'moment') {
      const value = evaluateExact(node, new Map(), samples);
      return value === null ? node : number(value);
    }
    const children = childrenOf(node);
    if (children.length === 0) return node;
    const given = children.map(visit);
    return (node.kind === 'call' ? exactValue(node.function, given) : null) ?? withChildren(node, given);
  };
  return visit(withoutConstants(expression, samples.names));
}

/** Moments with what does not depend on the sample taken out: mean(eta*x^2) is eta*mean(x^2). */
function withoutConstants(node: Expression, data: readonly string[]): Expression {
  if (node.kind === 'moment') return simplify(node, data);
  const children = childrenOf(node);
  return children.length === 0
    ? node
    : withChildren(
        node,
        children.map((child) => withoutConstants(child, data)),
      );
}
