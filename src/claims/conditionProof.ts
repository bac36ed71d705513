import { substitute } from '../expression/calculus/substitute.js';
import { comparison, type Expression, number, numberOne, numberZero } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import type { EquivalenceCertificate } from '../kernel/certificate.js';
import type { Proved } from '../kernel/proved.js';
import { dataNames } from '../model/constants.js';
import type { Claim, Model } from '../model/model.js';
import type { ClaimDomain } from './claimDomain.js';
import { formulaText } from './claimText.js';
import { proveEquivalence } from './equivalence/prove.js';
import { equivalenceCertificate, placeOfMoments, placeOfSample, type StatedPlace } from './equivalenceCertificate.js';
import { givenMoments } from './givenMoments.js';
import { type Instance, instanceOfFile, samplesAt } from './instance.js';

/** How far a proof got that a condition and a closed form agree. */
export type ConditionProof =
  | { readonly kind: 'followed'; readonly reason: string; readonly proof: Proved<EquivalenceCertificate> }
  /** boundary: they can differ only where the exponent is 0, which decides nothing */
  | { readonly kind: 'boundary' | 'open'; readonly reason: string };

/** `instance` is a place where the claim speaks. Tries to prove that a condition holds exactly where a closed form is negative; a proof counts when its checker follows it. */
export function proveCondition(
  domain: ClaimDomain,
  closedForm: Expression,
  claim: Claim,
  quantity: string,
  instance: Instance,
): ConditionProof {
  const { model, assumptions } = domain;
  const isGiven = domain.sizes === null && model.dynamics.kind === 'loss';
  const [condition, exponent] = [domain.condition, closedForm].map((one) => (isGiven ? momentsGiven(model, one) : one));
  const formula = `${quantity} ${formulaText(exponent)}`;
  const outcome = proveEquivalence(condition, exponent, assumptions, dataNames(model), domain.ranges);
  switch (outcome.kind) {
    case 'boundary':
      return {
        kind: 'boundary',
        reason: `the condition holds exactly where ${formula} is negative, and also where it is 0; there the leading order decides nothing`,
      };
    case 'open':
      return open(formula, outcome.reason);
    case 'closed': {
      const proof = equivalenceCertificate(
        domain,
        claim,
        condition,
        exponent,
        assumptions,
        outcome.proof,
        placeOfMoments(model, instance),
      );
      if (proof.status !== 'proved') {
        return open(formula, `the checker of certificates does not follow the proof: ${proof.reason}`);
      }
      return {
        kind: 'followed',
        reason: `${formula} is negative exactly where the condition holds, ${scopeText(domain, isGiven)}${outcome.isPartial ? ', wherever both are defined' : ''}; ${outcome.cases} cases of signs, each closed by an identity`,
        proof,
      };
    }
  }
}

/** Whether a formula is proved to be negative wherever the domain of a claim admits. */
export function isNegative(domain: ClaimDomain, claim: Claim, formula: Expression, instance: Instance): boolean {
  const { model, sizes } = domain;
  const stated = sizes === null && model.dynamics.kind === 'loss' ? momentsGiven(model, formula) : formula;
  return isFollowed(domain, claim, always, stated, placeOfMoments(model, instance));
}

/** Whether a condition on constants, open parameters and data is proved to hold wherever the domain of a claim admits. */
export function alwaysHolds(domain: ClaimDomain, claim: Claim, condition: Expression, instance: Instance): boolean {
  const { model, sizes } = domain;
  const rows = sizes === null && model.dynamics.kind === 'loss' ? model.dynamics.data.rows : null;
  const names = dataNames(model);
  const conditions =
    rows === null
      ? [condition]
      : rows.map((row) => substitute(condition, new Map(names.map((name, i) => [name, number(row[i])]))));
  const place = placeOfSample(model, instance);
  return conditions.every((one) => isFollowed(domain, claim, one, number(-1), place));
}

/** Whether the kernel follows a proof that a condition holds exactly where a formula is negative. */
function isFollowed(
  domain: ClaimDomain,
  claim: Claim,
  condition: Expression,
  formula: Expression,
  place: StatedPlace,
): boolean {
  const { assumptions, ranges } = domain;
  const outcome = proveEquivalence(condition, formula, assumptions, place.data, ranges);
  if (outcome.kind !== 'closed') return false;
  return (
    equivalenceCertificate(domain, claim, condition, formula, assumptions, outcome.proof, place).status === 'proved'
  );
}

const always = comparison('<', numberZero, numberOne);

function open(formula: string, why: string): ConditionProof {
  return {
    kind: 'open',
    reason: `${formula} was not shown to be negative exactly where the condition holds (${why}), and the search found no place where they differ`,
  };
}

function scopeText({ model, set, open, assumptions, sizes }: ClaimDomain, isGiven: boolean): string {
  const all =
    sizes !== null && sizes.least === sizes.most ? `every data set of ${sizes.least} samples` : 'every data set';
  const scope = [
    ...(model.dynamics.kind === 'sde' ? [] : [isGiven ? "the file's data" : all]),
    ...(open.length > 0 ? [`every base point of ${set.name} (the exponent is frozen there)`] : []),
    'all values of the constants',
  ];
  const where = assumptions.map(
    ({ expression, strict, because }) => `${printExpression(expression)} ${strict ? '>' : '>='} 0 (${because})`,
  );
  const over = `for ${scope.length === 1 ? scope[0] : `${scope.slice(0, -1).join(', ')} and ${scope[scope.length - 1]}`}`;
  return where.length === 0 ? over : `${over} with ${where.join(', ')}`;
}

/** Every moment replaced by its exact value over the file's samples, where it has one. */
function momentsGiven(model: Model, expression: Expression): Expression {
  const samples = samplesAt(model, instanceOfFile(model));
  return samples === null ? expression : givenMoments(expression, samples);
}
