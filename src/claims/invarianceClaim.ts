import { isZero } from '../arithmetic/rational.js';
import { printExpression } from '../expression/syntax/print.js';
import type { AffineSet, Claim, Model } from '../model/model.js';
import { inSlices } from '../model/slices.js';
import type { Derivation } from '../symbolic/derivation.js';
import { deriveInvariance } from '../symbolic/invariance.js';
import { counterexampleCertificate, proveInvariance } from '../symbolic/invarianceCertificate.js';
import { fieldName, type NormalComponent, normalComponents } from '../symbolic/normalComponents.js';
import { type Statement, stateProblem } from '../symbolic/statement.js';
import type { CheckOptions } from './checkOptions.js';
import { numberText } from './claimText.js';
import { decided, type Finding, leftOpen } from './finding.js';
import { type FoundCounterexample, searchCounterexample } from './invarianceSearch.js';

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
  const invariance = rows === null ? derivation.invariance : deriveInvariance(statement, rows);
  const { status, reason } = invariance;
  if (status === 'proved') {
    const why = `${reason}${formulasText(statement, components)}`;
    const told = proveInvariance(statement, components, claim.text, rows, true);
    return decided(claim.value, told.status === 'proved' ? told : invariance, {
      claim,
      reason: why,
      witness: null,
      search: null,
    });
  }
  const found = searchCounterexample(statement, components, { ...options, rows });
  if (found === null) {
    return leftOpen(
      claim,
      status === 'refuted' ? `${reason}; the search for a small counterexample found none` : reason,
    );
  }
  const elsewhere =
    found.nonzero.toward !== null && invariance.status === 'refuted' && invariance.holdsElsewhere
      ? '; wherever there is a gradient it has no component normal to the set'
      : '';
  const why = `${refutation(statement, components, found)}${elsewhere}`;
  const proof = counterexampleCertificate(statement, claim.text, found.values, found.nonzero);
  return decided(!claim.value, proof, { claim, reason: why, witness: found.witness, search: found.search });
}

/** The normal components of what comes first, and what makes them 0; empty where a page would not hold them. */
function formulasText({ fields, restriction }: Statement, components: readonly NormalComponent[]): string {
  const first = components.filter(({ field }) => field === 0);
  const formulas = first.map(({ anywhere }) => printExpression(anywhere)).join(' and ');
  if (formulas.length > longestFormulas) return '';
  const onSet = [...restriction].map(([name, value]) => `${name} = ${printExpression(value)}`).join(', ');
  return `: along the normals of the set ${fieldName(fields[0])} is ${formulas}, which is 0 where ${onSet}`;
}

const longestFormulas = 200;

/** The counterexample as a reader checks it: the formula of the normal component, then its value. */
function refutation(
  { fields, set, data, model }: Statement,
  components: readonly NormalComponent[],
  { witness, nonzero }: FoundCounterexample,
): string {
  const same = components.filter(({ field }) => field === nonzero.field);
  const which = same.length > 1 ? `component ${nonzero.normal + 1} of ` : '';
  const value = Number(witness.normalGradient[nonzero.normal].toPrecision(6));
  const at = [...witness.theta, ...witness.sample].map(([name, one]) => `${name} = ${numberText(one)}`).join(', ');
  const equations = set.equations.map((equation) => `${printExpression(equation)} = 0`);
  const on = inSlices(equations, model.parameters).join(', ');
  const where = data.length > 0 ? `at ${at}` : `at the point ${at}`;
  const what = `${which}${fieldName(fields[nonzero.field])} normal to the set`;
  if (witness.toward !== null) {
    const towards = [...witness.toward].filter(([, one]) => !isZero(one));
    const [names, values] = [towards.map(([name]) => name), towards.map(([, one]) => numberText(one))];
    const side = names.length === 1 ? `${names} = ${values}` : `(${names.join(', ')}) = (${values.join(', ')})`;
    return `on ${on}, ${where} is a kink, and on its side in the direction ${side} ${what} tends to ${value}, not 0`;
  }
  return `on ${on}, ${what} is ${printExpression(same[nonzero.normal].onSet)}, which ${where} is ${value}, not 0`;
}
