import type { Expression } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import { dataNames } from '../model/constants.js';
import type { AffineSet, Model } from '../model/model.js';
import type { Derivation } from '../symbolic/derivation.js';
import { normalComponents, vanishes } from '../symbolic/normalComponents.js';
import { type Applicability, applicabilityOf } from './applicability.js';
import { baseHeld, whereHeld } from './baseHeld.js';
import type { CheckOptions } from './checkOptions.js';
import { type ClaimDomain, claimDomainOf } from './claimDomain.js';
import { formulaText, instanceText } from './claimText.js';
import { type ClaimVersusExponent, claimVersusExponentAt } from './claimVersusExponent.js';
import { alwaysHolds, isNegative, proveCondition } from './conditionProof.js';
import { differenceCertificate } from './differenceCertificate.js';
import { type FoundDifference, placeSpokenOf, searchAlongLines, searchAtRandom } from './differenceSearch.js';
import type { ExponentTheory } from './exponentTheory.js';
import { decided, type Finding, leftOpen } from './finding.js';
import { type Instance, instanceOfFile } from './instance.js';
import { quantityOf, type SignClaim, statementsOf, theoryOf } from './meanSquareTheory.js';
import { notInvariantCertificate } from './notInvariant.js';
import { overStrata, strataOf } from './strata.js';
import { attractionWitness } from './witness.js';

type ConditionClaim = SignClaim & { readonly condition: Expression };

/**
 * Decides `attractive: <condition>` and `meanSquareStable: <condition>`: proved when the condition holds exactly where the exponent, or the growth of the mean square, is negative, by sign cases
 * in exact arithmetic; refuted by an instance where one holds without the other (theory §5, §6, §7).
 *
 * Where the exponent is 0 nothing is decided, so that a condition may be false there, and one that is true only there is
 * undecided. Where the condition is not defined the claim says nothing.
 */
export function checkCondition(
  model: Model,
  set: AffineSet,
  derivation: Derivation,
  claim: ConditionClaim,
  options: CheckOptions,
): Finding {
  const whole = claimDomainOf(model, set, claim, []);
  const applicability = applicabilityFor(whole, derivation, claim);
  const undecided = (reason: string): Finding => leftOpen(claim, reason);
  if (applicability.kind === 'silent') return undecided(applicability.reason);
  // with parameters of the base point in the claim it speaks of the exponent that is frozen there
  const held =
    applicability.kind === 'decides' && whole.open.length === 0
      ? baseHeld(model, set, applicability.derivation, claim.process)
      : null;
  const { strata, rest } =
    applicability.kind === 'decides' && (held === null || held.theory === null)
      ? strataOf(model, set, derivation.region, claim, whole.open)
      : { strata: [], rest: derivation.region };
  const domain = claimDomainOf(model, set, claim, applicability.kind === 'decides' ? rest : []);
  const inPlaces = (closedForm: Expression): Expression => overStrata(closedForm, strata);
  const theory =
    applicability.kind === 'decides'
      ? whereHeld(theoryOf(claim, model, set, applicability.derivation, domain.open, inPlaces), held)
      : null;
  const found = searchAtRandom(domain, theory, options.seed);
  if (found !== null) return refutation(domain, theory, applicability, claim, found);
  if (theory === null) {
    return undecided('the set is not invariant, and no place was found at which the condition holds');
  }
  if (theory.closedForm === null) {
    return undecided(
      `${quantityOf(claim, model)} has no closed form here, so that the condition cannot be compared with it for all values; the search found no place where they differ`,
    );
  }
  const spoken = placeSpokenOf(domain, theory, options.seed);
  if (spoken === null) {
    const leaves = held?.whyNot(instanceOfFile(model)) ?? null;
    return undecided(
      leaves ??
        'no place was found that the claim speaks of and where formulas and condition have values, so that nothing is claimed',
    );
  }
  if (
    held !== null &&
    held.theory !== null &&
    !(held.theory.closedForm && isNegative(domain, claim, held.theory.closedForm, spoken))
  ) {
    return undecided(
      'the exponent along the set at its base point is not shown to be below 0 for all values, and where it is not the process leaves the base point (moving-base, theory §4.4); the search found no place where the process stays and claim and exponent differ',
    );
  }
  const proof = proveCondition(domain, theory.closedForm, claim, quantityOf(claim, model), spoken);
  const border = proof.kind === 'followed' ? borderOf(domain, claim, spoken) : null;
  if (border !== null) return undecided(`${proof.reason}; but ${border}`);
  if (proof.kind === 'followed') {
    return decided(true, proof.proof, { claim, reason: proof.reason, witness: null, search: null });
  }
  const thin = proof.kind === 'open' ? searchAlongLines(domain, theory, options.seed) : null;
  return thin === null ? undecided(proof.reason) : refutation(domain, theory, applicability, claim, thin);
}

/** Where the claim speaks of places at which the exponent was not derived; null where it does not. */
function borderOf(domain: ClaimDomain, claim: ConditionClaim, instance: Instance): string | null {
  const open = domain.region.find(({ condition }) => !alwaysHolds(domain, claim, condition, instance));
  if (open === undefined) return null;
  return `it was derived where ${printExpression(open.condition)}, and the claim speaks of other places too: there ${open.atom} has a kink on the set`;
}

function applicabilityFor(
  { model, open, statement }: ClaimDomain,
  derivation: Derivation,
  claim: ConditionClaim,
): Applicability {
  const applicability = applicabilityOf(model, derivation, { ...claim, frozen: open.length > 0 });
  if (applicability.kind !== 'decides') return applicability;
  const isGeneral = normalComponents(statement).every(({ onSet }) => vanishes(statement, onSet, statement.targets));
  if (isGeneral) return applicability;
  return {
    kind: 'silent',
    reason: 'the set is invariant at the constants of the file, but not for all of their values',
  };
}

function refutation(
  domain: ClaimDomain,
  theory: ExponentTheory | null,
  applicability: Applicability,
  claim: ConditionClaim,
  { instance, search }: FoundDifference,
): Finding {
  const { model, set } = domain;
  const { claimed, derived } = claimVersusExponentAt(domain, theory, instance) as ClaimVersusExponent;
  const [yes, no, not] = statementsOf(claim);
  const says = claimed ? yes : not;
  const is = theory === null ? 'not invariant' : derived < 0 ? yes : no;
  const witness = attractionWitness(model, set, instance, says, is);
  const quantity = quantityOf(claim, model);
  const formula = theory?.closedForm ? `${quantity} ${formulaText(theory.closedForm)}` : quantity;
  const value = claim.kind === 'attractive' ? witness.exponents[claim.process]?.value : undefined;
  const shown = value === undefined ? '' : `${Number(value.toPrecision(6))}, `;
  const why =
    applicability.kind === 'decides'
      ? `${formula} is ${shown}${derived < 0 ? 'below' : 'above'} 0`
      : `the set is not invariant and attracts nothing: ${applicability.reason}`;
  const reason = `at ${instanceText(dataNames(model), instance)} the condition ${claimed ? 'holds' : 'does not hold'}, but ${why}`;
  const proof =
    theory === null
      ? notInvariantCertificate(domain.statement, claim, search.seed)
      : differenceCertificate(domain, theory, claim, instance);
  return decided(false, proof, { claim, reason, witness, search });
}
