import { memoised } from '../arithmetic/memoised.js';
import { absolute, sign as signOf, toText } from '../arithmetic/rational.js';
import { functions } from '../expression/functions/functions.js';
import { type Expression, isNumber, keyOf, smallInteger } from '../expression/syntax/expression.js';
import type { Formulas } from './formulas.js';

/** Formulas as a graph in which equal subexpressions are one node. */
export interface FormulaGraph {
  /** operands come before what they are operands of */
  readonly nodes: readonly FormulaNode[];
  /** the node of each formula */
  readonly roots: readonly number[];
  /** for each parameter the nodes that depend on it, operands first */
  readonly dependents: readonly (readonly number[])[];
}

/** A node: operands are numbers of earlier nodes; odd and even functions let signs out or drop them. */
export type FormulaNode =
  | { readonly kind: 'parameter'; readonly index: number; readonly list: number }
  | { readonly kind: 'fixed'; readonly text: string; readonly sign: number }
  | { readonly kind: 'sum'; readonly operands: readonly number[] }
  | { readonly kind: 'product'; readonly sign: 1 | -1; readonly operands: readonly number[] }
  | { readonly kind: 'odd' | 'even'; readonly name: string; readonly operands: readonly number[] }
  /** a function of its operands with their signs, in their order or in any order */
  | { readonly kind: 'ordered' | 'unordered'; readonly name: string; readonly operands: readonly number[] };

/** The graph of a model's formulas, equal subexpressions once. */
export function graphOf({ scalars, names }: Formulas): FormulaGraph {
  const nodes: FormulaNode[] = [];
  const places = new Map(names.flatMap((list, i) => list.map((name, index) => [name, { index, list: i }] as const)));
  const visit = memoised<Expression, number>((node, place) => nodes.push(nodeOf(node, places, place)) - 1, keyOf);
  const roots = scalars.map(visit);
  return { roots, nodes, dependents: names[0].map((_, index) => dependentsOf(nodes, index)) };
}

function dependentsOf(nodes: readonly FormulaNode[], index: number): number[] {
  const depends: boolean[] = [];
  for (const node of nodes) {
    if (node.kind === 'parameter') depends.push(node.index === index);
    else depends.push(node.kind !== 'fixed' && node.operands.some((operand) => depends[operand]));
  }
  return [...nodes.keys()].filter((position) => depends[position]);
}

function nodeOf(
  expression: Expression,
  places: ReadonlyMap<string, { readonly index: number; readonly list: number }>,
  visit: (operand: Expression) => number,
): FormulaNode {
  switch (expression.kind) {
    case 'number':
      return { kind: 'fixed', text: toText(absolute(expression.value)), sign: signOf(expression.value) };
    case 'constant':
      return { kind: 'fixed', text: `%${expression.name}`, sign: 1 };
    case 'symbol': {
      const place = places.get(expression.name);
      if (place === undefined) return { kind: 'fixed', text: `$${expression.name}`, sign: 1 };
      return { kind: 'parameter', ...place };
    }
    case 'sum':
      return { kind: 'sum', operands: expression.terms.map(visit) };
    case 'product': {
      const [first, ...others] = expression.factors;
      // -b is b with another sign, so that it can take the place of an a
      const isOpposite = isNumber(first, -1);
      const operands = (isOpposite ? others : expression.factors).map(visit);
      return { kind: 'product', sign: isOpposite ? -1 : 1, operands };
    }
    case 'power': {
      const exponent = smallInteger(expression.exponent);
      const operands = [expression.base, expression.exponent].map(visit);
      if (exponent === null) return { kind: 'ordered', name: '^', operands };
      return { kind: exponent % 2 === 0 ? 'even' : 'odd', name: `^${exponent}`, operands: [operands[0]] };
    }
    case 'call': {
      const { function: name } = expression;
      const operands = expression.arguments.map(visit);
      if (name === 'max' || name === 'min') return { kind: 'unordered', name, operands };
      const { parity } = functions[name];
      return { kind: parity === 'neither' ? 'ordered' : parity, name, operands };
    }
    case 'comparison':
      return { kind: 'ordered', name: expression.operator, operands: [expression.left, expression.right].map(visit) };
    case 'logical':
      return { kind: 'unordered', name: expression.operator, operands: expression.operands.map(visit) };
    case 'conditional': {
      const { condition, then, otherwise } = expression;
      return { kind: 'ordered', name: '?', operands: [condition, then, otherwise].map(visit) };
    }
    case 'moment':
      return { kind: 'ordered', name: expression.moment, operands: [visit(expression.argument)] };
  }
}
