import type { Rational } from '../../arithmetic/rational.js';
import { type Expression, isNumber, number } from '../syntax/expression.js';

/** For FunctionFacts.exact: the value at a number that is one too. */
export function ofNumber(value: (argument: Rational) => Rational | null) {
  return ([z]: readonly Expression[]): Expression | null => {
    const result = z.kind === 'number' ? value(z.value) : null;
    return result === null ? null : number(result);
  };
}

/** For FunctionFacts.exact: the value at 0. */
export function atZero(value: Expression) {
  return ([z]: readonly Expression[]): Expression | null => (isNumber(z, 0) ? value : null);
}
