import type { AffineSet, Model } from '../../model/model.js';
import { deriveSet } from '../../symbolic/derive.js';
import { type Axis, type Scale, scaleOf, withConstant } from './axis.js';
import { bracketThresholds, type SearchOptions, type ThresholdBracket } from './thresholdSearch.js';

/** A point of the boundary between attraction and repulsion in the plane of two constants. */
export interface BoundaryPoint {
  /** the first constant, held */
  readonly at: number;
  /** a bracket of the zero of λ in the second */
  readonly bracket: readonly [number, number];
  readonly attractive: 'below' | 'above';
  /** as of ThresholdBracket, for the looks of this column */
  readonly level: number;
}

/**
 * The boundary λ = 0 in the plane of two constants, by continuation: column after column of the first, the zero in the
 * second is looked for near where the last two columns let it be expected, and over the whole range where it is not
 * there. Columns without a zero are left out; where several zeros lie in a column, each is a point.
 *
 * `columns`: how many values of the first constant, ends included, spaced as its axis says. Throws InputError as
 * findThresholds does.
 */
export function traceBoundary(
  model: Model,
  set: AffineSet,
  first: Axis,
  second: Axis,
  columns: number,
  { onLook = () => {}, ...options }: SearchOptions,
): BoundaryPoint[] {
  const [along, across] = [scaleOf(model, first), scaleOf(model, second)];
  const derivation = deriveSet(model, set);
  const points: BoundaryPoint[] = [];
  let followed: BoundaryPoint[] = [];
  for (let i = 0; i < columns; i++) {
    const share = columns === 1 ? 0 : i / (columns - 1);
    const at = along.valueAt(along.from + share * (along.to - along.from));
    const column = withConstant(model, first.constant, at);
    const zeros = (range: Axis['range'], looks: Pick<SearchOptions, 'looks'>): BoundaryPoint[] =>
      bracketThresholds(column, derivation, { ...second, range }, { ...options, ...looks }).zeros.map((found) =>
        pointAt(at, found),
      );
    const near = expectedRange(followed, at, along, across);
    const nearby = near === null ? [] : zeros(near, { looks: fewLooks });
    const found = nearby.length === 1 ? nearby : zeros(second.range, {});
    points.push(...found);
    followed = found.length === 1 ? [...followed.slice(-1), found[0]] : [];
    onLook((i + 1) / columns);
  }
  return points;
}

/** In a range that holds one zero, three looks find it. */
const fewLooks = 3;

function pointAt(at: number, { bracket, attractive, level }: ThresholdBracket): BoundaryPoint {
  return { at, bracket, attractive, level };
}

/** Around the straight continuation of the last two points, as wide as they are apart; null without two. */
function expectedRange(
  [before, last]: readonly BoundaryPoint[],
  at: number,
  along: Scale,
  across: Scale,
): readonly [number, number] | null {
  if (last === undefined) return null;
  const middle = ({ bracket }: BoundaryPoint): number =>
    (across.coordinateOf(bracket[0]) + across.coordinateOf(bracket[1])) / 2;
  const place = along.coordinateOf;
  const slope = (middle(last) - middle(before)) / (place(last.at) - place(before.at));
  const expected = middle(last) + slope * (place(at) - place(last.at));
  const reach = Math.max(Math.abs(middle(last) - middle(before)), (across.to - across.from) * leastReach);
  const [low, high] = [Math.max(across.from, expected - reach), Math.min(across.to, expected + reach)];
  return low < high ? [across.valueAt(low), across.valueAt(high)] : null;
}

/** A hundredth of the whole range. */
const leastReach = 0.01;
