import type { Expression } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import type { EquivalenceCertificate, SignCase } from '../kernel/certificate.js';
import { checkClaimCertificate } from '../kernel/claim/checkClaimCertificate.js';
import { dataNames } from '../model/constants.js';
import type { Claim } from '../model/model.js';
import type { ClaimDomain, TerritoryAssumption } from './claimDomain.js';

/** A proof by sign cases as data; null where the checker cannot follow. */
export function equivalenceCertificate(
  { model, set }: ClaimDomain,
  claim: Claim,
  condition: Expression,
  exponent: Expression,
  assumptions: readonly TerritoryAssumption[],
  proof: SignCase,
): EquivalenceCertificate | null {
  const certificate: EquivalenceCertificate = {
    version: 1,
    kind: 'equivalence',
    model: model.name,
    set: set.name,
    claim: claim.text,
    data: dataNames(model),
    condition: printExpression(condition),
    exponent: printExpression(exponent),
    assumptions: assumptions.map(({ expression, strict, because }) => ({
      expression: printExpression(expression),
      sign: strict ? 'positive' : 'nonnegative',
      because,
    })),
    proof,
  };
  return checkClaimCertificate(certificate).valid ? certificate : null;
}
