import nerdamer from 'nerdamer/all.js';
import type { Expression } from '../expression/expression.js';
import { parseExpression } from '../expression/parse.js';
import { printExpression } from '../expression/print.js';
import { substitute } from '../expression/substitute.js';
import { type Aliases, aliasNames } from './aliases.js';

/**
 * Candidates for the solutions of expression = 0 in one name, as nerdamer gives them; none of them is trusted here.
 * Answers that are complex, unevaluated or outside the grammar are dropped.
 */
export function solveWithNerdamer(expression: Expression, name: string): Expression[] {
  const aliases = aliasNames([expression], [name]);
  const target = aliases.forward.get(name);
  if (target === undefined || target.kind !== 'symbol') return [];
  const answer = ask(() =>
    nerdamer.solveEquations(`${printExpression(aliased(expression, aliases))}=0`, target.name).toString(),
  );
  if (answer === null) return [];
  return splitAtCommas(answer).flatMap((text) => {
    const parsed = readBack(text);
    return parsed === null ? [] : [substitute(parsed, aliases.backward)];
  });
}

/** ∂/∂name as nerdamer gives it, or null. */
export function differentiateWithNerdamer(expression: Expression, name: string): Expression | null {
  const aliases = aliasNames([expression], [name]);
  const target = aliases.forward.get(name);
  if (target === undefined || target.kind !== 'symbol') return null;
  const answer = ask(() => nerdamer.diff(printExpression(aliased(expression, aliases)), target.name).toString());
  const parsed = answer === null ? null : readBack(answer);
  return parsed === null ? null : substitute(parsed, aliases.backward);
}

function aliased(expression: Expression, aliases: Aliases): Expression {
  return substitute(expression, aliases.forward);
}

/** As they are after loading: some questions, d/dx sqrt(exp(x)/y^2) among them, leave nerdamer computing with numbers. */
const settings = { ...nerdamer.getCore().Settings };

/** nerdamer throws strings and errors of many kinds and keeps what it was told: every call starts and ends clean. */
function ask(question: () => string): string | null {
  try {
    Object.assign(nerdamer.getCore().Settings, settings);
    nerdamer.flush();
    return question();
  } catch {
    return null;
  } finally {
    nerdamer.clearVars();
  }
}

function readBack(text: string): Expression | null {
  try {
    const parsed = parseExpression(text.replaceAll('sech(', '1/cosh('));
    return usesOnlyAliases(parsed) ? parsed : null;
  } catch {
    return null;
  }
}

function usesOnlyAliases(expression: Expression): boolean {
  return !/\bi\b/.test(printExpression(expression));
}

function splitAtCommas(text: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++;
    if (text[i] === ')') depth--;
    if (text[i] === ',' && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, text.slice(start)].filter((part) => part.trim() !== '');
}
