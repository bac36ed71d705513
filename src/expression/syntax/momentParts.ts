import { childrenOf, type Expression } from './expression.js';

/** Whether mean(…) or var(…) occurs. */
export function holdsMoment(expression: Expression): boolean {
  return holds(expression, (node) => node.kind === 'moment', null);
}

/** Whether a name occurs where no mean(…) or var(…) makes it range over the samples: there it has a value of its own. */
export function standsOutsideMoments(expression: Expression, name: string): boolean {
  return holds(expression, (node) => node.kind === 'symbol' && node.name === name, 'moment');
}

/** Whether some node is as wanted, not looking into nodes of the kind `closed`; every shared node is visited once. */
function holds(
  expression: Expression,
  isWanted: (node: Expression) => boolean,
  closed: Expression['kind'] | null,
): boolean {
  const seen = new Set<Expression>();
  const visit = (node: Expression): boolean => {
    if (seen.has(node)) return false;
    seen.add(node);
    return isWanted(node) || (node.kind !== closed && childrenOf(node).some(visit));
  };
  return visit(expression);
}
