import { fromNumber, type Rational, rational, toNumber } from '../arithmetic/rational.js';
import { valueEnclosure, zeroTest } from '../expression/algebra/zeroTest.js';
import { substitute } from '../expression/calculus/substitute.js';
import { evaluateExact } from '../expression/evaluation/evaluate.js';
import { type Expression, isNumber, number } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import { saying } from './criticalPoints.js';
import type { Counterexample, Invariance } from './derivation.js';
import { along, type Field, restricted, type Statement } from './statement.js';

/**
 * Whether no update can leave the set, for every sample (theory §3): the normal gradients of the loss, of the
 * regulariser and, where noise acts on the outputs, of the outputs vanish on the set as identities.
 *
 * `proved` rests on the exact zero test, `refuted` on one point at which an enclosure of the normal gradient excludes 0.
 */
export function deriveInvariance(statement: Statement): Invariance {
  const rough = statement.breaks.find(({ problem }) => problem !== 'kink');
  if (rough !== undefined) {
    const { atom, at, problem } = rough;
    return {
      status: 'undecided',
      reason: `the gradient is not defined on the set: ${atom} ${saying(problem)} where ${at} = 0, and no limit was found`,
    };
  }
  const identities: string[] = [];
  let open: string | null = null;
  let onlyHere = false;
  for (const field of statement.fields) {
    if (field.kind === 'gradient' && isNumber(field.of, 0)) continue;
    const components = statement.normals.map((normal) => restricted(statement, along(statement.model, field, normal)));
    for (const component of components) {
      if (vanishesEverywhere(statement, component)) continue;
      const here = substitute(component, constantsOf(statement));
      for (const targets of statement.targets) {
        const fixed = new Map([...constantsOf(statement), ...numbers(targets)]);
        const result = zeroTest(substitute(component, fixed), {
          ranges: rangesOf(statement),
          defined: potentialsOf(field).map((value) => substitute(restricted(statement, value), fixed)),
        });
        if (result.status === 'zero') onlyHere = true;
        else if (result.status === 'nonzero')
          return refuted(statement, field, components, new Map([...targets, ...result.witness]));
        else
          open ??= `the normal gradient of the ${field.role}, ${printExpression(here)}, is neither proved zero nor refuted: ${result.reason}`;
      }
    }
    identities.push(`${nameOf(field)} has no component normal to the set`);
  }
  if (open !== null) return { status: 'undecided', reason: open };
  const scope = statement.data.length > 0 ? ` for every ${statement.data.join(', ')}` : '';
  const constants = onlyHere ? ' at the constants of the file (not for all of their values)' : '';
  const smooth = statement.subgradients.size > 0 ? ' and every value of the subgradient' : '';
  return {
    status: 'proved',
    reason: `${joined(identities)} on it, identically in the parameters${scope}${smooth}${constants}`,
  };
}

/** What must have a value where the field is held against it. */
function potentialsOf(field: Field): readonly Expression[] {
  return field.kind === 'gradient' ? [field.of] : field.components;
}

/** For all values of the constants, and for every sample that the loss admits. */
function vanishesEverywhere(statement: Statement, component: Expression): boolean {
  const ranges = rangesOf(statement);
  const isZero = (value: Expression): boolean => zeroTest(value, { ranges }).status === 'zero';
  if (isZero(component)) return true;
  const { targets } = statement;
  return targets.length > 1 && targets.every((values) => isZero(substitute(component, numbers(values))));
}

/** Subgradients take values in their range only; everything else may be any real number. */
function rangesOf(statement: Statement): ReadonlyMap<string, readonly [Rational, Rational]> {
  return new Map(
    [...statement.subgradients].map(([name, [low, high]]) => [name, [rational(low), rational(high)] as const]),
  );
}

function constantsOf(statement: Statement): ReadonlyMap<string, Expression> {
  return numbers(statement.model.constants);
}

function numbers(values: ReadonlyMap<string, Rational>): ReadonlyMap<string, Expression> {
  return new Map([...values].map(([name, value]) => [name, number(value)]));
}

function refuted(
  statement: Statement,
  field: Field,
  components: readonly Expression[],
  witness: ReadonlyMap<string, Rational>,
): Invariance {
  const { model, data } = statement;
  const values = new Map([...model.constants, ...witness]);
  for (const name of [...statement.free, ...data]) if (!values.has(name)) values.set(name, rational(0));
  const theta = new Map(
    model.parameters.map((name) => {
      const onSet = statement.restriction.get(name);
      if (onSet === undefined) return [name, values.get(name) ?? rational(0)] as const;
      // an irrational offset, w = sqrt(2), is written as the decimal nearest to it
      return [name, evaluateExact(onSet, values) ?? fromNumber(nearest(onSet, values))] as const;
    }),
  );
  const normalGradient = components.map((component) => nearest(component, values));
  const counterexample: Counterexample = {
    theta,
    constants: model.constants,
    sample: new Map(data.map((name) => [name, values.get(name) as Rational])),
    normalGradient,
  };
  const point = [...theta, ...counterexample.sample]
    .map(([name, value]) => `${name} = ${printExpression(number(value))}`)
    .join(', ');
  return {
    status: 'refuted',
    reason: `at ${point} ${nameOf(field)} has the normal component ${normalGradient.map((value) => value.toPrecision(6)).join(', ')}`,
    counterexample,
  };
}

function nearest(value: Expression, values: ReadonlyMap<string, Rational>): number {
  const enclosure = valueEnclosure(value, values);
  return enclosure === null ? Number.NaN : toNumber(enclosure.lower) / 2 + toNumber(enclosure.upper) / 2;
}

function nameOf(field: Field): string {
  switch (field.role) {
    case 'loss':
      return 'the gradient of the loss';
    case 'regulariser':
      return 'the gradient of the regulariser';
    case 'output':
      return 'the gradient of the output';
    case 'drift':
      return 'the drift';
    case 'diffusion':
      return 'the diffusion';
  }
}

function joined(parts: readonly string[]): string {
  const distinct = [...new Set(parts)];
  return distinct.length === 1
    ? distinct[0]
    : `${distinct.slice(0, -1).join(', ')} and ${distinct[distinct.length - 1]}`;
}
