import { childrenOf, type Expression, keyOf, symbol, symbolsOf } from '../expression/syntax/expression.js';

/** Harmless names (v0, v1, …) in place of the user's: engines take E, i or toString for something else. */
export interface Aliases {
  readonly forward: ReadonlyMap<string, Expression>;
  readonly backward: ReadonlyMap<string, Expression>;
}

/** Aliases of the first names, then of all others in the expressions. */
export function aliasNames(expressions: readonly Expression[], first: readonly string[] = []): Aliases {
  const names = [...new Set([...first, ...symbolsOf(...expressions)])];
  return {
    forward: new Map(names.map((name, i) => [name, symbol(`v${i}`)])),
    backward: new Map(names.map((name, i) => [`v${i}`, symbol(name)])),
  };
}

/** The moments that occur in an expression, in order of first appearance. */
export function momentsOf(expression: Expression): Expression[] {
  const found = new Map<string, Expression>();
  const visit = (node: Expression): void => {
    if (node.kind === 'moment') found.set(keyOf(node), node);
    else for (const child of childrenOf(node)) visit(child);
  };
  visit(expression);
  return [...found.values()];
}
