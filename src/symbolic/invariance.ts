import type { Enclosure } from '../arithmetic/enclosure.js';
import { fromNumber, type Rational, rational, toNumber } from '../arithmetic/rational.js';
import { evaluateExact } from '../expression/evaluation/evaluate.js';
import { type Expression, isNumber, number } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import { saying } from './criticalPoints.js';
import type { Counterexample, Invariance } from './derivation.js';
import { hasValueSomewhere } from './domain.js';
import { searchKinks } from './kinkSearch.js';
import { kinkArguments, parametersAt } from './kinks.js';
import { boundsOf, isSeparated, type NonzeroComponents, nonzeroComponents } from './limitGradient.js';
import { fieldName, type NormalComponent, normalComponents, testOnSet, vanishes } from './normalComponents.js';
import { type Field, type Statement, stateProblem } from './statement.js';

/**
 * Whether no update can leave the set, for every sample or for given ones (theory §3): the normal gradients of the loss,
 * of the regulariser and, where noise acts on the outputs, of the outputs vanish on the set as identities, and so does
 * every limit of them at a kink.
 *
 * `proved` rests on the exact zero test, `refuted` on one point at which an enclosure of a normal gradient excludes 0.
 */
export function deriveInvariance(
  statement: Statement,
  rows: readonly (readonly Rational[])[] | null = null,
): Invariance {
  if (rows === null) return judged(statement);
  const { model, set, data } = statement;
  let open: Invariance | null = null;
  for (const row of rows) {
    const atSample = judged(stateProblem(model, set, new Map(data.map((name, i) => [name, row[i]]))));
    if (atSample.status === 'refuted') return atSample;
    if (atSample.status === 'undecided') open ??= atSample;
  }
  const reason = `no gradient has a component normal to the set at any of the file's ${rows.length} samples, identically in the parameters`;
  return open ?? { status: 'proved', reason };
}

function judged(statement: Statement): Invariance {
  const rough = statement.breaks.find(({ problem }) => problem !== 'kink');
  if (rough !== undefined) {
    const { atom, at, problem } = rough;
    return undecided(
      `the gradient is not defined on the set: ${atom} ${saying(problem)} where ${at} = 0, and no limit was found`,
    );
  }
  if (!hasValueSomewhere(statement)) {
    return undecided('no point of the set was found at which all formulas have a value, so that nothing is claimed');
  }
  const generic = judgedByIdentities(statement);
  if (generic.status === 'refuted') return generic;
  const found = searchKinks(statement);
  return found === null ? generic : refuted(statement, found.values, found.nonzero, generic.status === 'proved');
}

/** With formulas differentiated as on either side of a kink, and every value of a subgradient where one is all over the set. */
function judgedByIdentities(statement: Statement): Invariance {
  const isGeneral = normalComponents(statement).every(
    ({ onSet }) => vanishes(statement, onSet, [new Map()]) || vanishes(statement, onSet, statement.targets),
  );
  const { model, set, fixed } = statement;
  // kinks that constants such as 0 bring about are met at these constants alone
  const here = isGeneral ? statement : stateProblem(model, set, new Map([...model.constants, ...fixed]));
  const objection = isGeneral ? null : objectionTo(here);
  if (objection !== null) return objection;
  const names = statement.fields.flatMap((field) =>
    field.kind === 'gradient' && isNumber(field.of, 0) && field.role !== 'loss' ? [] : [fieldName(field)],
  );
  const scope = statement.data.length > 0 ? ` for every ${statement.data.join(', ')}` : '';
  const constants = isGeneral ? '' : ' at the constants of the file (not for all of their values)';
  const smooth = here.subgradients.size > 0 ? ' and every value of the subgradient' : '';
  return {
    status: 'proved',
    reason: `${joined(names)} has no component normal to the set on it, identically in the parameters${scope}${smooth}${constants}`,
  };
}

/** A point at which a component is not 0, or the component of which that is open; null where all vanish identically. */
function objectionTo(statement: Statement): Invariance | null {
  const { fields } = statement;
  const components = normalComponents(statement);
  let open: string | null = null;
  for (const { field, onSet } of components) {
    for (const values of statement.targets) {
      const result = testOnSet(statement, onSet, values, formulasOf(fields[field]));
      if (result.status === 'zero') continue;
      const name = `the normal component of ${fieldName(fields[field])}`;
      if (result.status === 'unknown') {
        open ??= `${name} is neither proved zero nor refuted: ${result.reason}`;
        continue;
      }
      const witness = new Map([...statement.fixed, ...values, ...result.witness]);
      const found = confirmed(statement, components, witness);
      if (found !== null) return refuted(statement, witness, found, false);
      open ??= `${name} is not 0 for some value of the subgradients, but no point was found at which the formula as a whole has one`;
    }
  }
  return open === null ? null : undecided(open);
}

/** What must have a value where a field is held against it. */
function formulasOf(field: Field): readonly Expression[] {
  return field.kind === 'gradient' ? [field.of] : field.components;
}

/** The components at a point that the zero test found, where the formulas themselves have them. */
function confirmed(
  statement: Statement,
  components: readonly NormalComponent[],
  witness: ReadonlyMap<string, Rational>,
): NonzeroComponents | null {
  const missing = [...statement.free, ...statement.data].filter((name) => !witness.has(name));
  const values = new Map([...witness, ...missing.map((name) => [name, rational(0)] as const)]);
  const all = parametersAt(statement, values);
  if (all !== null) return nonzeroComponents(statement, all);
  // the set lies at an irrational offset, w = sqrt(2)
  if (kinkArguments(statement).length > 0 || statement.subgradients.size > 0) return null;
  for (const field of statement.fields.keys()) {
    const bounds = components.filter((one) => one.field === field).map(({ onSet }) => boundsOf(onSet, values));
    const normal = bounds.findIndex(isSeparated);
    if (normal >= 0) return { field, normal, components: bounds, toward: null };
  }
  return null;
}

function refuted(
  statement: Statement,
  witness: ReadonlyMap<string, Rational>,
  { field, components, toward }: NonzeroComponents,
  holdsElsewhere: boolean,
): Invariance {
  const { model, data, free } = statement;
  const values = new Map([...model.constants, ...witness, ...statement.fixed]);
  for (const name of [...free, ...data]) if (!values.has(name)) values.set(name, rational(0));
  const theta = new Map(
    model.parameters.map((name) => {
      const onSet = statement.restriction.get(name);
      if (onSet === undefined) return [name, values.get(name) ?? rational(0)] as const;
      // an irrational offset, w = sqrt(2), is written as the decimal nearest to it
      return [name, evaluateExact(onSet, values) ?? fromNumber(middle(boundsOf(onSet, values)))] as const;
    }),
  );
  const normalGradient = components.map(middle);
  const counterexample: Counterexample = {
    theta,
    constants: model.constants,
    sample: new Map(data.map((name) => [name, values.get(name) as Rational])),
    toward: toward && new Map(model.parameters.map((name, i) => [name, toward[i]])),
    normalGradient,
  };
  const name = fieldName(statement.fields[field]);
  const where = `at ${pointText(new Map([...theta, ...counterexample.sample]))}`;
  const value = normalGradient.map((one) => (Number.isNaN(one) ? 'undefined' : one.toPrecision(6))).join(', ');
  const reason =
    toward === null
      ? `${where} ${name} has the normal component ${value}`
      : `${where} is a kink, on one side of which ${name} tends to the normal component ${value}`;
  const elsewhere = holdsElsewhere ? '; wherever there is a gradient it has no component normal to the set' : '';
  return { status: 'refuted', reason: `${reason}${elsewhere}`, counterexample, holdsElsewhere };
}

function undecided(reason: string): Invariance {
  return { status: 'undecided', reason };
}

function middle(bounds: Enclosure | null): number {
  return bounds === null ? Number.NaN : toNumber(bounds.lower) / 2 + toNumber(bounds.upper) / 2;
}

function pointText(point: ReadonlyMap<string, Rational>): string {
  return [...point].map(([name, value]) => `${name} = ${printExpression(number(value))}`).join(', ');
}

function joined(parts: readonly string[]): string {
  const distinct = [...new Set(parts)];
  return distinct.length === 1
    ? distinct[0]
    : `${distinct.slice(0, -1).join(', ')} and ${distinct[distinct.length - 1]}`;
}
