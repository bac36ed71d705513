import { signWithin } from '../interval.js';
import type { Scale } from './axis.js';

type Interval = readonly [number, number];

/** Bounds of a continuous quantity over a piece of the values of a constant. */
export interface Range {
  readonly value: Interval;
  /** those of its slope, which may jump; null where there are none */
  slope(): Interval | null;
}

/** Bounds over the piece [from, to]; null where there are none. */
export type RangesOver = (from: number, to: number) => Range | null;

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
export function isolateZeros(over: RangesOver, { from, to, valueAt }: Scale): Isolated {
  const signAt = (coordinate: number): -1 | 0 | 1 | null => {
    const range = over(valueAt(coordinate), valueAt(coordinate))?.value ?? null;
    return range && (range[0] === 0 && range[1] === 0 ? 0 : signWithin(range) || null);
  };
  const changes: Interval[] = [];
  const open: Interval[] = [[from, to]];
  let complete = true;
  for (let looked = 0; ; looked++) {
    const piece = open.pop();
    if (piece === undefined) return { changes, complete };
    const [left, right] = piece;
    const ends = [valueAt(left), valueAt(right)] as const;
    const range = over(...ends);
    if (range !== null && signWithin(range.value) !== 0) continue;
    const slopes = range?.slope() ?? null;
    if (slopes !== null && signWithin(slopes) !== 0) {
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
