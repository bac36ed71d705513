import { isZero } from '../arithmetic/rational.js';
import { difference, negate, number, numberOne, power, product, sum, symbol } from '../expression/syntax/expression.js';
import type { AffineSet } from '../model/model.js';
import type { Frame } from './provedFamily.js';
import type { Copies } from './rotatedCopies.js';

/**
 * The parameters turned in planes (copies of ℝ²) by all angles and made longer by one factor: by the angle of (n1, n2) where
 * every row is inside the planes or outside, else by twice that angle, whose cosine and sine are polynomials over
 * n1^2 + n2^2. Null for copies of more dimensions.
 */
export function turnedFrame(
  parameters: readonly string[],
  rows: AffineSet['rows'],
  copies: Copies,
  family: string,
): Frame | null {
  if (copies[0].length > 2) return null;
  const names = [1, 2].map((i) => `${family}[${i}]`);
  const [a, b] = names.map(symbol);
  const places = new Set(copies.flat().map(({ index }) => index));
  const isMixed = rows.some((row) => {
    const met = [...row.keys()].filter((i) => !isZero(row[i]));
    return met.some((i) => places.has(i)) && met.some((i) => !places.has(i));
  });
  const [aa, bb] = [power(a, number(2)), power(b, number(2))];
  const [cosine, sine] = isMixed ? [difference(aa, bb), product(number(2), a, b)] : [a, b];
  const columns = new Map(
    copies.flatMap(([first, second]) => {
      const turned = second.sign < 0 ? negate(sine) : sine;
      return [
        [
          first.index,
          new Map([
            [first.index, cosine],
            [second.index, turned],
          ]),
        ],
        [
          second.index,
          new Map([
            [first.index, negate(turned)],
            [second.index, cosine],
          ]),
        ],
      ] as const;
    }),
  );
  const length = isMixed ? sum(aa, bb) : numberOne;
  const coordinates = parameters.map((name, i) => ({ name, column: columns.get(i) ?? new Map([[i, length]]) }));
  return { parameters: names, coordinates, rows };
}
