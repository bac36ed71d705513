import { isZero } from '../arithmetic/rational.js';
import {
  difference,
  type Expression,
  negate,
  number,
  numberOne,
  power,
  product,
  sum,
  symbol,
} from '../expression/syntax/expression.js';
import type { AffineSet } from '../model/model.js';
import type { Frame } from './provedFamily.js';
import type { Copies } from './rotatedCopies.js';

/**
 * The parameters turned, copies of ℝ² or ℝ³ all alike, and made longer by one factor. In planes by the angle of (n1, n2) where
 * every row is inside the planes or outside, else by twice that angle, whose cosine and sine are polynomials over
 * n1^2 + n2^2; in space by the quaternion n, which gives every rotation over its squared length. Null for more dimensions.
 */
export function turnedFrame(
  parameters: readonly string[],
  rows: AffineSet['rows'],
  copies: Copies,
  family: string,
): Frame | null {
  const dimension = copies[0].length;
  if (dimension > 3) return null;
  const names = Array.from({ length: dimension === 2 ? 2 : 4 }, (_, i) => `${family}[${i + 1}]`);
  const n = names.map(symbol);
  const places = new Set(copies.flat().map(({ index }) => index));
  const isMixed = rows.some((row) => {
    const met = [...row.keys()].filter((i) => !isZero(row[i]));
    return met.some((i) => places.has(i)) && met.some((i) => !places.has(i));
  });
  const turn = dimension === 3 ? byQuaternion(n) : isMixed ? byTwiceTheAngle(n) : byTheAngle(n);
  const columns = new Map(
    copies.flatMap((copy) =>
      copy.map(({ index, sign }, j) => {
        const entries = copy.map((to, i) => [to.index, sign * to.sign < 0 ? negate(turn[i][j]) : turn[i][j]] as const);
        return [index, new Map(entries)] as const;
      }),
    ),
  );
  const isLonger = isMixed || dimension === 3;
  const length = isLonger ? sum(...n.map((one) => power(one, number(2)))) : numberOne;
  const coordinates = parameters.map((name, i) => ({ name, column: columns.get(i) ?? new Map([[i, length]]) }));
  return { parameters: names, coordinates, rows };
}

type Matrix = readonly (readonly Expression[])[];

function byTheAngle([a, b]: readonly Expression[]): Matrix {
  return [
    [a, negate(b)],
    [b, a],
  ];
}

function byTwiceTheAngle([a, b]: readonly Expression[]): Matrix {
  return byTheAngle([difference(power(a, number(2)), power(b, number(2))), product(number(2), a, b)]);
}

/** v ↦ n v n* of a quaternion, its real part first: a rotation, |n|^2 times as long (Euler and Rodrigues). */
function byQuaternion([a, b, c, d]: readonly Expression[]): Matrix {
  const square = (one: Expression) => power(one, number(2));
  const twice = (x: Expression, y: Expression) => product(number(2), x, y);
  const diagonal = (one: Expression, ...others: readonly Expression[]) =>
    sum(square(a), square(one), ...others.map((other) => negate(square(other))));
  return [
    [diagonal(b, c, d), difference(twice(b, c), twice(a, d)), sum(twice(b, d), twice(a, c))],
    [sum(twice(b, c), twice(a, d)), diagonal(c, b, d), difference(twice(c, d), twice(a, b))],
    [difference(twice(b, d), twice(a, c)), sum(twice(c, d), twice(a, b)), diagonal(d, b, c)],
  ];
}
