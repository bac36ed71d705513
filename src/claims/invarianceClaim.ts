import { printExpression } from '../expression/syntax/print.js';
import type { AffineSet, Claim, Model } from '../model/model.js';
import type { Derivation } from '../symbolic/derivation.js';
import { type Statement, stateProblem } from '../symbolic/statement.js';
import type { CheckOptions } from './checkOptions.js';
import { numberText } from './claimText.js';
import type { Finding } from './finding.js';
import { counterexampleCertificate, invarianceCertificate } from './invarianceCertificate.js';
import { type FoundCounterexample, searchCounterexample } from './invarianceSearch.js';
import { fieldName, invarianceAtSamples, type NormalComponent, normalComponents } from './normalComponents.js';

type InvarianceClaim = Extract<Claim, { kind: 'invariant' }>;

/**
 * Decides `invariant: true | false` (theory §3): proved invariant by identities in the parameters (and, unless the claim
 * says `data: given`, in the data), not invariant by one point and sample whose normal gradient excludes 0.
 */
export function checkInvariance(
  model: Model,
  set: AffineSet,
  derivation: Derivation,
  claim: InvarianceClaim,
  options: CheckOptions,
): Finding {
  const statement = stateProblem(model, set);
  const components = normalComponents(statement);
  const rows = claim.data === 'given' && model.dynamics.kind === 'loss' ? model.dynamics.data.rows : null;
  const { status, reason } = rows === null ? derivation.invariance : invarianceAtSamples(statement, components, rows);
  if (status === 'proved') {
    return {
      claim,
      status: claim.value ? 'proved' : 'refuted',
      reason: `${reason}${formulasText(statement, components)}`,
      witness: null,
      certificate: invarianceCertificate(statement, components, claim, rows),
      search: null,
    };
  }
  const found = searchCounterexample(statement, components, { ...options, rows });
  if (found === null) {
    const why = status === 'refuted' ? `${reason}; the search for a small counterexample found none` : reason;
    return { claim, status: 'undecided', reason: why, witness: null, certificate: null, search: null };
  }
  return {
    claim,
    status: claim.value ? 'refuted' : 'proved',
    reason: refutation(statement, components, found),
    witness: found.witness,
    certificate: counterexampleCertificate(statement, claim, found),
    search: found.search,
  };
}

/** The normal components of what comes first, and what makes them 0; empty where a page would not hold them. */
function formulasText({ fields, restriction }: Statement, components: readonly NormalComponent[]): string {
  const first = components.filter(({ field }) => field === 0);
  const formulas = first.map(({ anywhere }) => printExpression(anywhere)).join(' and ');
  if (formulas.length > longestFormulas) return '';
  const onSet = [...restriction].map(([name, value]) => `${name} = ${printExpression(value)}`).join(', ');
  return `: along the normals of the set ${fieldName(fields[0])} is ${formulas}, which ${onSet} make 0`;
}

const longestFormulas = 200;

/** The counterexample as a reader checks it: the formula of the normal component, then its value. */
function refutation(
  { fields, set, data }: Statement,
  components: readonly NormalComponent[],
  { witness, component }: FoundCounterexample,
): string {
  const same = components.filter(({ field }) => field === component.field);
  const which = same.length > 1 ? `component ${same.indexOf(component) + 1} of ` : '';
  const value = witness.normalGradient[same.indexOf(component)];
  const at = [...witness.theta, ...witness.sample].map(([name, one]) => `${name} = ${numberText(one)}`).join(', ');
  const on = set.equations.map((equation) => `${printExpression(equation)} = 0`).join(', ');
  const where = data.length > 0 ? `at ${at}` : `at the point ${at}`;
  return `on ${on}, ${which}${fieldName(fields[component.field])} normal to the set is ${printExpression(component.onSet)}, which ${where} is ${Number(value.toPrecision(6))}, not 0`;
}
