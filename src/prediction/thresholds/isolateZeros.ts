import type { Scale } from './axis.js';

type Interval = readonly [number, number];

/** Bounds of a continuous quantity over pieces [from, to] of the values of a constant; null where there are none. */
export interface RangesOver {
  value(from: number, to: number): Interval | null;
  /** of its slope, which may jump; asked for only where there are bounds of the value */
  slope(from: number, to: number): Interval | null;
}

/** Pieces of a range, in its coordinates, at whose ends the quantity has opposite signs. */
export interface Isolated {
  /** each holds one zero, at which the sign changes */
  readonly changes: readonly Interval[];
  /** whether it has no zeros in the range but these, and at most ends of the range */
  readonly complete: boolean;
}

/**
 * All changes of sign over a range: it is halved until on each piece the bounds exclude 0, or those of the slope do, so that the
 * signs at the ends tell. Where zeros lie too close, or the sign does not change at one, the result is not complete.
 */
export function isolateZeros({ value, slope }: RangesOver, { from, to, valueAt }: Scale): Isolated {
  const signAt = (coordinate: number): -1 | 0 | 1 | null => {
    const range = value(valueAt(coordinate), valueAt(coordinate));
    return range && (range[0] === 0 && range[1] === 0 ? 0 : signOf(range));
  };
  const changes: Interval[] = [];
  const open: Interval[] = [[from, to]];
  let complete = true;
  for (let looked = 0; ; looked++) {
    const piece = open.pop();
    if (piece === undefined) return { changes, complete };
    const [left, right] = piece;
    const ends = [valueAt(left), valueAt(right)] as const;
    const range = value(...ends);
    if (range !== null && signOf(range) !== null) continue;
    const slopes = range && slope(...ends);
    if (slopes !== null && signOf(slopes) !== null) {
      const [before, after] = [signAt(left), signAt(right)];
      if (before !== null && after !== null) {
        if (before * after < 0) changes.push(piece);
        continue;
      }
    }
    const isShort = right - left <= shortest * (to - from) || looked >= mostPieces;
    const between = isShort ? [] : shares.map((share) => left + share * (right - left));
    const middle = between.find((at) => at > left && at < right && (signAt(at) ?? 0) !== 0);
    if (middle === undefined) complete = false;
    else open.push([middle, right], [left, middle]);
  }
}

/** Of the range: zeros that are nearer to each other are left open. */
const shortest = 1e-9;
/** Quantities that take more have bounds that are too wide. */
const mostPieces = 1000;
/** Where a piece is cut: off the places that a model's numbers lie at, so that the sign there is clear. */
const shares = [0.4871, 0.5347, 0.4519];

function signOf([low, high]: Interval): -1 | 1 | null {
  return high < 0 ? -1 : low > 0 ? 1 : null;
}
