import { childrenOf, type Expression, type NodeOf, nodesOf, symbolsReached } from './expression.js';

/** The moments that stand in expressions, those inside others apart, in order of first appearance. */
export function momentsOf(expressions: readonly Expression[]): NodeOf<'moment'>[] {
  return nodesOf(expressions, outsideMoments).filter((node) => node.kind === 'moment');
}

/** Whether mean(…) or var(…) occurs. */
export function holdsMoment(expression: Expression): boolean {
  return nodesOf([expression]).some(({ kind }) => kind === 'moment');
}

/** Whether a name occurs where no mean(…) or var(…) makes it range over the samples: there it has a value of its own. */
export function standsOutsideMoments(expression: Expression, name: string): boolean {
  return symbolsReached([expression], outsideMoments).includes(name);
}

function outsideMoments(node: Expression): readonly Expression[] {
  return node.kind === 'moment' ? [] : childrenOf(node);
}
