import { negated, plus, type Rational, rational } from '../arithmetic/rational.js';
import { rank } from '../arithmetic/rowEchelonForm.js';
import type { AffineSet } from '../model/model.js';
import type { Rotation } from './rotations.js';

type Rows = AffineSet['rows'];

/** Whether a rotation carries a set into others: whether some small angle turns a row out of the space of the rows. */
export function isTurned({ rows }: AffineSet, rotation: Rotation): boolean {
  const turned = rows.map((row) => {
    const result: Rational[] = row.map(() => rational(0));
    for (const { first, second, sign } of rotation) {
      result[first] = withSign(row[second], -sign);
      result[second] = withSign(row[first], sign);
    }
    return result;
  });
  return rank([...rows, ...turned]) > rows.length;
}

/** Whether an eighth of a turn, either way, carries one set through the origin into another, as u1 = 0 into u1 = u2. */
export function isEighthTurn(from: AffineSet, into: AffineSet, rotation: Rotation): boolean {
  return [1, -1].some((way) => {
    const turned = eighthTurned(from.rows, rotation, way);
    return turned !== null && rank(turned) === into.rows.length && rank([...into.rows, ...turned]) === into.rows.length;
  });
}

/** The rows turned, those that the planes hold √2 times as long; null where a row is partly in them. */
function eighthTurned(rows: Rows, rotation: Rotation, way: number): Rows | null {
  const places = new Set(rotation.flatMap(({ first, second }) => [first, second]));
  const turned: Rational[][] = [];
  for (const row of rows) {
    const inside = row.some((entry, i) => entry.numerator !== 0n && places.has(i));
    if (inside && row.some((entry, i) => entry.numerator !== 0n && !places.has(i))) return null;
    const result = [...row];
    for (const { first, second, sign } of rotation) {
      const [a, b] = [row[first], row[second]];
      result[first] = plus(a, withSign(b, -sign * way));
      result[second] = plus(b, withSign(a, sign * way));
    }
    turned.push(result);
  }
  return turned;
}

function withSign(value: Rational, sign: number): Rational {
  return sign < 0 ? negated(value) : value;
}
