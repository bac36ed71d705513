import {
  divided,
  type Enclosure,
  exact,
  magnitude,
  minus,
  negative,
  outward,
  plus,
  reciprocal,
  signOf,
  times,
} from '../../arithmetic/enclosure.js';
import {
  errorFunction,
  exponential,
  inverseTangent,
  logarithm,
  piEnclosure,
  squareRoot,
} from '../../arithmetic/enclosureFunctions.js';
import { one, rational } from '../../arithmetic/rational.js';
import { sineOrCosineSeries } from '../../expression/functions/sineSeries.js';
import {
  byDifferentialEquation,
  byRecurrence,
  fractionOf,
  integrated,
  isExactZero,
  nothing,
} from '../../expression/functions/taylorCoefficients.js';
import type { ElementaryFunction } from '../formula/formula.js';

/** Taylor coefficients f⁽ᵐ⁾(x)/m!, m = 0 … order, over an interval; null where f is not seen to be analytic. */
export type Series = (x: Enclosure, order: number, bits: number) => readonly Enclosure[] | null;

/** Those of the elementary functions and of 1/x; a test holds them to the functions' own files. */
export const series: Readonly<Record<ElementaryFunction | 'reciprocal', Series>> = {
  exp: (x, order, bits) => {
    const value = exponential(x, bits);
    return value && byRecurrence(value, order, bits, (m, known) => times(known[m - 1], fractionOf(1, m)));
  },
  log: (x, order, bits) => {
    const [value, slope] = [logarithm(x, bits), powers(x, order, bits)];
    return value && slope && integrated(value, slope, order, bits);
  },
  sqrt: (x, order, bits) => {
    const [value, slope] = [squareRoot(x, bits), reciprocal(x)];
    if (value === null || slope === null) return null;
    const inverse = outward(slope, bits);
    return byRecurrence(value, order, bits, (m, known) =>
      times(times(known[m - 1], inverse), fractionOf(3 - 2 * m, 2 * m)),
    );
  },
  sin: (x, order, bits) => sineOrCosineSeries(0, x, order, bits),
  cos: (x, order, bits) => sineOrCosineSeries(1, x, order, bits),
  arctan: (x, order, bits) => {
    // g = 1/(1 + x²): g_m = −(2x g_{m−1} + g_{m−2}) g_0
    const size = magnitude(x);
    const first = reciprocal(plus(exact(one), times(size, size)));
    if (first === null) return null;
    const slope = byRecurrence(outward(first, bits), order, bits, (m, known) => {
      const before = m === 1 ? nothing : known[m - 2];
      return negative(times(plus(times(times(two, x), known[m - 1]), before), known[0]));
    });
    return integrated(inverseTangent(x, bits), slope, order, bits);
  },
  tanh: (x, order, bits) => {
    const square = exponential(times(two, x), bits);
    const inverse = square && reciprocal(plus(square, exact(one)));
    if (inverse === null) return null;
    const value = isExactZero(x) ? nothing : outward(minus(exact(one), times(two, inverse)), bits);
    return byDifferentialEquation([1n, 0n, -1n], value, order, bits);
  },
  erf: (x, order, bits) => {
    // f = (2/√π) exp(−x²): (m + 1) f_{m+1} = −2x f_m − 2 f_{m−1}
    const size = magnitude(x);
    const root = squareRoot(piEnclosure(bits), bits);
    const decay = exponential(negative(outward(times(size, size), bits)), bits);
    const scale = root && divided(two, root);
    if (decay === null || scale === null) return null;
    const density = byRecurrence(outward(times(scale, decay), bits), order, bits, (m, known) => {
      const before = m === 1 ? nothing : known[m - 2];
      return times(negative(times(two, plus(times(x, known[m - 1]), before))), fractionOf(1, m));
    });
    return integrated(errorFunction(x, bits), density, order, bits);
  },
  abs: (x, order, bits) => {
    const sign = signOf(x);
    if (sign === null || sign === 0) return null;
    return byRecurrence(magnitude(x), order, bits, (m) => (m === 1 ? exact(rational(sign)) : nothing));
  },
  sign: (x, order, bits) => {
    const sign = signOf(x);
    return sign === null || sign === 0 ? null : byRecurrence(exact(rational(sign)), order, bits, () => nothing);
  },
  reciprocal: (x, order, bits) => powers(x, order, bits),
};

const two = exact(rational(2));

/** (−1)^m x^{−m−1} */
function powers(x: Enclosure, order: number, bits: number): Enclosure[] | null {
  const value = reciprocal(x);
  if (value === null) return null;
  const inverse = outward(value, bits);
  return byRecurrence(inverse, order, bits, (m, known) => negative(times(known[m - 1], inverse)));
}
