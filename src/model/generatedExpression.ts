import { InputError } from '../arithmetic/inputError.js';
import { shapeText } from '../expression/syntax/arrayValue.js';
import { elaborate } from '../expression/syntax/elaborate.js';
import { type Expression, symbol } from '../expression/syntax/expression.js';
import { parseSyntax } from '../expression/syntax/parseSyntax.js';
import { laws, type Scope } from '../expression/syntax/scope.js';

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
 * Gives one formula for each element of `shape`, each with draws of its own; a formula for a single number is taken for
 * every element. `where` names the place in messages. Throws InputError when the formula does not parse, or has another
 * shape.
 */
export function parseGenerated(
  text: string,
  where: string,
  shape: readonly number[] = [],
  scope: Scope = {},
): GeneratedExpression[] {
  if (text.length > longestText) {
    throw new InputError(where, `a formula of ${text.length} characters`, `at most ${longestText}`);
  }
  if (text.includes(drawPrefix)) throw new InputError(where, `a name that starts with ${drawPrefix}`, 'another name');
  const syntax = parseSyntax(text, where, Object.keys(laws));
  const count = shape.reduce((total, size) => total * size, 1);
  return Array.from({ length: count }, (_, place) => {
    const draws: Draw[] = [];
    const draw = (law: string, values: readonly [Expression, Expression]): Expression => {
      const name = `${drawPrefix}${draws.length + 1}`;
      draws.push({ law: law as Draw['law'], name, arguments: values });
      return symbol(name);
    };
    const { value } = elaborate(syntax, where, { ...scope, draw });
    if (value.shape.length > 0 && String(value.shape) !== String(shape)) {
      throw new InputError(where, `the formula has ${shapeText(value.shape)}`, shapeText(shape));
    }
    return { expression: value.elements[value.shape.length === 0 ? 0 : place], draws };
  });
}

/** Names of draws start with this; a model that uses such a name in its own formulas for data is refused. */
const drawPrefix = 'random_draw_';

/** A bound on the formula of one column, far above what anybody writes. */
const longestText = 10_000;
