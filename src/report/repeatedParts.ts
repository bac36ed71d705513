import { replaceNodes, substitute } from '../expression/calculus/substitute.js';
import { childrenOf, type Expression, keyOf, symbol, symbolsOf } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import { isTooLong } from './elision.js';

/** A formula over names of the parts that it repeats, each in what comes before it. */
export interface PartedFormula {
  readonly formula: Expression;
  readonly parts: readonly { readonly name: string; readonly definition: Expression }[];
}

/**
 * A formula longer than a line over names of its repeated parts, those first that make it shortest; as it is where nothing
 * repeats. `names` are those of the model. For reading: a part may stand inside a mean and range over the samples.
 */
export function repeatedParts(expression: Expression, names: readonly string[]): PartedFormula {
  const taken = [...names, ...symbolsOf(expression)];
  const letter = ['s', 'v', 'k', 'part'].find((one) => !taken.some((name) => new RegExp(`^${one}\\d`).test(name)));
  const parts: { name: string; definition: Expression }[] = [];
  let formula = expression;
  while (letter !== undefined && parts.length < mostParts && !isTooLong(formula)) {
    if (printExpression(formula).length <= longestFormula) break;
    const all = [formula, ...parts.map(({ definition }) => definition)];
    const best = mostSaving(all);
    if (best === null) break;
    const name = `${letter}[${parts.length + 1}]`;
    formula = named(formula, best, name);
    for (const part of parts) part.definition = named(part.definition, best, name);
    parts.push({ name, definition: best });
  }
  const ordered = inOrder(parts);
  const numbered = new Map(ordered.map(({ name }, i) => [name, symbol(`${letter}${i + 1}`)]));
  return {
    formula: substitute(formula, numbered),
    parts: ordered.map(({ definition }, i) => ({
      name: `${letter}${i + 1}`,
      definition: substitute(definition, numbered),
    })),
  };
}

/** Letters of a formula that is read without names. */
const longestFormula = 200;

/** Nobody keeps more names in mind. */
const mostParts = 8;

/** Letters that a name has to save. */
const leastSaved = 16;

function mostSaving(formulas: readonly Expression[]): Expression | null {
  const found = new Map<string, { readonly node: Expression; readonly length: number; count: number }>();
  const visit = (node: Expression): void => {
    const children = childrenOf(node);
    children.forEach(visit);
    // a power of a name is as short as its name would be
    if (children.every((child) => childrenOf(child).length === 0) && node.kind !== 'moment') return;
    const key = keyOf(node);
    const known = found.get(key);
    if (known === undefined) found.set(key, { node, length: printExpression(node).length, count: 1 });
    else known.count++;
  };
  formulas.forEach(visit);
  const saved = ({ length, count }: { length: number; count: number }): number => (count - 1) * (length - 2) - 6;
  const [best] = [...found.values()].sort((a, b) => saved(b) - saved(a));
  return best !== undefined && saved(best) >= leastSaved ? best.node : null;
}

function named(node: Expression, part: Expression, name: string): Expression {
  return replaceNodes(node, new Map([[keyOf(part), symbol(name)]]));
}

/** Each part behind those that it is written with. */
function inOrder(parts: PartedFormula['parts']): PartedFormula['parts'] {
  const known = new Map(parts.map((part) => [part.name, part]));
  const ordered = new Set<PartedFormula['parts'][number]>();
  const visit = (part: PartedFormula['parts'][number]): void => {
    for (const name of symbolsOf(part.definition)) {
      const inner = known.get(name);
      if (inner !== undefined) visit(inner);
    }
    ordered.add(part);
  };
  parts.forEach(visit);
  return [...ordered];
}
