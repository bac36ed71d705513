import nerdamer from 'nerdamer/all.js';
import { substitute } from '../expression/calculus/substitute.js';
import { type Expression, symbolsOf } from '../expression/syntax/expression.js';
import { parseExpression } from '../expression/syntax/parse.js';
import { printExpression } from '../expression/syntax/print.js';
import { type Aliases, aliasNames } from './aliases.js';

/** ∂/∂name as nerdamer gives it, or null. */
export function differentiateWithNerdamer(expression: Expression, name: string): Expression | null {
  const aliases = aliasNames([expression], [name]);
  const target = aliases.forward.get(name);
  if (target === undefined || target.kind !== 'symbol') return null;
  const answer = ask(() => nerdamer.diff(printExpression(aliased(expression, aliases)), target.name).toString());
  const parsed = answer === null ? null : readBack(answer, aliases);
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

/** An answer that holds another name, its imaginary unit i or Infinity, is none. */
function readBack(text: string, { backward }: Aliases): Expression | null {
  try {
    const parsed = parseExpression(text.replaceAll('sech(', '1/cosh('));
    return symbolsOf(parsed).every((name) => backward.has(name)) ? parsed : null;
  } catch {
    return null;
  }
}
