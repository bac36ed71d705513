import type { Expression } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import type { AffineSet, Claim, Model } from '../model/model.js';
import type { Derivation } from '../symbolic/derivation.js';
import type { CheckOptions } from './checkOptions.js';
import { proveCondition } from './conditionProof.js';
import { differenceCertificate } from './differenceCertificate.js';
import { type FoundDifference, saysSomething, searchAlongLines, searchAtRandom } from './differenceSearch.js';
import { type ExponentTheory, exponentTheory } from './exponentTheory.js';
import type { Finding } from './finding.js';
import { notInvariantCertificate } from './invarianceCertificate.js';
import { normalComponents, vanishes } from './normalComponents.js';
import { dataNames } from './place.js';
import { type Sides, sidesAt } from './sides.js';
import { type Standing, standingOf } from './standing.js';
import { type Territory, territoryOf } from './territory.js';
import { attractionWitness } from './witness.js';
import { placeText } from './wording.js';

type ConditionClaim = Extract<Claim, { kind: 'attractive' }> & { readonly condition: Expression };

/**
 * Decides `attractive: <condition>`: proved when the condition holds exactly where the exponent is negative, by sign cases
 * in exact arithmetic; refuted by a place where one holds without the other (theory §5, §6, §7).
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
  const territory = territoryOf(model, set, claim);
  const standing = standingFor(territory, derivation, claim);
  const undecided = (reason: string): Finding => ({
    claim,
    status: 'undecided',
    reason,
    witness: null,
    certificate: null,
    search: null,
  });
  if (standing.kind === 'silent') return undecided(standing.reason);
  const theory =
    standing.kind === 'decides' ? exponentTheory(model, set, standing.derivation, claim.process, territory.open) : null;
  const found = searchAtRandom(territory, theory, options);
  if (found !== null) return refutation(territory, theory, standing, claim, found);
  if (theory === null) {
    return undecided('the set is not invariant, and no place was found at which the condition holds');
  }
  if (theory.closedForm === null) {
    return undecided(
      'the exponent has no closed form here, so that the condition cannot be compared with it for all values; the search found no place where they differ',
    );
  }
  if (!saysSomething(territory, theory, options)) {
    return undecided('no place was found that the claim speaks of and where its condition is defined');
  }
  const proof = proveCondition(territory, theory.closedForm, claim);
  if (proof.status === 'proved') {
    const { reason, certificate } = proof;
    return { claim, status: 'proved', reason, witness: null, certificate, search: null };
  }
  const thin = proof.status === 'open' ? searchAlongLines(territory, theory, options) : null;
  return thin === null ? undecided(proof.reason) : refutation(territory, theory, standing, claim, thin);
}

function standingFor({ model, open, statement }: Territory, derivation: Derivation, claim: ConditionClaim): Standing {
  const standing = standingOf(model, derivation, { process: claim.process, frozen: open.length > 0 });
  if (standing.kind !== 'decides') return standing;
  const isGeneral = normalComponents(statement).every(({ onSet }) => vanishes(statement, onSet, statement.targets));
  if (isGeneral) return standing;
  return {
    kind: 'silent',
    reason: 'the set is invariant at the constants of the file, but not for all of their values',
  };
}

function refutation(
  territory: Territory,
  theory: ExponentTheory | null,
  standing: Standing,
  claim: ConditionClaim,
  { place, search }: FoundDifference,
): Finding {
  const { model, set } = territory;
  const { claimed, derived } = sidesAt(territory, theory, place) as Sides;
  const says = claimed ? 'attractive' : 'not attractive';
  const is = theory === null ? 'not invariant' : derived < 0 ? 'attractive' : 'repelling';
  const witness = attractionWitness(model, set, place, says, is);
  const formula = theory?.closedForm ? `the exponent ${printExpression(theory.closedForm)}` : 'the exponent';
  const value = witness.exponents[claim.process]?.value;
  const shown = value === undefined ? '' : `${Number(value.toPrecision(6))}, `;
  const why =
    standing.kind === 'decides'
      ? `${formula} is ${shown}${derived < 0 ? 'below' : 'above'} 0`
      : `the set is not invariant and attracts nothing: ${standing.reason}`;
  return {
    claim,
    status: 'refuted',
    reason: `at ${placeText(dataNames(model), place)} the condition ${claimed ? 'holds' : 'does not hold'}, but ${why}`,
    witness,
    certificate:
      theory === null
        ? notInvariantCertificate(territory.statement, claim, search.seed)
        : differenceCertificate(territory, theory, claim, place),
    search,
  };
}
