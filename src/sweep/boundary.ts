import { fromNumber, toNumber } from '../arithmetic/rational.js';
import type { AffineSet, Model } from '../model/model.js';
import type { Engines } from '../verify/engines.js';
import { signOf } from '../verify/quantities.js';
import { derivationsOf } from './derivations.js';
import { type Grid, modelAt, positionOf } from './grid.js';

/** A point at which the predicted exponent changes its sign, between two values of one constant. */
export interface BoundaryPoint {
  /** the constant along which the sign was bracketed */
  readonly along: string;
  /** values of the varied constants; that of `along` is the middle of the bracket */
  readonly at: Readonly<Record<string, number>>;
  readonly bracket: readonly [number, number];
}

/**
 * Where attraction begins, on the edges of a grid: between neighbours whose exponents have opposite decided signs the
 * zero is bracketed to a thousandth of the gap, its ends decided by the exponent's interval (theory §5).
 *
 * `signs`: −1, 0 (undecided) or 1 a cell.
 */
export async function boundaryOf(
  model: Model,
  set: AffineSet,
  grid: Grid,
  signs: readonly number[],
  engines: Engines,
  seed: number,
): Promise<BoundaryPoint[]> {
  const derivationAt = derivationsOf(model, set, engines);
  const points: BoundaryPoint[] = [];
  for (let cell = 0; cell < grid.cells; cell++) {
    const position = positionOf(grid, cell);
    let stride = 1;
    for (let axis = grid.axes.length - 1; axis >= 0; axis--) {
      const { constant, values } = grid.axes[axis];
      const next = cell + stride;
      const hasNext = position[axis] + 1 < values.length;
      stride *= values.length;
      if (!hasNext || signs[cell] * signs[next] >= 0) continue;
      const here = modelAt(model, grid, cell);
      const signAt = async (value: number): Promise<number> => {
        const constants = new Map(here.constants).set(constant, fromNumber(value));
        const there = { ...here, constants };
        const prediction = await engines.predict(there, derivationAt(there), { seed, certify: false });
        const decisive = prediction.baseMoves ? prediction.exponents.sdeAveraged : prediction.exponents.sde;
        return signOf(decisive?.interval ?? null);
      };
      const ends = [toNumber(values[position[axis]]), toNumber(values[position[axis] + 1])] as const;
      const bracket = await narrowed(signAt, ends, signs[cell]);
      const at = Object.fromEntries(
        grid.axes.map((other, i) => [
          other.constant,
          i === axis ? (bracket[0] + bracket[1]) / 2 : toNumber(other.values[position[i]]),
        ]),
      );
      points.push({ along: constant, at, bracket });
    }
  }
  return points;
}

/** Halves a bracket ten times, or until the sign in its middle is undecided. */
async function narrowed(
  signAt: (value: number) => Promise<number>,
  [from, to]: readonly [number, number],
  signFrom: number,
): Promise<readonly [number, number]> {
  let [left, right] = [from, to];
  for (let i = 0; i < halvings; i++) {
    const middle = (left + right) / 2;
    const sign = await signAt(middle);
    if (sign === 0) break;
    if (sign === signFrom) left = middle;
    else right = middle;
  }
  return [left, right];
}

const halvings = 10;
