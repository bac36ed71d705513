import { rational } from '../arithmetic/rational.js';
import type { AffineSet, Model } from '../model/model.js';
import type { Derivation } from '../symbolic/derivation.js';
import { stateProblem } from '../symbolic/statement.js';
import { applicabilityOf } from './applicability.js';
import { baseHeld } from './baseHeld.js';
import { boundCertificate } from './boundCertificate.js';
import type { CheckOptions } from './checkOptions.js';
import { formulaText, intervalText, predictedText } from './claimText.js';
import { decided, type Finding, leftOpen } from './finding.js';
import { instanceOfFile } from './instance.js';
import { quantityOf, type SignClaim, statementsOf, theoryOf } from './meanSquareTheory.js';
import { notInvariantCertificate } from './notInvariant.js';
import { attractionWitness } from './witness.js';

type AttractionClaim = SignClaim & { readonly condition: boolean };

/**
 * Decides `attractive: true | false` at the file's constants and data, the sign of the exponent, and `meanSquareStable: true | false`, that of the growth of the mean square (theory §5, §6).
 */
export function checkAttraction(
  model: Model,
  set: AffineSet,
  derivation: Derivation,
  claim: AttractionClaim,
  { seed }: CheckOptions,
): Finding {
  const { process } = claim;
  const applicability = applicabilityOf(model, derivation, { ...claim, frozen: false });
  const instance = instanceOfFile(model);
  if (applicability.kind === 'silent') return leftOpen(claim, applicability.reason);
  const [yes, no, not] = statementsOf(claim);
  const claimed = claim.condition ? yes : not;
  if (applicability.kind === 'not invariant') {
    const reason = `the set is not invariant, so it attracts nothing: ${applicability.reason}`;
    const proof = notInvariantCertificate(stateProblem(model, set), claim, seed);
    const witness = claim.condition ? attractionWitness(model, set, instance, claimed, 'not invariant') : null;
    return decided(!claim.condition, proof, { claim, reason, witness, search: null });
  }
  const leaves = baseHeld(model, set, applicability.derivation, process).whyNot(instance);
  if (leaves !== null) return leftOpen(claim, leaves);
  const theory = theoryOf(claim, model, set, applicability.derivation, []);
  const found = theory.order(instance, rational(0));
  const name = `${quantityOf(claim, model)} of ${process === 'sde' ? 'the SDE' : 'SGD'}`;
  const formula = theory.closedForm === null ? '' : `, ${formulaText(theory.closedForm)},`;
  if (found === null || found.sign === 0) {
    const why = found === null ? 'has no sign that could be proved' : 'is 0, and the leading order decides nothing';
    const reason = `${name}${formula} ${why} at the file's constants and data${claim.kind === 'attractive' ? predictedText(model, set, process) : ''}`;
    return leftOpen(claim, reason);
  }
  const derived = found.sign < 0 ? yes : no;
  const bounds = theory.bounds(instance);
  const value = bounds === null ? (found.sign < 0 ? 'below 0' : 'above 0') : intervalText(bounds);
  const reason = `${name}${formula} is ${value} at the file's constants and data: the set is ${derived}`;
  const isTrue = claim.condition === found.sign < 0;
  const witness = isTrue ? null : attractionWitness(model, set, instance, claimed, derived);
  const proof = boundCertificate(model, set, claim, instance, [found.proof]);
  return decided(isTrue, proof, { claim, reason, witness, search: null });
}
