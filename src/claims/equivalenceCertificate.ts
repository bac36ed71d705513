import type { Expression } from '../expression/syntax/expression.js';
import { printExpression } from '../expression/syntax/print.js';
import type { EquivalenceCertificate, SignCase } from '../kernel/certificate.js';
import { type Proved, prove, type Unproved } from '../kernel/proved.js';
import { dataNames } from '../model/constants.js';
import type { Claim } from '../model/model.js';
import type { ClaimDomain, TerritoryAssumption } from './claimDomain.js';

/** A proof by sign cases as data. */
export function equivalenceCertificate(
  { model, set }: ClaimDomain,
  claim: Claim,
  condition: Expression,
  exponent: Expression,
  assumptions: readonly TerritoryAssumption[],
  proof: SignCase,
): Proved<EquivalenceCertificate> | Unproved {
  return prove<EquivalenceCertificate>({
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
  });
}
