import { minus, type Rational, toText, zero } from '../../arithmetic/rational.js';
import type { RationalMatrix } from '../../arithmetic/rowEchelonForm.js';
import type { StatementLine } from '../statement.js';
import type { CheckedFamily } from './readCertificate.js';

/** A family in words, its curvature less by a number. */
export function familyLines({ curvature, noise, radii }: CheckedFamily, moved: Rational = zero): StatementLine[] {
  const matrix = (rows: RationalMatrix) => `[${rows.map((row) => `[${row.map(toText).join(', ')}]`).join(', ')}]`;
  const less = curvature.map((row, i) => row.map((entry, j) => (i === j ? minus(entry, moved) : entry)));
  const known = radii && [radii.curvature, ...radii.noise].map(toText).join(', ');
  return [
    { name: 'family', text: 'dy = -H y dt + sum_j sqrt(rate_j) M_j y dW_j' },
    { name: 'H', text: matrix(less) },
    ...noise.map((one, j) => ({ name: `M${j + 1}, rate ${toText(one.rate)}`, text: matrix(one.matrix) })),
    { name: 'entries', text: known === null ? 'exact' : `known up to ${known}` },
  ];
}
