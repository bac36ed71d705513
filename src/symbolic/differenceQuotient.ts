import { type Enclosure, exact, hull, magnitude, minus, times } from '../arithmetic/enclosure.js';
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
export function judgeDerivative(
  formula: Expression,
  names: readonly string[],
  derivative: Expression,
  point: ReadonlyMap<string, Rational>,
): Judgement {
  let judgement: Judgement = { kind: 'silent' };
  for (const resolution of resolutions) {
    judgement = judged(formula, names, derivative, point, resolution);
    if (judgement.kind === 'confirms') break;
  }
  return judgement;
}

interface Resolution {
  /** the reciprocal of the step */
  readonly perStep: bigint;
  readonly bits: number;
}

/** Errors are of order step²; two differences leave at least half of the bits. */
const resolutions: readonly Resolution[] = [
  { perStep: 2n ** 40n, bits: 320 },
  { perStep: 2n ** 160n, bits: 1280 },
];

function judged(
  formula: Expression,
  names: readonly string[],
  expression: Expression,
  point: ReadonlyMap<string, Rational>,
  resolution: Resolution,
): Judgement {
  const derivative = encloseExpression(expression, point, resolution.bits);
  const quotient = derivative === null ? null : differenceQuotient(formula, names, point, resolution);
  if (derivative === null || quotient === null) return { kind: 'silent' };
  const size = magnitude(hull(derivative, quotient)).upper;
  const isApart = compare(magnitude(minus(derivative, quotient)).lower, timesRational(tolerance, size)) > 0;
  return { kind: isApart ? 'contradicts' : 'confirms', derivative, quotient };
}

/** Far above the error of a quotient that is sharp, far below any wrong rule's. */
const tolerance = rational(1, 10n ** 7n);

/** The central difference quotient, where those to both sides are nearly the same; null elsewhere. */
function differenceQuotient(
  formula: Expression,
  names: readonly string[],
  point: ReadonlyMap<string, Rational>,
  resolution: Resolution,
): Enclosure | null {
  const [name, ...others] = names;
  if (name === undefined) return encloseExpression(formula, point, resolution.bits);
  const at = (steps: bigint): Enclosure | null => {
    const moved = plusRational(point.get(name) as Rational, rational(steps, resolution.perStep));
    return differenceQuotient(formula, others, new Map([...point, [name, moved]]), resolution);
  };
  const [below, here, above] = [at(-1n), at(0n), at(1n)];
  if (below === null || here === null || above === null) return null;
  const central = times(minus(above, below), exact(rational(resolution.perStep, 2n)));
  const bend = times(minus(minus(above, here), minus(here, below)), exact(rational(resolution.perStep)));
  const isFlat = holdsZero(minus(above, here)) && holdsZero(minus(here, below));
  const isSharp = compare(magnitude(bend).upper, timesRational(sharpness, magnitude(central).lower)) <= 0;
  return isFlat || isSharp ? central : null;
}

/** How far the quotients to the left and to the right may differ, in parts of the central one. */
const sharpness = rational(1, 2n ** 20n);

function holdsZero({ lower, upper }: Enclosure): boolean {
  return lower.numerator <= 0n && upper.numerator >= 0n;
}
