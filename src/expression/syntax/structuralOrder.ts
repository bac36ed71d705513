import { compare } from '../../arithmetic/rational.js';
import { childrenOf, type Expression, keyOf, labelOf } from './expressionTree.js';

/** An order of expressions for `sort` that depends on the trees alone; 0 for the same tree. */
export function structuralOrder(a: Expression, b: Expression): number {
  if (a === b || keyOf(a) === keyOf(b)) return 0;
  if (a.kind === 'number' && b.kind === 'number') return compare(a.value, b.value);
  const [one, other] = [labelOf(a), labelOf(b)];
  if (one !== other) return one < other ? -1 : 1;
  const [parts, others] = [childrenOf(a), childrenOf(b)];
  for (let i = 0; i < Math.min(parts.length, others.length); i++) {
    const order = structuralOrder(parts[i], others[i]);
    if (order !== 0) return order;
  }
  return parts.length - others.length;
}
