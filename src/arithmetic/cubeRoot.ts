import { type Enclosure, negative } from './enclosure.js';
import { rootAt } from './enclosureFunctions.js';
import { negated, type Rational } from './rational.js';

/** The real cube root over an interval (it increases). */
export function cubeRoot(x: Enclosure, bits: number): Enclosure {
  return { lower: cubeRootAt(x.lower, bits).lower, upper: cubeRootAt(x.upper, bits).upper };
}

function cubeRootAt(x: Rational, bits: number): Enclosure {
  return x.numerator < 0n ? negative(cubeRootAt(negated(x), bits)) : rootAt(x, 3, bits);
}
