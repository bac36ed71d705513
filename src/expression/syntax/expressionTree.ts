import { type Rational, toText } from '../../arithmetic/rational.js';
import type { FunctionName } from './functionName.js';

/**
 * A formula, as a tree that is never changed after it is built.
 *
 * Built only through the functions of expression.ts, which fold exact numbers, flatten sums and products and collect equal terms
 * and equal factors: identities that hold wherever both sides are defined. Everything deeper is the business of the
 * normal form.
 */
export type Expression =
  | { readonly kind: 'number'; readonly value: Rational }
  | { readonly kind: 'constant'; readonly name: 'pi' | 'e' }
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'sum'; readonly terms: readonly Expression[] }
  | { readonly kind: 'product'; readonly factors: readonly Expression[] }
  | { readonly kind: 'power'; readonly base: Expression; readonly exponent: Expression }
  | { readonly kind: 'call'; readonly function: FunctionName; readonly arguments: readonly Expression[] }
  | {
      readonly kind: 'comparison';
      readonly operator: ComparisonOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: 'logical'; readonly operator: 'and' | 'or' | 'not'; readonly operands: readonly Expression[] }
  | {
      readonly kind: 'conditional';
      readonly condition: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    }
  /** mean or population variance of the argument over the samples of the data set */
  | { readonly kind: 'moment'; readonly moment: 'mean' | 'var'; readonly argument: Expression };

/** A formula of one kind. */
export type NodeOf<Kind extends Expression['kind']> = Extract<Expression, { kind: Kind }>;

/** How two numbers may be compared. */
export type ComparisonOperator = '<' | '<=' | '>' | '>=' | '==' | '!=';

/** One for all nodes that are the same tree. Its key is never given twice. */
interface Identity {
  readonly key: string;
}

/** A constructor whose `this` is the node it is given, so that a subclass writes its private field into the node. */
class Given {
  constructor(node: Expression) {
    // biome-ignore lint/correctness/noConstructorReturn: this is what the class is for
    return node as object as Given;
  }
}

/**
 * The identity of a node, in a private field of the node itself: no equality, copy or iteration sees it. A WeakMap of the
 * millions of nodes of a large derivation would be gone through by every collection of garbage.
 */
class Identified extends Given {
  readonly #identity: Identity;

  constructor(node: Expression, identity: Identity) {
    super(node);
    this.#identity = identity;
  }

  static of(node: Expression): Identity | undefined {
    return #identity in node ? (node as object as Identified).#identity : undefined;
  }
}

/** by a node's own part and the keys of its children; what no node has any more is forgotten */
const table = new Map<string, WeakRef<Identity>>();
const forgotten = new FinalizationRegistry<string>((structure) => {
  if (table.get(structure)?.deref() === undefined) table.delete(structure);
});
let given = 0;

/**
 * A short text that two expressions share exactly when they are the same tree, while both are there. It says nothing of
 * the tree and depends on what was built before, so that nothing may be ordered by it or keep it without the expression.
 */
export function keyOf(node: Expression): string {
  const known = Identified.of(node);
  if (known !== undefined) return known.key;
  const structure = structureOf(node);
  let identity = table.get(structure)?.deref();
  if (identity === undefined) {
    identity = { key: (given++).toString(36) };
    table.set(structure, new WeakRef(identity));
    forgotten.register(identity, structure);
  }
  new Identified(node, identity);
  return identity.key;
}

function structureOf(node: Expression): string {
  if (node.kind === 'number') return toText(node.value);
  const parts = childrenOf(node);
  return parts.length === 0 ? labelOf(node) : `${labelOf(node)}(${parts.map(keyOf).join(',')})`;
}

/** What a node has of its own, without its children: two nodes with equal labels and equal children are the same tree, numbers apart. */
export function labelOf(node: Expression): string {
  switch (node.kind) {
    case 'symbol':
    case 'constant':
      return `${node.kind} ${node.name}`;
    case 'call':
      return `call ${node.function}`;
    case 'comparison':
    case 'logical':
      return `${node.kind} ${node.operator}`;
    case 'moment':
      return `moment ${node.moment}`;
    default:
      return node.kind;
  }
}

/** The direct subexpressions, in order. */
export function childrenOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'number':
    case 'constant':
    case 'symbol':
      return [];
    case 'sum':
      return node.terms;
    case 'product':
      return node.factors;
    case 'power':
      return [node.base, node.exponent];
    case 'call':
      return node.arguments;
    case 'comparison':
      return [node.left, node.right];
    case 'logical':
      return node.operands;
    case 'conditional':
      return [node.condition, node.then, node.otherwise];
    case 'moment':
      return [node.argument];
  }
}

/** True for what is true or false; everything else is a number. */
export function isCondition(value: Expression): boolean {
  if (value.kind === 'conditional') return isCondition(value.then);
  return value.kind === 'comparison' || value.kind === 'logical';
}

/** The whole number that an expression is, when it is one of moderate size; else null. */
export function smallInteger(value: Expression): number | null {
  if (value.kind !== 'number' || value.value.denominator !== 1n) return null;
  const n = Number(value.value.numerator);
  return Math.abs(n) <= 1e6 ? n : null;
}

/** Whether an expression is the whole number n as it stands. */
export function isNumber(value: Expression, n: number): boolean {
  return value.kind === 'number' && value.value.denominator === 1n && value.value.numerator === BigInt(n);
}
