import { type Enclosure, exact, hull, magnitude, minus, times } from '../arithmetic/enclosure.js';
import { bitLength } from '../arithmetic/integers.js';
import {
  compare,
  plus as plusRational,
  type Rational,
  rational,
  times as timesRational,
} from '../arithmetic/rational.js';
import { encloseExpression } from '../expression/evaluation/enclose.js';
import type { Expression } from '../expression/syntax/expression.js';

/** What a difference quotient says of a derivative at a point; silent where a formula has no value or is not smooth. */
export type Judgement =
  | { readonly kind: 'confirms' | 'contradicts'; readonly derivative: Enclosure; readonly quotient: Enclosure }
  | { readonly kind: 'silent' };

/**
 * Holds a derivative of a formula, by the named variables one after the other, against central differences of the
 * formula's exact enclosures, which share nothing with any rule of differentiation. Steps are shortened before the
 * derivative is called wrong: sin(10^30 w) is smooth, but not at the first.
 */
export function judgeDerivative(values: ValuesNearby, names: readonly string[], derivative: Expression): Judgement {
  let judgement: Judgement = { kind: 'silent' };
  for (const resolution of resolutions) {
    judgement = judged(values, names, derivative, resolution);
    if (judgement.kind === 'confirms') break;
  }
  return judgement;
}

/** Values of a formula at an exact point and a few steps away from it, each worked out once. */
export class ValuesNearby {
  private readonly known = new Map<string, Enclosure | null>();

  constructor(
    private readonly formula: Expression,
    readonly point: ReadonlyMap<string, Rational>,
  ) {}

  /** The value some steps away, `offsets` by name; null where it is not defined. */
  at(offsets: ReadonlyMap<string, bigint>, { perStep, bits }: Resolution): Enclosure | null {
    const moves = [...offsets].filter(([, steps]) => steps !== 0n);
    const key = [perStep, bits, ...moves.map(([name, steps]) => `${name} ${steps}`).sort()].join();
    const found = this.known.get(key);
    if (found !== undefined) return found;
    const moved = moves.map(([name, steps]): [string, Rational] => {
      return [name, plusRational(this.point.get(name) as Rational, rational(steps, perStep))];
    });
    const value = encloseExpression(this.formula, new Map([...this.point, ...moved]), bits);
    this.known.set(key, value);
    return value;
  }
}

interface Resolution {
  /** the reciprocal of the step */
  readonly perStep: bigint;
  readonly bits: number;
}

/** Errors are of order step²; two differences leave at least a hundred bits of a value of size 1. */
const resolutions: readonly Resolution[] = [
  { perStep: 2n ** 40n, bits: 192 },
  { perStep: 2n ** 160n, bits: 448 },
];

function judged(
  values: ValuesNearby,
  names: readonly string[],
  expression: Expression,
  resolution: Resolution,
): Judgement {
  const value = values.at(new Map(), resolution);
  const size = value && wholeBits(magnitude(value).upper);
  if (size === null || size > mostWholeBits) return { kind: 'silent' };
  const bits = resolution.bits + size;
  const derivative = encloseExpression(expression, values.point, bits);
  const quotient = derivative === null ? null : differenceQuotient(values, names, new Map(), { ...resolution, bits });
  if (derivative === null || quotient === null) return { kind: 'silent' };
  const largest = magnitude(hull(derivative, quotient)).upper;
  const isApart = compare(magnitude(minus(derivative, quotient)).lower, timesRational(tolerance, largest)) > 0;
  return { kind: isApart ? 'contradicts' : 'confirms', derivative, quotient };
}

/** Beyond 10^600 or so a value is no longer worth the time. */
const mostWholeBits = 2048;

/** Binary digits of a number's whole part, or a few more. */
function wholeBits({ numerator, denominator }: Rational): number {
  return bitLength(numerator / denominator);
}

/** Far above the error of a quotient that is sharp, far below any wrong rule's. */
const tolerance = rational(1, 10n ** 7n);

/** The central difference quotient, where those to both sides are nearly the same or nearly 0; null elsewhere. */
function differenceQuotient(
  values: ValuesNearby,
  names: readonly string[],
  offsets: ReadonlyMap<string, bigint>,
  resolution: Resolution,
): Enclosure | null {
  const [name, ...others] = names;
  if (name === undefined) return values.at(offsets, resolution);
  const at = (steps: bigint): Enclosure | null => {
    const total = (offsets.get(name) ?? 0n) + steps;
    return differenceQuotient(values, others, new Map([...offsets, [name, total]]), resolution);
  };
  const [below, here, above] = [at(-1n), at(0n), at(1n)];
  if (below === null || here === null || above === null) return null;
  const central = times(minus(above, below), exact(rational(resolution.perStep, 2n)));
  const bend = times(minus(minus(above, here), minus(here, below)), exact(rational(resolution.perStep)));
  const isFlat =
    holdsZero(minus(above, here)) && holdsZero(minus(here, below)) && compare(magnitude(central).upper, flatness) <= 0;
  const isSharp = compare(magnitude(bend).upper, timesRational(sharpness, magnitude(central).lower)) <= 0;
  return isFlat || isSharp ? central : null;
}

/** How far the quotients to the left and to the right may differ, in parts of the central one. */
const sharpness = rational(1, 2n ** 20n);

/** A quotient that cannot be told from 0 says so only where it is enclosed as narrowly as this. */
const flatness = rational(1, 2n ** 40n);

function holdsZero({ lower, upper }: Enclosure): boolean {
  return lower.numerator <= 0n && upper.numerator >= 0n;
}
