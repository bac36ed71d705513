import {
  absolute,
  compare,
  dividedBy,
  minus,
  plus,
  type Rational,
  rational,
  times,
} from '../src/arithmetic/rational.js';
import { encloseExpression } from '../src/expression/evaluation/enclose.js';
import type { Expression } from '../src/expression/syntax/expression.js';

/** A derivative from differences, and how far off it can be. */
export interface ExactSlope {
  readonly value: Rational;
  readonly error: Rational;
}

/**
 * The derivative of an expression by one name, from central differences in exact arithmetic: no rounding, so that
 * steps of 2⁻²⁴ leave an error of about 2⁻⁵⁰, which the difference of two steps bounds.
 *
 * `values` holds every name. Null where the expression is not defined nearby, and where
 * slopes on the two sides differ, as at a kink.
 */
export function exactSlope(
  expression: Expression,
  values: ReadonlyMap<string, Rational>,
  name: string,
): ExactSlope | null {
  const at = (t: Rational): Rational | null => {
    const moved = new Map(values).set(name, plus(values.get(name) as Rational, t));
    const enclosed = encloseExpression(expression, moved, bits);
    return enclosed && times(rational(1, 2), plus(enclosed.lower, enclosed.upper));
  };
  const half = times(rational(1, 2), step);
  const heights = [times(rational(-1), step), times(rational(-1), half), rational(0), half, step].map(at);
  if (heights.some((height) => height === null)) return null;
  const [farLeft, left, centre, right, farRight] = heights as Rational[];
  const wide = dividedBy(minus(farRight, farLeft), times(rational(2), step));
  const value = dividedBy(minus(right, left), step);
  const error = times(resolution, plus(rational(1), plus(absolute(centre), absolute(value))));
  // between the slopes on the two sides, times the step
  const [narrowJump, wideJump] = [
    [left, right],
    [farLeft, farRight],
  ].map(([before, after]) => absolute(minus(plus(before, after), times(rational(2), centre))));
  // it shrinks with the square of the step, at a kink with the step
  const isKink = compare(times(rational(8, 3), narrowJump), wideJump) > 0 && compare(narrowJump, error) > 0;
  return isKink ? null : { value, error: plus(absolute(minus(wide, value)), error) };
}

const step = rational(1n, 2n ** 24n);

const bits = 256;

/** What remains of 256 digits after the division by the step, with a hundred digits to spare. */
const resolution = rational(1n, 2n ** 130n);
