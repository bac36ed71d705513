import { dividedBy, type Rational } from '../arithmetic/rational.js';
import {
  difference,
  type Expression,
  keyOf,
  type NodeOf,
  number,
  product,
  splitCoefficient,
} from '../expression/syntax/expression.js';
import type { Model } from '../model/model.js';

/** An output of a model, or a loss that has a shorter derivative in its outputs than its formula says. */
export interface KnownSum {
  readonly kind: 'output' | 'softmax';
  readonly expression: Expression;
}

/** What a model's loss is written with, what holds others first. */
export function knownSums({ dynamics }: Model): KnownSum[] {
  if (dynamics.kind === 'sde' || dynamics.output === null) return [];
  const outputs = dynamics.output.map((expression) => ({ kind: 'output' as const, expression }));
  return dynamics.form === 'softmax' ? [{ kind: 'softmax', expression: dynamics.loss }, ...outputs] : outputs;
}

/** A sum as factor · known + rest, where all terms of the known one stand in it; else null. */
export function withoutKnownSum(
  node: NodeOf<'sum'>,
  known: Expression,
): { readonly factor: Rational; readonly rest: Expression } | null {
  const terms = termsOf(known);
  const { coefficient, rest: first } = splitCoefficient(terms[0]);
  const found = node.terms.map(splitCoefficient).find(({ rest }) => keyOf(rest) === keyOf(first));
  if (found === undefined || terms.length > node.terms.length) return null;
  const factor = dividedBy(found.coefficient, coefficient);
  const rest = difference(node, product(number(factor), known));
  const left = rest.kind === 'number' ? 0 : termsOf(rest).length;
  return left === node.terms.length - terms.length ? { factor, rest } : null;
}

function termsOf(expression: Expression): readonly Expression[] {
  return expression.kind === 'sum' ? expression.terms : [expression];
}
