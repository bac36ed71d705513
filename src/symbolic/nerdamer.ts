import nerdamer from 'nerdamer/all.js';
import { type Expression, symbolsOf } from '../expression/syntax/expression.js';
import { parseExpression } from '../expression/syntax/parse.js';
import { printExpression } from '../expression/syntax/print.js';

/** ∂/∂name as nerdamer gives it, or null; to be asked under names that mean nothing to it, unlike E, i and toString. */
export function differentiateWithNerdamer(expression: Expression, name: string): Expression | null {
  const answer = ask(() => nerdamer.diff(printExpression(expression), name).toString());
  return answer === null ? null : readBack(answer, symbolsOf(expression));
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

/** An answer that holds another name, its imaginary unit i or Infinity, is none. */
function readBack(text: string, names: readonly string[]): Expression | null {
  try {
    const parsed = parseExpression(text.replaceAll('sech(', '1/cosh('));
    return symbolsOf(parsed).every((name) => names.includes(name)) ? parsed : null;
  } catch {
    return null;
  }
}
