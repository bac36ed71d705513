import {
  type Enclosure,
  exact,
  magnitude,
  outward,
  plus,
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
import { rational } from '../../arithmetic/rational.js';
import { type Field, NotFollowed } from './field.js';

/** Arithmetic of rational enclosures, rounded outward to `bits` significant binary digits. */
export function intervalField(bits: number): Field<Enclosure> {
  const defined = (value: Enclosure | null, what: string): Enclosure => {
    if (value === null) throw new NotFollowed(`${what} is not defined, or not separated from where it is not`);
    return value;
  };
  const trigonometric = (a: Enclosure, index: 0 | 1): Enclosure =>
    defined(sineCosine(a, bits)?.[index] ?? null, 'a sine or cosine');
  return {
    constant: exact,
    pi: piEnclosure(bits),
    add: (a, b) => outward(plus(a, b), bits),
    multiply: (a, b) => outward(times(a, b), bits),
    invert: (a) => outward(defined(reciprocal(a), 'a quotient'), bits),
    exp: (a) => defined(exponential(a, bits), 'an exponential'),
    log: (a) => defined(logarithm(a, bits), 'a logarithm'),
    sqrt: (a) => defined(squareRoot(a, bits), 'a square root'),
    sin: (a) => trigonometric(a, 0),
    cos: (a) => trigonometric(a, 1),
    erf: (a) => errorFunction(a, bits),
    vanishes: (a) => {
      const sign = signOf(a);
      return sign === null ? null : sign === 0;
    },
    size: magnitude,
    isPositive: (a) => {
      const sign = signOf(a);
      if (sign === null) throw new NotFollowed('a sign is not settled');
      return exact(rational(sign > 0 ? 1 : 0));
    },
  };
}
