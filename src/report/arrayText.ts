import { memoised } from '../arithmetic/memoised.js';
import { call, childrenOf, type Expression, sum, symbol, withChildren } from '../expression/syntax/expression.js';
import { elementParts } from '../expression/syntax/names.js';
import { printExpression } from '../expression/syntax/print.js';
import { inSlices } from '../model/slices.js';

/** A formula as text in the notation of arrays (see inArrays). */
export function arrayText(expression: Expression, names: readonly string[]): string {
  return printExpression(inArrays(expression, names));
}

/**
 * A formula in the notation of arrays: sums over elements as products of slices or sums of them, `W[2, :] @ x` and
 * `sum(a*tanh(z)^2)`, each a symbol of that name, for reading alone. `names` are all names of the model, which tell where an
 * axis ends; without arrays among them the formula is as it is.
 */
export function inArrays(expression: Expression, names: readonly string[]): Expression {
  if (!names.some((name) => elementParts(name) !== null)) return expression;
  const fold = memoised<Expression, Expression>((node, folded) => {
    const children = childrenOf(node).map(folded);
    return children.length === 0 ? node : node.kind === 'sum' ? foldedSum(children, names) : within(node, children);
  });
  return withoutBrackets(fold(expression));
}

/** Terms that are one slice become one name, in brackets where it stands alone and may be a factor. */
function foldedSum(written: readonly Expression[], names: readonly string[]): Expression {
  const terms = written.map(withoutBrackets).sort(byIndices);
  const texts = terms.map(printExpression);
  const folded = inSlices(texts, names);
  if (folded.length === texts.length) return sum(...written.map(withoutBrackets));
  if (folded.length === 1) {
    const text = total(folded[0]);
    return symbol(text.startsWith('sum(') ? text : `(${text})`);
  }
  return sum(...folded.map((text) => terms[texts.indexOf(text)] ?? symbol(total(text))));
}

/** What is added before what is taken away, elements by their indices. */
function byIndices(a: Expression, b: Expression): number {
  const [first, second] = [printExpression(a), printExpression(b)];
  return Number(first.startsWith('-')) - Number(second.startsWith('-')) || byNumbers.compare(first, second);
}

const byNumbers = new Intl.Collator('en', { numeric: true });

/** The sum over an array: a product of two is `@`. */
function total(text: string): string {
  const factors = /^(\w+(?:\[[^\]]*\])?)\*(\w+(?:\[[^\]]*\])?|\w+\([^()]*\))$/.exec(text);
  return factors === null ? `sum(${text})` : `${factors[1]} @ ${factors[2]}`;
}

/** Brackets around a name that is a whole argument, or a term, say nothing. */
function within(node: Expression, children: readonly Expression[]): Expression {
  return node.kind === 'call' ? call(node.function, ...children.map(withoutBrackets)) : withChildren(node, children);
}

function withoutBrackets(node: Expression): Expression {
  const inner = node.kind === 'symbol' ? /^\((.*)\)$/.exec(node.name) : null;
  return inner === null ? node : symbol(inner[1]);
}
