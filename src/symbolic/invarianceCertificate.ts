import { isZero, type Rational, toText } from '../arithmetic/rational.js';
import { symbolsOf } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import type {
  CounterexampleCertificate,
  IdentityChain,
  InvarianceCertificate,
  StatedModel,
} from '../kernel/certificate.js';
import { type Proved, prove, type Unproved } from '../kernel/proved.js';
import { hasValues, pointsOfSet } from './domain.js';
import { kinkArguments } from './kinks.js';
import type { NonzeroComponents } from './limitGradient.js';
import type { NormalComponent } from './normalComponents.js';
import { type Statement, statedFields } from './statement.js';

/**
 * The proof that a set is invariant, as data: the formulas as written and the set, and for a reader (`told`) the normal
 * gradients with the identities that lead from each to 0. Proved where the kernel follows it, for all data or for the given
 * rows; else why it does not.
 */
export function proveInvariance(
  statement: Statement,
  components: readonly NormalComponent[],
  claim: string,
  rows: readonly (readonly Rational[])[] | null,
  told: boolean,
): Proved<InvarianceCertificate> | Unproved {
  const samples = rows?.map((row) => new Map(statement.data.map((name, i) => [name, row[i]])));
  // no derivative that is written down has both sides of a kink
  const isTold = told && kinkArguments(statement).length === 0;
  const chains = isTold ? components.map((component) => identityChain(statement, component)) : [];
  let first: Unproved | null = null;
  // all data at once where that can be followed, else one case a target that the loss admits
  for (const cases of samples === undefined ? casesOf(statement) : [samples]) {
    for (const values of valuesTried(statement)) {
      for (const points of statedPoints(statement, cases, values)) {
        const found = prove<InvarianceCertificate>({
          version: 2,
          kind: 'invariance',
          ...statedModel(statement, claim),
          values: textValues(values),
          cases: cases.map(textValues),
          points: points.map(textValues),
          restriction: Object.fromEntries(
            [...statement.restriction].map(([name, value]) => [name, printExpression(value)] as const),
          ),
          chains,
        });
        if (found.status === 'proved') return found;
        first ??= found;
      }
    }
  }
  return first ?? { status: 'undecided', reason: 'no point of the set was found at which all formulas have a value' };
}

/** All values of the constants, else those of the file. */
function valuesTried({ model }: Statement): readonly ReadonlyMap<string, Rational>[] {
  return model.constants.size === 0 ? [model.constants] : [new Map(), model.constants];
}

/** For each case a point at which all formulas have values, several times; what is pinned is left out. */
function* statedPoints(
  statement: Statement,
  cases: readonly ReadonlyMap<string, Rational>[],
  values: ReadonlyMap<string, Rational>,
): Generator<ReadonlyMap<string, Rational>[]> {
  const candidates = cases.map((sample) => {
    const found: ReadonlyMap<string, Rational>[] = [];
    for (const point of pointsOfSet(statement, [sample])) {
      if (!hasValues(statement, point)) continue;
      found.push(new Map([...point].filter(([name]) => !sample.has(name) && !values.has(name))));
      if (found.length === mostPoints) break;
    }
    return found;
  });
  if (candidates.some((points) => points.length === 0)) return;
  for (let i = 0; i < mostPoints; i++) yield candidates.map((points) => points[i % points.length]);
}

/** A formula may have a value at a point, but none on one side of it. */
const mostPoints = 3;

function casesOf({ targets }: Statement): readonly (readonly ReadonlyMap<string, Rational>[])[] {
  return targets.length > 1 ? [[new Map()], targets] : [targets];
}

/** The refutation as data, at values of parameters, constants and data. */
export function counterexampleCertificate(
  statement: Statement,
  claim: string,
  values: ReadonlyMap<string, Rational>,
  { field, normal, components, toward }: NonzeroComponents,
): Proved<CounterexampleCertificate> | Unproved {
  const bounds = components[normal];
  if (bounds === null) return { status: 'undecided', reason: 'the component was not enclosed' };
  return prove<CounterexampleCertificate>({
    version: 2,
    kind: 'counterexample',
    ...statedModel(statement, claim),
    values: textValues(values),
    field,
    normal: statement.normals[normal].map(toText),
    bounds: [toText(bounds.lower), toText(bounds.upper)],
    toward: toward === null ? null : toward.map(toText),
  });
}

/** Exact numbers by name, as certificates write them. */
export function textValues(values: ReadonlyMap<string, Rational>): Record<string, string> {
  return Object.fromEntries([...values].map(([name, value]) => [name, toText(value)]));
}

/** What certificates of invariance say of a model, its formulas as the file states them. */
export function statedModel({ model, set, data }: Statement, claim: string): StatedModel {
  return {
    model: model.name,
    set: set.name,
    claim,
    parameters: model.parameters,
    data,
    equations: set.equations.map(printExpression),
    fields: statedFields(model).map(({ role, formulas }) => ({ role, formulas: formulas.map(printExpression) })),
  };
}

function identityChain({ fields, restriction }: Statement, component: NormalComponent): IdentityChain {
  const { field, normal, anywhere, onSet } = component;
  const steps = [
    {
      expression: printExpression(anywhere),
      by: `${fields[field].kind === 'gradient' ? 'differentiating' : 'taking'} along the normal`,
    },
  ];
  const used = [...restriction].filter(([name]) => symbolsOf(anywhere).includes(name));
  if (used.length > 0) {
    const substituted = used.map(([name, value]) => `${name} = ${printExpression(value)}`).join(', ');
    steps.push({ expression: printExpression(onSet), by: `${substituted} on the set` });
  }
  const isFinal = onSet.kind === 'number' && isZero(onSet.value);
  if (!isFinal) steps.push({ expression: '0', by: 'collecting terms' });
  return { field, normal: normal.map(toText), steps };
}
