import { answered, type Checked, checkStatement } from './checkStatement.js';
import { requireChains } from './invariance/toldChains.js';

export type { CertificateKind, Checked } from './checkStatement.js';

/**
 * Verifies a certificate of any kind: its statement, and then what it tells a reader beside, which can only turn a yes into
 * a no (docs/trusted.md).
 *
 * Takes parsed JSON of any shape and throws nothing.
 */
export function checkCertificate(json: unknown): Checked {
  const checked = checkStatement(json);
  if (!checked.followed || checked.kind !== 'invariance') return checked;
  return answered(() => {
    requireChains(json);
    return checked;
  });
}
