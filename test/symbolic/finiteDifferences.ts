import { dividedBy, minus, plus, type Rational, rational, times } from '../../src/arithmetic/rational.js';
import { call, type Expression, number } from '../../src/expression/syntax/expression.js';
import { evaluateFixed, fixed, ratio } from './fixedPoint.js';

/** The step 10^-30: the differences are off by about 10^-60 and lose 60 of the 134 digits. */
const step = rational(1n, 10n ** 30n);

/** The rows made orthogonal in their order, exactly. */
export function orthogonalised(rows: readonly (readonly Rational[])[]): Rational[][] {
  const done: Rational[][] = [];
  for (const row of rows) {
    done.push(
      done.reduce<Rational[]>(
        (rest, other) => {
          const share = dividedBy(inner(row, other), inner(other, other));
          return rest.map((entry, i) => minus(entry, times(share, other[i])));
        },
        [...row],
      ),
    );
  }
  return done;
}

/** ∂²f in the normal directions, k × k in orthonormal coordinates, by central differences at θ; `others` are data and constants. */
export function normalHessian(
  f: Expression,
  parameters: readonly string[],
  theta: readonly Rational[],
  normals: readonly (readonly Rational[])[],
  others: ReadonlyMap<string, bigint>,
): bigint[][] {
  const at = (l: number, m: number, signOfL: number, signOfM: number): bigint => {
    const values = new Map(others);
    for (const [i, name] of parameters.entries()) {
      const move = plus(times(rational(signOfL), normals[l][i]), times(rational(signOfM), normals[m][i]));
      values.set(name, fixed(plus(theta[i], times(step, move))));
    }
    const value = evaluateFixed(f, values);
    if (value === null) throw new Error('the formula has no value near the point');
    return value;
  };
  const entry = (l: number, m: number): bigint => {
    const mixed = at(l, m, 1, -1);
    const swapped = l === m ? mixed : at(l, m, -1, 1);
    const difference = at(l, m, 1, 1) - mixed - swapped + at(l, m, -1, -1);
    const lengths = number(times(inner(normals[l], normals[l]), inner(normals[m], normals[m])));
    const scale = evaluateFixed(call('sqrt', lengths), new Map()) as bigint;
    return ratio(difference * 10n ** 60n, 4n * scale) as bigint;
  };
  const upper = normals.map((_, l) => normals.map((__, m) => (m < l ? 0n : entry(l, m))));
  return upper.map((row, l) => row.map((value, m) => (m < l ? upper[m][l] : value)));
}

function inner(a: readonly Rational[], b: readonly Rational[]): Rational {
  return a.reduce((total, entry, i) => plus(total, times(entry, b[i])), rational(0));
}
