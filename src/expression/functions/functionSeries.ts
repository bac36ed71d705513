import {
  divided,
  type Enclosure,
  exact,
  magnitude,
  minus,
  negative,
  outward,
  plus,
  power,
  reciprocal,
  signOf,
  times,
} from '../../arithmetic/enclosure.js';
import {
  errorFunction,
  exponential,
  logarithm,
  piEnclosure,
  sineCosine,
  squareRoot,
} from '../../arithmetic/enclosureFunctions.js';
import { isZero, one, type Rational, rational, zero } from '../../arithmetic/rational.js';
import type { FunctionName } from '../syntax/functionName.js';

/** The functions of the grammar that have series of their own; 1/x; the constants as functions of anything. */
export type FunctionSeries = (typeof namesWithSeries)[number] | 'reciprocal' | 'pi' | 'e';

const namesWithSeries = [
  'exp',
  'log',
  'sqrt',
  'sin',
  'cos',
  'tan',
  'tanh',
  'sigmoid',
  'softplus',
  'erf',
  'abs',
  'sign',
] as const satisfies readonly FunctionName[];

/** Whether a function of the grammar has a series of its own. */
export function hasSeries(name: FunctionName): name is (typeof namesWithSeries)[number] {
  return (namesWithSeries as readonly FunctionName[]).includes(name);
}

/** A function is not seen to be analytic where its argument lies. */
export class NotAnalytic extends Error {}

/**
 * The Taylor coefficients f⁽ᵐ⁾(x)/m!, m = 0 … order, each an interval that holds its values for all x of an interval;
 * exact where x is 0 and they are rational. Throws NotAnalytic.
 */
export function seriesOf(name: FunctionSeries, x: Enclosure, order: number, bits: number): Enclosure[] {
  const defined = (value: Enclosure | null): Enclosure => {
    if (value === null) throw new NotAnalytic(`${name} is not defined, or not separated from where it is not`);
    return value;
  };
  const round = (value: Enclosure): Enclosure => outward(value, bits);
  const coefficients = (first: Enclosure, next: (m: number, known: readonly Enclosure[]) => Enclosure): Enclosure[] => {
    const known = [first];
    for (let m = 1; m <= order; m++) known.push(round(next(m, known)));
    return known;
  };
  switch (name) {
    case 'pi':
      return coefficients(piEnclosure(bits), () => nothing);
    case 'e':
      return coefficients(defined(exponential(exact(one), bits)), () => nothing);
    case 'exp':
      return coefficients(defined(exponential(x, bits)), (m, known) => times(known[m - 1], fraction(1, m)));
    case 'reciprocal': {
      const inverse = round(defined(reciprocal(x)));
      return coefficients(inverse, (m, known) => negative(times(known[m - 1], inverse)));
    }
    case 'log': {
      const inverse = round(defined(reciprocal(x)));
      let power = exact(rational(-1));
      return coefficients(defined(logarithm(x, bits)), (m) => {
        power = round(negative(times(power, inverse)));
        return times(power, fraction(1, m));
      });
    }
    case 'sqrt': {
      const inverse = round(defined(reciprocal(x)));
      const root = defined(squareRoot(x, bits));
      return coefficients(root, (m, known) => times(times(known[m - 1], inverse), fraction(3 - 2 * m, 2 * m)));
    }
    case 'sin':
    case 'cos': {
      const values = isExactZero(x) ? ([nothing, exact(one)] as const) : sineCosine(x, bits);
      const [sine, cosine] = [defined(values?.[0] ?? null), defined(values?.[1] ?? null)];
      const cycle = [sine, cosine, negative(sine), negative(cosine)];
      let factorial = 1n;
      return coefficients(name === 'sin' ? sine : cosine, (m) => {
        factorial *= BigInt(m);
        return times(cycle[(m + (name === 'sin' ? 0 : 1)) % 4], exact(rational(1n, factorial)));
      });
    }
    case 'erf': {
      const density = normalDensitySeries(x, order, bits, defined);
      return coefficients(errorFunction(x, bits), (m) => times(density[m - 1], fraction(1, m)));
    }
    case 'tanh':
    case 'sigmoid':
    case 'tan':
      return byDifferentialEquation(name, x, order, bits, defined);
    case 'softplus': {
      const slope = byDifferentialEquation('sigmoid', x, order, bits, defined);
      const value = defined(logarithm(plus(defined(exponential(x, bits)), exact(one)), bits));
      return coefficients(value, (m) => times(slope[m - 1], fraction(1, m)));
    }
    case 'abs':
    case 'sign': {
      const sign = signOf(x);
      if (sign === null || sign === 0) throw new NotAnalytic(`${name} has a kink`);
      const slope = exact(rational(sign));
      if (name === 'sign') return coefficients(slope, () => nothing);
      return coefficients(magnitude(x), (m) => (m === 1 ? slope : nothing));
    }
  }
}

/**
 * f' = q(f) for a quadratic q: every derivative of f is a polynomial in f, (P(f))' = P'(f) q(f), and the bounds are those
 * of the polynomials over the values of f, much narrower than those of quotients of exponentials.
 */
function byDifferentialEquation(
  name: 'tanh' | 'sigmoid' | 'tan',
  x: Enclosure,
  order: number,
  bits: number,
  defined: (value: Enclosure | null) => Enclosure,
): Enclosure[] {
  const equation = { tanh: [1n, 0n, -1n], sigmoid: [0n, 1n, -1n], tan: [1n, 0n, 1n] }[name];
  const value = increasingFunction(name, x, bits, defined);
  let polynomial = [0n, 1n];
  let factorial = 1n;
  return Array.from({ length: order + 1 }, (_, m) => {
    if (m > 0) {
      const slope = polynomial.slice(1).map((coefficient, i) => coefficient * BigInt(i + 1));
      const next = Array.from({ length: slope.length + 2 }, () => 0n);
      slope.forEach((a, i) => {
        equation.forEach((b, j) => {
          next[i + j] += a * b;
        });
      });
      polynomial = next;
      factorial *= BigInt(m);
    }
    const total = polynomialOver(polynomial, value, bits);
    return outward(times(total, exact(rational(1n, factorial))), bits);
  });
}

/** Term by term, with the powers' own ranges: even powers are not negative. */
function polynomialOver(coefficients: readonly bigint[], x: Enclosure, bits: number): Enclosure {
  return coefficients.reduce((total: Enclosure, coefficient, i) => {
    if (coefficient === 0n) return total;
    return plus(total, times(exact(rational(coefficient)), power(x, i, bits) as Enclosure));
  }, nothing);
}

function increasingFunction(
  name: 'tanh' | 'sigmoid' | 'tan',
  x: Enclosure,
  bits: number,
  defined: (value: Enclosure | null) => Enclosure,
): Enclosure {
  if (isExactZero(x)) return name === 'sigmoid' ? fraction(1, 2) : nothing;
  const sigmoid = (z: Enclosure): Enclosure =>
    // decreasing in exp(−z), which stands once
    outward(defined(reciprocal(plus(exact(one), defined(exponential(negative(z), bits))))), bits);
  if (name === 'sigmoid') return sigmoid(x);
  if (name === 'tanh') return minus(times(exact(rational(2)), sigmoid(times(exact(rational(2)), x))), exact(one));
  // no pole in between: the cosine keeps its sign
  if (signOf(defined(sineCosine(x, bits)?.[1] ?? null)) === null) return defined(null);
  const at = (end: Rational): Enclosure => {
    const [sine, cosine] = sineCosine(exact(end), bits) ?? [null, null];
    return outward(defined(divided(defined(sine), defined(cosine))), bits);
  };
  return { lower: at(x.lower).lower, upper: at(x.upper).upper };
}

/** f = (2/√π) exp(−x²): f' = −2x f, so (m + 1) f_{m+1} = −2x f_m − 2 f_{m−1}. */
function normalDensitySeries(
  x: Enclosure,
  order: number,
  bits: number,
  defined: (value: Enclosure | null) => Enclosure,
): Enclosure[] {
  const root = defined(squareRoot(piEnclosure(bits), bits));
  const square = outward(times(magnitude(x), magnitude(x)), bits);
  const front = defined(divided(exact(rational(2)), root));
  const result = [outward(times(front, defined(exponential(negative(square), bits))), bits)];
  for (let m = 1; m <= order; m++) {
    const inner = times(times(exact(rational(-2)), x), result[m - 1]);
    const outer = m === 1 ? nothing : times(exact(rational(2)), result[m - 2]);
    result.push(outward(times(minus(inner, outer), fraction(1, m)), bits));
  }
  return result;
}

const nothing = exact(zero);

function fraction(numerator: number, denominator: number): Enclosure {
  return exact(rational(numerator, denominator));
}

function isExactZero({ lower, upper }: Enclosure): boolean {
  return isZero(lower) && isZero(upper);
}
