import { type Rational, rational } from '../arithmetic/rational.js';
import { type ZeroTest, zeroTest } from '../expression/algebra/zeroTest.js';
import { substitute } from '../expression/calculus/substitute.js';
import { type Expression, number } from '../expression/syntax/expression.js';
import { along, type Field, restricted, type Statement } from './statement.js';

/** A field's component along one normal of the set. */
export interface NormalComponent {
  /** its number among the statement's fields */
  readonly field: number;
  /** d exact numbers */
  readonly normal: readonly Rational[];
  /** in all parameters, the data's names and the constants */
  readonly anywhere: Expression;
  /** on the set, in the free parameters, the data's names and the constants */
  readonly onSet: Expression;
}

/** The components of all fields along the set's orthogonal normals, field by field. */
export function normalComponents(statement: Statement): NormalComponent[] {
  const { model } = statement;
  return statement.fields.flatMap((field, index) =>
    statement.normals.map((normal): NormalComponent => {
      const anywhere = along(model, field, normal);
      return { field: index, normal, anywhere, onSet: restricted(statement, anywhere) };
    }),
  );
}

/** Whether an expression is 0 on the set for every one of some cases of data, identically in all other names. */
export function vanishes(
  statement: Statement,
  expression: Expression,
  cases: readonly ReadonlyMap<string, Rational>[],
): boolean {
  return cases.every((values) => testOnSet(statement, expression, values).status === 'zero');
}

/** The zero test of an expression at some values, with subgradients confined to their ranges. */
export function testOnSet(
  statement: Statement,
  expression: Expression,
  values: ReadonlyMap<string, Rational>,
  defined: readonly Expression[] = [],
): ZeroTest {
  const fixed = new Map([...values].map(([name, value]) => [name, number(value)]));
  const ranges = new Map(
    [...statement.subgradients].map(([name, [low, high]]) => [name, [rational(low), rational(high)] as const]),
  );
  const at = (one: Expression): Expression => (fixed.size === 0 ? one : substitute(one, fixed));
  return zeroTest(at(expression), { ranges, defined: defined.map(at) });
}

/** What pulls, in words. */
export function fieldName({ role }: Field): string {
  switch (role) {
    case 'loss':
    case 'regulariser':
    case 'output':
      return `the gradient of the ${role}`;
    case 'drift':
      return 'the drift';
    case 'diffusion':
      return 'the stated noise';
  }
}
