import { isZero, type Rational, toText } from '../arithmetic/rational.js';
import { type Expression, symbolsOf } from '../expression/syntax/expression.js';
import { isVariableName } from '../expression/syntax/names.js';
import { printExpression } from '../expression/syntax/print.js';
import type {
  CounterexampleCertificate,
  IdentityChain,
  InvarianceCertificate,
  StatedModel,
} from '../kernel/certificate.js';
import { checkClaimCertificate } from '../kernel/claim/checkClaimCertificate.js';
import type { Model } from '../model/model.js';
import type { NonzeroComponents } from './limitGradient.js';
import { type NormalComponent, vanishes } from './normalComponents.js';
import type { Statement } from './statement.js';

/**
 * The proof that a set is invariant, as data: the loss as written, the set, the normal gradients and the identities that
 * lead from each to 0. Verified by the checker before it is returned; null where the checker cannot follow.
 */
export function invarianceCertificate(
  statement: Statement,
  components: readonly NormalComponent[],
  claim: string,
  rows: readonly (readonly Rational[])[] | null,
): InvarianceCertificate | null {
  const samples = rows?.map((row) => new Map(statement.data.map((name, i) => [name, row[i]])));
  // all data at once where that can be followed, else one case a target that the loss admits
  for (const cases of samples === undefined ? [anyData, statement.targets] : [samples]) {
    const isGeneral = components.every(({ onSet }) => vanishes(statement, onSet, cases));
    const certificate: InvarianceCertificate = {
      version: 1,
      kind: 'invariance',
      ...statedModel(statement, claim),
      values: isGeneral ? {} : textValues(statement.model.constants),
      cases: cases.map(textValues),
      restriction: Object.fromEntries(
        [...statement.restriction].map(([name, value]) => [name, printExpression(value)] as const),
      ),
      chains: components.flatMap((component) => identityChain(statement, component) ?? []),
    };
    if (checkClaimCertificate(certificate).valid) return certificate;
  }
  return null;
}

const anyData: readonly ReadonlyMap<string, Rational>[] = [new Map()];

/** The refutation as data, at values of parameters, constants and data; null where the checker cannot follow. */
export function counterexampleCertificate(
  statement: Statement,
  claim: string,
  values: ReadonlyMap<string, Rational>,
  { field, normal, components, toward }: NonzeroComponents,
): CounterexampleCertificate | null {
  const bounds = components[normal];
  // the checker knows no sides of a kink
  if (bounds === null || toward !== null) return null;
  const certificate: CounterexampleCertificate = {
    version: 1,
    kind: 'counterexample',
    ...statedModel(statement, claim),
    values: textValues(values),
    field,
    normal: statement.normals[normal].map(toText),
    bounds: [toText(bounds.lower), toText(bounds.upper)],
  };
  return checkClaimCertificate(certificate).valid ? certificate : null;
}

/** Exact numbers by name, as certificates write them. */
export function textValues(values: ReadonlyMap<string, Rational>): Record<string, string> {
  return Object.fromEntries([...values].map(([name, value]) => [name, toText(value)]));
}

function statedModel({ model, set, data }: Statement, claim: string): StatedModel {
  return {
    model: model.name,
    set: set.name,
    claim,
    parameters: model.parameters,
    data,
    equations: set.equations.map(printExpression),
    fields: statedFields(model),
  };
}

/** The formulas as the file states them, before anything is done to them; in the order of the statement's fields. */
function statedFields({ dynamics, noise }: Model): StatedModel['fields'] {
  const print = (formulas: readonly Expression[]): string[] => formulas.map(printExpression);
  if (dynamics.kind === 'sde') {
    const columns = noise.flatMap((one) =>
      one.kind === 'explicit' ? one.diffusion[0].map((_, j) => one.diffusion.map((row) => row[j])) : [],
    );
    return [
      { role: 'drift', formulas: print(dynamics.drift) },
      ...columns.map((column) => ({ role: 'diffusion' as const, formulas: print(column) })),
    ];
  }
  const noisyOutputs = noise.some(({ kind }) => kind === 'label' || kind === 'residual') ? (dynamics.output ?? []) : [];
  return [
    { role: 'loss', formulas: print([dynamics.loss]) },
    { role: 'regulariser', formulas: print([dynamics.regulariser]) },
    ...noisyOutputs.map((output) => ({ role: 'output' as const, formulas: print([output]) })),
  ];
}

/** Null where a subgradient stands in the formulas: the checker then goes from the formula to 0 by itself. */
function identityChain({ fields, restriction }: Statement, component: NormalComponent): IdentityChain[] | null {
  const { field, normal, anywhere, onSet } = component;
  if (!symbolsOf(anywhere, onSet).every(isVariableName)) return null;
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
  return [{ field, normal: normal.map(toText), steps }];
}
