import { comparison, type Expression, numberOne, numberZero } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import type { ClaimCertificate } from '../kernel/certificate.js';
import { dataNames } from '../model/constants.js';
import type { Claim, Model } from '../model/model.js';
import type { ClaimDomain } from './claimDomain.js';
import { proveEquivalence } from './equivalence/prove.js';
import { equivalenceCertificate } from './equivalenceCertificate.js';
import { givenMoments } from './givenMoments.js';
import { instanceOfFile, samplesAt } from './instance.js';

/** How far a proof got that a condition and a closed form agree. */
export interface ConditionProof {
  /** boundary: they can differ only where the exponent is 0, which decides nothing */
  readonly status: 'proved' | 'boundary' | 'open';
  readonly reason: string;
  readonly certificate: ClaimCertificate | null;
}

/** Tries to prove that a condition holds exactly where a closed form is negative; a proof counts when its checker follows it. */
export function proveCondition(domain: ClaimDomain, closedForm: Expression, claim: Claim): ConditionProof {
  const { model, assumptions } = domain;
  const isGiven = domain.sizes === null && model.dynamics.kind === 'loss';
  const [condition, exponent] = [domain.condition, closedForm].map((one) => (isGiven ? momentsGiven(model, one) : one));
  const formula = `the exponent ${printExpression(exponent)}`;
  const outcome = proveEquivalence(condition, exponent, assumptions, dataNames(model), domain.ranges);
  switch (outcome.kind) {
    case 'boundary':
      return {
        status: 'boundary',
        reason: `the condition holds exactly where ${formula} is negative, and also where it is 0; there the leading order decides nothing`,
        certificate: null,
      };
    case 'open':
      return open(formula, outcome.reason);
    case 'proved': {
      const certificate = equivalenceCertificate(domain, claim, condition, exponent, assumptions, outcome.proof);
      if (certificate === null) return open(formula, 'the checker of certificates could not follow the proof');
      return {
        status: 'proved',
        reason: `${formula} is negative exactly where the condition holds, ${scopeText(domain, isGiven)}${outcome.isPartial ? ', wherever both are defined' : ''}; ${outcome.cases} cases of signs, each closed by an identity`,
        certificate,
      };
    }
  }
}

/** Whether a formula is proved to be negative wherever the domain of a claim admits. */
export function isNegative(domain: ClaimDomain, formula: Expression): boolean {
  const { model, assumptions, ranges, sizes } = domain;
  const isGiven = sizes !== null || model.dynamics.kind !== 'loss';
  const stated = isGiven ? formula : momentsGiven(model, formula);
  return proveEquivalence(always, stated, assumptions, dataNames(model), ranges).kind === 'proved';
}

const always = comparison('<', numberZero, numberOne);

function open(formula: string, why: string): ConditionProof {
  return {
    status: 'open',
    reason: `${formula} was not shown to be negative exactly where the condition holds (${why}), and the search found no place where they differ`,
    certificate: null,
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
