import { minus, type Rational, rational } from '../../arithmetic/rational.js';
import { list, object, rationalText } from '../readJson.js';
import { fraction } from '../readNames.js';
import type { StatementLine } from '../statement.js';

/** The family of a certificate in words, its curvature less by a number. */
export function familyLines(json: unknown, moved: Rational = rational(0)): StatementLine[] {
  const family = object(object(json, 'family').family, 'family');
  const matrix = (rows: unknown, less: Rational): string => {
    const written = list(rows, 'matrix').map((row, i) =>
      list(row, 'matrix').map((entry, j) => {
        const value = rationalText(entry, 'matrix');
        return fraction(i === j ? minus(value, less) : value);
      }),
    );
    return `[${written.map((row) => `[${row.join(', ')}]`).join(', ')}]`;
  };
  const noise = list(family.noise, 'family.noise').map((one, j) => {
    const { weight, matrix: entries } = object(one, `family.noise[${j}]`);
    return { name: `M${j + 1}, weight ${String(weight)}`, text: matrix(entries, rational(0)) };
  });
  const radii = family.radii === null ? 'exact' : `known up to ${JSON.stringify(family.radii)}`;
  return [
    { name: 'family', text: 'dy = -H y dt + sqrt(eta) sum_j sqrt(weight_j) M_j y dW_j' },
    { name: 'eta', text: String(family.learningRate) },
    { name: 'H', text: matrix(family.curvature, moved) },
    ...noise,
    { name: 'entries', text: radii },
  ];
}
