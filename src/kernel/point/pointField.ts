import {
  type Enclosure,
  exact,
  hull,
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
  inverseTangent,
  logarithm,
  piEnclosure,
  sineCosine,
  squareRoot,
} from '../../arithmetic/enclosureFunctions.js';
import { type Rational, rational, sign } from '../../arithmetic/rational.js';
import type { ElementaryFunction, Formula } from '../formula/formula.js';
import { truthOf } from '../formula/truth.js';
import { type Conditional, type Field, wholePower } from '../formula/valueIn.js';
import { NotFollowed, type Work } from '../notFollowed.js';

/** Where a formula is evaluated. */
export interface Point {
  readonly name: (name: string) => Enclosure;
  /** left out where there are no samples */
  readonly moment?: (kind: 'mean' | 'var', of: Formula) => Enclosure;
  /** formulas that vary about the point, where values are wanted all about it and not at the point alone */
  readonly moves?: (formula: Formula) => boolean;
  /** where many values are worked out, what counts the steps */
  readonly work?: Work;
}

/**
 * Rational enclosures at one point, rounded outward to `bits` significant binary digits. Throws NotFollowed where a formula
 * has no value or is not separated from where it has none.
 *
 * Where formulas move, a value is an enclosure at the point that shows the formula to be defined all about it: what is under
 * a root must be positive, and of a condition that is 0 = 0 at the point both branches must have values.
 */
export class PointField implements Field<Enclosure> {
  readonly pi: Enclosure;

  constructor(
    private readonly point: Point,
    private readonly bits: number,
  ) {
    this.pi = piEnclosure(bits);
  }

  constant(value: Rational): Enclosure {
    return exact(value);
  }

  name(name: string): Enclosure {
    return this.point.name(name);
  }

  add(a: Enclosure, b: Enclosure): Enclosure {
    return this.rounded(plus(a, b));
  }

  multiply(a: Enclosure, b: Enclosure): Enclosure {
    return this.rounded(times(a, b));
  }

  invert(a: Enclosure): Enclosure {
    return this.rounded(defined(reciprocal(a), 'a quotient'));
  }

  apply(name: ElementaryFunction, a: Enclosure, of: Formula): Enclosure {
    const { bits } = this;
    // exact, so that what vanishes there is seen to
    if (signOf(a) === 0 && ['sin', 'tanh', 'arctan', 'erf'].includes(name)) return a;
    if (signOf(a) === 0 && name === 'cos') return exact(rational(1));
    switch (name) {
      case 'exp':
        return defined(exponential(a, bits), 'an exponential');
      case 'log':
        return defined(logarithm(a, bits), 'a logarithm');
      case 'sqrt':
        this.requireRoom(a, of);
        return defined(squareRoot(a, bits), 'a square root');
      case 'sin':
        return defined(sineCosine(a, bits), 'a sine')[0];
      case 'cos':
        return defined(sineCosine(a, bits), 'a cosine')[1];
      case 'arctan':
        return inverseTangent(a, bits);
      case 'tanh': {
        // 1 − 2/(exp(2a) + 1)
        const below = this.add(this.apply('exp', times(a, exact(rational(2))), of), exact(rational(1)));
        return this.add(exact(rational(1)), this.multiply(exact(rational(-2)), this.invert(below)));
      }
      case 'erf':
        return errorFunction(a, bits);
      case 'abs':
        return magnitude(a);
      case 'sign':
        return this.sign(a, of);
    }
  }

  root(a: Enclosure, exponent: Rational, of: Formula): Enclosure {
    this.requireRoom(a, of);
    if (signOf(a) === 0 && sign(exponent) > 0) return exact(rational(0));
    if (exponent.denominator === 2n) {
      const root = defined(squareRoot(a, this.bits), 'a square root');
      return wholePower(this, root, Number(exponent.numerator), of);
    }
    return this.raise(a, exact(exponent));
  }

  raise(a: Enclosure, exponent: Enclosure): Enclosure {
    const logarithmOfBase = defined(logarithm(a, this.bits), 'a power of what is not positive');
    return defined(exponential(this.multiply(exponent, logarithmOfBase), this.bits), 'a power');
  }

  choose({ condition, then, otherwise }: Conditional, evaluate: (formula: Formula) => Enclosure): Enclosure {
    const chosen = truthOf(condition, (gap) => this.settledSign(evaluate(gap), gap));
    if (chosen !== null) return evaluate(chosen ? then : otherwise);
    if (this.point.moves === undefined) throw new NotFollowed('a condition is not settled');
    return hull(evaluate(then), evaluate(otherwise));
  }

  moment(kind: 'mean' | 'var', of: Formula): Enclosure {
    if (this.point.moment === undefined) throw new NotFollowed('a moment where there are no samples');
    return this.point.moment(kind, of);
  }

  private sign(a: Enclosure, of: Formula): Enclosure {
    const settled = this.settledSign(a, of);
    if (settled !== null) return exact(rational(settled));
    if (this.point.moves === undefined) throw new NotFollowed('a sign is not settled');
    return { lower: rational(-1), upper: rational(1) };
  }

  /** Outward; numbers beyond 2^±20000 would fill the memory. */
  private rounded(value: Enclosure): Enclosure {
    this.point.work?.spend(stepsAResult);
    const result = outward(value, this.bits);
    const isLong = ({ numerator, denominator }: Rational) =>
      numerator > longest || numerator < -longest || denominator > longest;
    if (isLong(result.lower) || isLong(result.upper)) throw new NotFollowed('a number out of range');
    return result;
  }

  /** The sign that a formula has at the point and, where it moves, all about it; null where that is open. */
  private settledSign(a: Enclosure, of: Formula): -1 | 0 | 1 | null {
    const found = signOf(a);
    return found === 0 && this.point.moves?.(of) ? null : found;
  }

  private requireRoom(a: Enclosure, of: Formula): void {
    if (this.point.moves?.(of) && signOf(a) !== 1)
      throw new NotFollowed('what is under a root is not shown to be positive');
  }
}

/** The numbers of names. Throws NotFollowed for others. */
export function namesIn(values: ReadonlyMap<string, Rational>): (name: string) => Enclosure {
  return (name) => {
    const value = values.get(name);
    if (value === undefined) throw new NotFollowed(`no value for ${name}`);
    return exact(value);
  };
}

const longest = 1n << 20_000n;

/** Numbers are quicker than terms with names. */
const stepsAResult = 1 / 16;

function defined<T>(value: T | null, what: string): T {
  if (value === null) throw new NotFollowed(`${what} is not defined, or not separated from where it is not`);
  return value;
}

/** Leaves seventy digits of numbers of ordinary size. */
export const fineBits = 256;
