import { minus, plus, toNumber } from '../arithmetic/rational.js';
import type { AffineSet, Claim, Model } from '../model/model.js';
import type { Derivation } from '../symbolic/derivation.js';
import { applicabilityOf } from './applicability.js';
import { boundCertificate } from './boundCertificate.js';
import { formulaText, intervalText, numberText, predictedText } from './claimText.js';
import { exponentTheory } from './exponentTheory.js';
import { decided, type Finding, leftOpen } from './finding.js';
import { instanceOfFile } from './instance.js';
import { attractionWitness, predictedAt } from './witness.js';

type ExponentClaim = Extract<Claim, { kind: 'exponent' }>;

/**
 * Decides `exponent: { sde | sgd: value, tolerance }` at the file's constants and data: whether the exponent (at the stated
 * base point, frozen there) lies in [value − tolerance, value + tolerance] (theory §5, §6).
 */
export function checkExponent(model: Model, set: AffineSet, derivation: Derivation, claim: ExponentClaim): Finding {
  const { process, value, tolerance } = claim;
  const applicability = applicabilityOf(model, { ...derivation, degenerate: null }, { ...claim, frozen: true });
  const undecided = (reason: string): Finding => leftOpen(claim, reason);
  if (applicability.kind !== 'decides') return undecided(applicability.reason);
  const instance = instanceOfFile(model);
  const theory = exponentTheory(model, set, applicability.derivation, process, []);
  const [low, high] = [minus(value, tolerance), plus(value, tolerance)];
  const [aboveLow, belowHigh] = [theory.order(instance, low), theory.order(instance, high)];
  const frozen = applicability.derivation.linearisation.baseMoves ? ', frozen at the stated base point,' : '';
  const formula = theory.closedForm === null ? '' : `, ${formulaText(theory.closedForm)},`;
  const name = `the exponent of ${process === 'sde' ? 'the SDE' : 'SGD'}${formula || frozen}`;
  const bounds = theory.bounds(instance);
  const range = `[${numberText(low)}, ${numberText(high)}]`;
  if (aboveLow !== null && belowHigh !== null && aboveLow.sign >= 0 && belowHigh.sign <= 0) {
    const where = bounds === null ? `lies in ${range}` : `is ${intervalText(bounds)}, in ${range}`;
    const proof = boundCertificate(model, set, claim, instance, [aboveLow.proof, belowHigh.proof]);
    return decided(true, proof, { claim, reason: `${name} ${where}`, witness: null, search: null });
  }
  const outside = aboveLow?.sign === -1 ? aboveLow : belowHigh?.sign === 1 ? belowHigh : null;
  if (outside === null) {
    return undecided(`${name} could not be placed inside or outside ${range}${predictedText(model, set, process)}`);
  }
  const where =
    bounds === null
      ? `lies ${outside.sign < 0 ? `below ${numberText(low)}` : `above ${numberText(high)}`}`
      : `is ${intervalText(bounds)}, outside ${range}`;
  const derived =
    bounds === null
      ? (predictedAt(model, set, instance).exponents[process]?.value ?? toNumber(outside.sign < 0 ? low : high))
      : (toNumber(bounds.lower) + toNumber(bounds.upper)) / 2;
  const proof = boundCertificate(model, set, claim, instance, [outside.proof]);
  const witness = attractionWitness(model, set, instance, toNumber(value), derived);
  return decided(false, proof, { claim, reason: `${name} ${where}`, witness, search: null });
}
