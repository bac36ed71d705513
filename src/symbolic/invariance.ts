import type { Enclosure } from '../arithmetic/enclosure.js';
import { fromNumber, type Rational, rational, toNumber } from '../arithmetic/rational.js';
import { evaluateExact } from '../expression/evaluation/evaluateExact.js';
import { isNumber, number } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import { inSlices } from '../model/slices.js';
import { saying } from './criticalPoints.js';
import type { Counterexample, Invariance } from './derivation.js';
import { hasValueSomewhere } from './domain.js';
import { proveInvariance } from './invarianceCertificate.js';
import { searchKinks } from './kinkSearch.js';
import { kinkArguments, parametersAt } from './kinks.js';
import { boundsOf, isSeparated, type NonzeroComponents, nonzeroComponents } from './limitGradient.js';
import { fieldName, type NormalComponent, normalComponents, testOnSet, vanishes } from './normalComponents.js';
import { type Statement, stateProblem } from './statement.js';

/**
 * Whether no update can leave the set, for every sample or for given ones (theory §3): the normal gradients of the loss,
 * of the regulariser and, where noise acts on the outputs, of the outputs vanish on the set as identities, and so does
 * every limit of them at a kink.
 *
 * `proved` rests on a certificate that the kernel follows, `refuted` on one point at which an enclosure of a normal gradient
 * excludes 0.
 */
export function deriveInvariance(
  statement: Statement,
  rows: readonly (readonly Rational[])[] | null = null,
): Invariance {
  const { model, set, data } = statement;
  const parts =
    rows === null
      ? [statement]
      : rows.map((row) => stateProblem(model, set, new Map(data.map((name, i) => [name, row[i]]))));
  const components = normalComponents(statement);
  const judgements = parts.map((part) => judged(part, part === statement ? components : normalComponents(part)));
  const decided =
    judgements.find((one) => one.kind === 'refuted') ?? judgements.find((one) => one.kind === 'open') ?? judgements[0];
  if (decided.kind === 'refuted') return decided.invariance;
  if (decided.kind === 'open') return undecided(decided.reason);
  const reason =
    rows === null
      ? decided.reason
      : `no gradient has a component normal to the set at any of the file's ${rows.length} samples, identically in the parameters`;
  const proof = proveInvariance(statement, components, 'invariant: true', rows, false);
  if (proof.status === 'proved') return { ...proof, reason };
  return undecided(
    `${decided.objection ?? `${reason}, but the checker of certificates does not follow`}: ${proof.reason}`,
  );
}

/**
 * Whether an update can leave the set as far as this search sees, which proves nothing by itself: what it finds vanishing
 * the kernel is asked about.
 */
type Judgement =
  | { readonly kind: 'vanishes'; readonly reason: string; readonly objection: string | null }
  | { readonly kind: 'refuted'; readonly invariance: Extract<Invariance, { status: 'refuted' }> }
  | { readonly kind: 'open'; readonly reason: string };

/** Whether the search finds that no update leaves the set, at points with a gradient at least; without asking the kernel. */
export function seemsInvariant(statement: Statement): boolean {
  const judgement = judged(statement, normalComponents(statement));
  return judgement.kind === 'vanishes' || (judgement.kind === 'refuted' && judgement.invariance.holdsElsewhere);
}

function judged(statement: Statement, components: readonly NormalComponent[]): Judgement {
  // where a derivative of higher order is missing there is a gradient all the same, and fields given outright need none
  const isGiven = statement.fields.every(({ kind }) => kind === 'vector');
  const rough = statement.breaks.find(
    ({ problem }) => problem !== 'kink' && problem !== 'order' && !(isGiven && problem === 'slope'),
  );
  if (rough !== undefined) {
    const { atom, at, problem } = rough;
    const reason = `the gradient is not defined on the set: ${atom} ${saying(problem)} where ${at} = 0, and no limit was found`;
    return { kind: 'open', reason };
  }
  if (!hasValueSomewhere(statement)) {
    const reason = 'no point of the set was found at which all formulas have a value, so that nothing is claimed';
    return { kind: 'open', reason };
  }
  const generic = judgedByIdentities(statement, components);
  if (generic.kind === 'refuted') return generic;
  const found = searchKinks(statement);
  if (found === null) return generic;
  const holdsElsewhere = generic.kind === 'vanishes' && generic.objection === null;
  return refuted(statement, found.values, found.nonzero, holdsElsewhere);
}

/** With formulas differentiated as on either side of a kink, and every value of a subgradient where one is all over the set. */
function judgedByIdentities(statement: Statement, components: readonly NormalComponent[]): Judgement {
  const isGeneral = components.every(
    ({ onSet }) => vanishes(statement, onSet, [new Map()]) || vanishes(statement, onSet, statement.targets),
  );
  const { model, set, fixed } = statement;
  // kinks that constants such as 0 bring about are met at these constants alone
  const here = isGeneral ? statement : stateProblem(model, set, new Map([...model.constants, ...fixed]));
  const objection = isGeneral ? null : objectionTo(here);
  if (objection !== null) return objection;
  const names = statement.fields.flatMap((field) =>
    field.kind === 'gradient' && isNumber(field.formulas[0], 0) && field.role !== 'loss' ? [] : [fieldName(field)],
  );
  const scope = statement.data.length > 0 ? ` for every ${inSlices(statement.data, statement.data).join(', ')}` : '';
  const constants = isGeneral ? '' : ' at the constants of the file (not for all of their values)';
  const smooth = here.subgradients.size > 0 ? ' and every value of the subgradient' : '';
  const verb = new Set(names).size > 1 ? 'have' : 'has';
  return {
    kind: 'vanishes',
    reason: `${joined(names)} ${verb} no component normal to the set on it, identically in the parameters${scope}${smooth}${constants}`,
    objection: null,
  };
}

/** A point at which a component is not 0, or the component of which that is open; null where all vanish identically. */
function objectionTo(statement: Statement): Judgement | null {
  const { fields } = statement;
  const components = normalComponents(statement);
  let open: string | null = null;
  let objection: string | null = null;
  for (const { field, onSet } of components) {
    for (const values of statement.targets) {
      const result = testOnSet(statement, onSet, values, fields[field].formulas);
      if (result.status === 'zero') continue;
      const name = `the normal component of ${fieldName(fields[field])}`;
      if (result.status === 'unknown') {
        open ??= `${name} is neither proved zero nor refuted: ${result.reason}`;
        continue;
      }
      const witness = new Map([...statement.fixed, ...values, ...result.witness]);
      const found = confirmed(statement, components, witness);
      if (found !== null) return refuted(statement, witness, found, false);
      objection ??= `${name} is not 0 for some value of the subgradients; no point was found at which the formula as a whole has one, and the checker of certificates does not follow`;
    }
  }
  if (open !== null) return { kind: 'open', reason: open };
  const reason = 'the kinks of the formulas cancel, and no gradient has a component normal to the set on it';
  return objection === null ? null : { kind: 'vanishes', reason, objection };
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
): Extract<Judgement, { kind: 'refuted' }> {
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
  const invariance = { status: 'refuted', reason: `${reason}${elsewhere}`, counterexample, holdsElsewhere } as const;
  return { kind: 'refuted', invariance };
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
