import { InputError } from '../arithmetic/inputError.js';
import type { Expression } from '../expression/syntax/expression.js';
import { parseExpression } from '../expression/syntax/parse.js';

/** One random number in a formula for data: its law, and the name that stands for it in the formula. */
export interface Draw {
  readonly law: 'normal' | 'uniform';
  readonly name: string;
  /** mean and standard deviation, or the two ends */
  readonly arguments: readonly [Expression, Expression];
}

/** A formula with its draws taken out, in the order in which they are to be drawn (inner ones first, then left to right). */
export interface GeneratedExpression {
  readonly expression: Expression;
  readonly draws: readonly Draw[];
}

/**
 * Reads a formula that may hold normal(mean, std) and uniform(from, to), which the grammar of expressions does not know.
 *
 * `where` names the place in messages. Throws InputError when the formula does not parse.
 */
export function parseGenerated(text: string, where: string): GeneratedExpression {
  const draws: Draw[] = [];
  const read = (piece: string, depth: number): Expression => {
    if (depth > deepestNesting) throw new InputError(where, 'draws within draws too deep', `at most ${deepestNesting}`);
    let formula = '';
    let rest = piece;
    for (;;) {
      const call = /(?<![A-Za-z0-9_])(normal|uniform)\s*\(/.exec(rest);
      if (call === null) return parseExpression(formula + rest, where);
      const start = call.index + call[0].length;
      const pieces = argumentsFrom(rest, start, where);
      const law = call[1] as Draw['law'];
      if (pieces.texts.length !== 2) {
        const expected = law === 'normal' ? 'normal(mean, std)' : 'uniform(from, to)';
        throw new InputError(where, `${law} with ${pieces.texts.length} arguments`, expected);
      }
      const [first, second] = pieces.texts.map((inner) => read(inner, depth + 1));
      const name = `${drawPrefix}${draws.length + 1}`;
      draws.push({ law, name, arguments: [first, second] });
      formula += `${rest.slice(0, call.index)}${name}`;
      rest = rest.slice(pieces.end);
    }
  };
  if (text.length > longestText) {
    throw new InputError(where, `a formula of ${text.length} characters`, `at most ${longestText}`);
  }
  if (text.includes(drawPrefix)) throw new InputError(where, `a name that starts with ${drawPrefix}`, 'another name');
  const expression = read(text, 0);
  return { expression, draws };
}

/** Names of draws start with this; a model that uses such a name in its own formulas for data is refused. */
const drawPrefix = 'random_draw_';

/** Bounds on the formula of one column, far above what anybody writes. */
const longestText = 10_000;
const deepestNesting = 20;

/** The texts between commas from `start` to the parenthesis that closes, and the position after it. */
function argumentsFrom(text: string, start: number, where: string): { texts: string[]; end: number } {
  const texts: string[] = [];
  let depth = 0;
  let from = start;
  for (let i = start; i < text.length; i++) {
    const character = text[i];
    if (character === '(') depth += 1;
    else if (depth > 0 && character === ')') depth -= 1;
    else if (depth === 0 && (character === ',' || character === ')')) {
      texts.push(text.slice(from, i));
      from = i + 1;
      if (character === ')') return { texts, end: i + 1 };
    }
  }
  throw new InputError(where, `${JSON.stringify(text)} lacks a closing parenthesis`, '`)`');
}
