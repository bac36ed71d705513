import type { AffineSet, Model } from '../../model/model.js';
import { findThresholds, type ThresholdOptions, withConstant } from './thresholdSearch.js';

/** A point of the boundary between attraction and repulsion in the plane of two constants. */
export interface BoundaryPoint {
  /** the first constant, held */
  readonly at: number;
  /** a bracket of the zero of λ in the second */
  readonly bracket: readonly [number, number];
  readonly attractive: 'below' | 'above';
}

/** A constant and the range that it is followed over. */
export interface Axis {
  readonly constant: string;
  readonly range: readonly [number, number];
}

/**
 * The boundary λ = 0 in the plane of two constants, by continuation: column after column of the first, the zero in the
 * second is looked for near where the last two columns let it be expected, and over the whole range where it is not
 * there. Columns without a zero are left out; where several zeros lie in a column, each is a point.
 *
 * `columns`: how many values of the first constant, ends included. Throws InputError as findThresholds does.
 */
export function traceBoundary(
  model: Model,
  set: AffineSet,
  first: Axis,
  second: Axis,
  columns: number,
  options: ThresholdOptions,
): BoundaryPoint[] {
  const [from, to] = first.range;
  const points: BoundaryPoint[] = [];
  let followed: BoundaryPoint[] = [];
  for (let i = 0; i < columns; i++) {
    const at = columns === 1 ? from : from + ((to - from) * i) / (columns - 1);
    const column = withConstant(model, first.constant, at);
    const zeros = (range: readonly [number, number], looks?: number): BoundaryPoint[] =>
      findThresholds(column, set, second.constant, range, {
        ...options,
        ...(looks === undefined ? {} : { looks }),
      }).map(({ bracket, attractive }) => ({ at, bracket, attractive }));
    const near = expectedRange(followed, at, second.range);
    const nearby = near === null ? [] : zeros(near, fewLooks);
    const found = nearby.length === 1 ? nearby : zeros(second.range);
    points.push(...found);
    followed = found.length === 1 ? [...followed.slice(-1), found[0]] : [];
  }
  return points;
}

/** In a range that holds one zero, three looks find it. */
const fewLooks = 3;

/** Around the straight continuation of the last two points, as wide as they are apart; null without two. */
function expectedRange(
  [before, last]: readonly BoundaryPoint[],
  at: number,
  [lowest, highest]: readonly [number, number],
): readonly [number, number] | null {
  if (last === undefined) return null;
  const middle = ({ bracket }: BoundaryPoint): number => (bracket[0] + bracket[1]) / 2;
  const slope = (middle(last) - middle(before)) / (last.at - before.at);
  const expected = middle(last) + slope * (at - last.at);
  const reach = Math.max(Math.abs(middle(last) - middle(before)), (highest - lowest) * leastReach);
  const range = [Math.max(lowest, expected - reach), Math.min(highest, expected + reach)] as const;
  return range[0] < range[1] ? range : null;
}

/** A hundredth of the whole range. */
const leastReach = 0.01;
