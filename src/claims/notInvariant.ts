import type { CounterexampleCertificate } from '../kernel/certificate.js';
import type { Claim } from '../model/model.js';
import { counterexampleCertificate } from '../symbolic/invarianceCertificate.js';
import { normalComponents } from '../symbolic/normalComponents.js';
import type { Statement } from '../symbolic/statement.js';
import { searchCounterexample } from './invarianceSearch.js';

/** The refutation of invariance behind a claim that the set attracts, or that it does not. */
export function notInvariantCertificate(
  statement: Statement,
  claim: Claim,
  seed: number,
): CounterexampleCertificate | null {
  const found = searchCounterexample(statement, normalComponents(statement), { seed, rows: null });
  return found && counterexampleCertificate(statement, claim.text, found.values, found.nonzero);
}
