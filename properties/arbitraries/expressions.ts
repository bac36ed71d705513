import fc from 'fast-check';
import { functions } from '../../src/expression/functions/functions.js';
import {
  type ComparisonOperator,
  call,
  comparison,
  conditional,
  type Expression,
  e,
  logical,
  moment,
  pi,
  power,
  product,
  quotient,
  sum,
  symbol,
} from '../../src/expression/syntax/expression.js';
import { type FunctionName, functionNames } from '../../src/expression/syntax/functionName.js';
import { exactNumbers } from './exactNumbers.js';

/** A few plain names and a few that are properties of every object. */
const treacherousNames = ['x', 'y', 'w1', 'constructor', '__proto__', 'toString', 'E'] as const;

export interface ExpressionConstraints {
  /** the names that may occur; default: a few plain and a few treacherous ones */
  readonly names?: readonly string[];
  /** default: all */
  readonly functions?: readonly FunctionName[];
  /** whether mean(…) and var(…) may occur; default true */
  readonly moments?: boolean;
  /** whether conditionals may occur; default true */
  readonly conditionals?: boolean;
}

/** Expressions (numbers, not conditions) of every kind the constructors build. */
export function expressions(constraints: ExpressionConstraints = {}): fc.Arbitrary<Expression> {
  return fc.letrec<{ value: Expression; condition: Expression }>((tie) => {
    const value = tie('value');
    const condition = tie('condition');
    const shared = { depthIdentifier: 'expression', maxDepth: 4 } as const;
    const leaf = fc.oneof(
      fc.constantFrom(...(constraints.names ?? treacherousNames)).map(symbol),
      exactNumbers(),
      fc.constantFrom(pi, e),
    );
    const branches: fc.Arbitrary<Expression>[] = [
      fc.array(value, { maxLength: 4, depthIdentifier: 'expression' }).map((terms) => sum(...terms)),
      fc.array(value, { maxLength: 4, depthIdentifier: 'expression' }).map((factors) => product(...factors)),
      fc.tuple(value, value).map(([a, b]) => quotient(a, b)),
      fc.tuple(value, fc.integer({ min: -3, max: 4 })).map(([base, n]) => power(base, n)),
      fc.tuple(value, value).map(([base, exponent]) => power(base, exponent)),
      fc
        .constantFrom(...(constraints.functions ?? functionNames))
        .chain((name) => argumentsOf(functions[name].arity, value).map((values) => call(name, ...values))),
    ];
    if (constraints.moments ?? true) {
      branches.push(fc.tuple(fc.constantFrom('mean', 'var'), value).map(([name, inner]) => moment(name, inner)));
    }
    if (constraints.conditionals ?? true) {
      branches.push(
        fc.tuple(condition, value, value).map(([test, then, otherwise]) => conditional(test, then, otherwise)),
      );
    }
    const operators: ComparisonOperator[] = ['<', '<=', '>', '>=', '==', '!='];
    const comparisons = fc
      .tuple(fc.constantFrom(...operators), value, value)
      .map(([operator, left, right]) => comparison(operator, left, right));
    return {
      value: fc.oneof(shared, { arbitrary: leaf, weight: 2 }, ...branches),
      condition: fc.oneof(
        shared,
        { arbitrary: comparisons, weight: 3 },
        fc
          .tuple(fc.constantFrom('and', 'or'), fc.array(condition, { minLength: 1, maxLength: 3 }))
          .map(([operator, operands]) => logical(operator, ...operands)),
        condition.map((operand) => logical('not', operand)),
        fc.tuple(condition, condition, condition).map(([test, a, b]) => conditional(test, a, b)),
      ),
    };
  }).value;
}

function argumentsOf(arity: number | 'any', value: fc.Arbitrary<Expression>): fc.Arbitrary<Expression[]> {
  return arity === 'any'
    ? fc.array(value, { minLength: 1, maxLength: 3 })
    : fc.array(value, { minLength: arity, maxLength: arity });
}
