import { type Expression, symbolsOf } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import { isLongerThan } from '../symbolic/expressionSize.js';

/** Whether a formula is too long for a reader: hundreds of names. */
export function isTooLong(expression: Expression): boolean {
  return isLongerThan(expression, mostNames);
}

/** A page. */
const mostNames = 600;

/**
 * What stands for a formula that is too long to be read: its size, what it is made of, and the names in it, in words; null
 * for one that is written out. The JSON of a derivation holds every formula whole.
 */
export function elided(expression: Expression): string | null {
  if (!isTooLong(expression)) return null;
  const size = printExpression(expression).length.toLocaleString('en');
  const names = symbolsOf(expression);
  const listed =
    names.length > mostListed ? [...names.slice(0, mostListed), `${names.length - mostListed} more`] : names;
  return `(${kindOf(expression)}, ${size} characters in ${listed.join(', ')}: see --format json)`;
}

const mostListed = 20;

function kindOf(expression: Expression): string {
  switch (expression.kind) {
    case 'sum':
      return `a sum of ${expression.terms.length} terms`;
    case 'product':
      return `a product of ${expression.factors.length} factors`;
    case 'moment':
      return `a ${expression.moment} over the samples`;
    case 'call':
      return `${expression.function}(...)`;
    default:
      return 'a formula';
  }
}
