import type { CounterexampleCertificate } from '../kernel/certificate.js';
import type { Proved, Unproved } from '../kernel/proved.js';
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
): Proved<CounterexampleCertificate> | Unproved {
  const found = searchCounterexample(statement, normalComponents(statement), { seed, rows: null });
  if (found === null) return { status: 'undecided', reason: 'no small counterexample was found' };
  return counterexampleCertificate(statement, claim.text, found.values, found.nonzero);
}
