import { type Rational, rational } from '../arithmetic/rational.js';
import { type ZeroTest, zeroTest } from '../expression/algebra/zeroTest.js';
import { substitute } from '../expression/calculus/substitute.js';
import { type Expression, number } from '../expression/syntax/expression.js';
import type { Invariance } from '../symbolic/derivation.js';
import { along, type Field, restricted, type Statement } from '../symbolic/statement.js';

/** A field's component along one normal of the set, at the file's constants. */
export interface NormalComponent {
  /** its number among the statement's fields */
  readonly field: number;
  /** d exact numbers */
  readonly normal: readonly Rational[];
  /** in all parameters, the data's names and the constants */
  readonly anywhere: Expression;
  /** on the set, in the free parameters, the data's names and the constants */
  readonly onSet: Expression;
  /** the same at the file's constants */
  readonly here: Expression;
}

export function normalComponents(statement: Statement): NormalComponent[] {
  const { model } = statement;
  const constants = new Map([...model.constants].map(([name, value]) => [name, number(value)]));
  return statement.fields.flatMap((field, index) =>
    statement.normals.map((normal): NormalComponent => {
      const anywhere = along(model, field, normal);
      const onSet = restricted(statement, anywhere);
      return { field: index, normal, anywhere, onSet, here: substitute(onSet, constants) };
    }),
  );
}

/**
 * Whether the set is invariant under every batch of these samples (theory §3): every component vanishes at each of them
 * for all points of the set.
 */
export function invarianceAtSamples(
  statement: Statement,
  components: readonly NormalComponent[],
  rows: readonly (readonly Rational[])[],
): { readonly status: Invariance['status']; readonly reason: string } {
  let open: string | null = null;
  for (const { field, here } of components) {
    for (const [i, row] of rows.entries()) {
      const values = new Map(statement.data.map((name, j) => [name, number(row[j])]));
      const result = testOnSet(statement, substitute(here, values));
      if (result.status === 'zero') continue;
      const what = `the normal component of ${fieldName(statement.fields[field])} at sample ${i + 1}`;
      if (result.status === 'nonzero') return { status: 'refuted', reason: `${what} is not 0` };
      open ??= `${what} is neither proved zero nor refuted: ${result.reason}`;
    }
  }
  if (open !== null) return { status: 'undecided', reason: open };
  return {
    status: 'proved',
    reason: `no gradient has a component normal to the set at any of the file's ${rows.length} samples, identically in the parameters`,
  };
}

/** Whether an expression is 0 on the set for every one of some cases of data, identically in all other names. */
export function vanishes(
  statement: Statement,
  expression: Expression,
  cases: readonly ReadonlyMap<string, Rational>[],
): boolean {
  return cases.every((values) => {
    const fixed = new Map([...values].map(([name, value]) => [name, number(value)]));
    return testOnSet(statement, substitute(expression, fixed)).status === 'zero';
  });
}

/** The zero test with subgradients confined to their ranges. */
function testOnSet(statement: Statement, expression: Expression): ZeroTest {
  const ranges = new Map(
    [...statement.subgradients].map(([name, [low, high]]) => [name, [rational(low), rational(high)] as const]),
  );
  return zeroTest(expression, { ranges });
}

export function fieldName({ role }: Field): string {
  switch (role) {
    case 'loss':
    case 'regulariser':
    case 'output':
      return `the gradient of the ${role}`;
    case 'drift':
    case 'diffusion':
      return `the ${role}`;
  }
}
