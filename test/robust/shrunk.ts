import { childrenOf } from '../../src/expression/syntax/expression.js';
import { parseExpression } from '../../src/expression/syntax/parse.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import { isRecord, type Tree } from './tree.js';

/** Smaller files that are looked at for one failure, at most. */
const mostTries = 400;

/**
 * A smaller file that still fails: keys and entries are left out, parts of formulas take the place of the whole, numbers become
 * 0 or 1, one at a time while `fails` says so.
 */
export async function shrunk(tree: Tree, fails: (smaller: Tree) => Promise<boolean>): Promise<Tree> {
  let smallest = tree;
  let tries = 0;
  for (let found = true; found; ) {
    found = false;
    for (const candidate of smaller(smallest)) {
      if (++tries > mostTries) return smallest;
      if (!(await fails(candidate))) continue;
      smallest = candidate;
      found = true;
      break;
    }
  }
  return smallest;
}

function* smaller(tree: Tree): Generator<Tree> {
  if (Array.isArray(tree)) {
    const list = tree as readonly Tree[];
    for (const i of list.keys()) yield list.filter((_, other) => other !== i);
    for (const [i, one] of list.entries()) for (const less of smaller(one)) yield list.with(i, less);
  } else if (isRecord(tree)) {
    const entries = Object.entries(tree);
    for (const [key] of entries) yield Object.fromEntries(entries.filter(([other]) => other !== key));
    for (const [key, value] of entries) for (const less of smaller(value)) yield { ...tree, [key]: less };
  } else if (typeof tree === 'number') {
    if (tree !== 0) yield 0;
    if (tree !== 0 && tree !== 1) yield 1;
  } else if (typeof tree === 'string') {
    yield* partsOf(tree);
  }
}

/** The operands of a formula; nothing of what is no formula. */
function partsOf(text: string): string[] {
  try {
    return childrenOf(parseExpression(text)).map((part) => printExpression(part));
  } catch {
    return [];
  }
}
