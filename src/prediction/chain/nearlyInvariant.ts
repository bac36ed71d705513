import { inCoordinates, inverseMatrix } from '../matrices/smallMatrix.js';
import { type ChainComponent, movedChain, type PlanarChain } from './planarChain.js';

type NumberMatrix = readonly (readonly number[])[];

/** A chain in coordinates whose axes are the directions that a step changes least. */
export interface AlignedChain {
  readonly chain: PlanarChain;
  /** for each axis how far from it the chain stops to depend on the distance, as a share of the distance to the other */
  readonly scales: readonly [number, number];
}

/**
 * Turns a chain so that its axes are the two directions that a step moves least (theory §6).
 *
 * Where the matrices nearly have a common eigenvector, the direction lingers there, and the law of the direction varies on
 * the scale of the small entries: in these coordinates that scale is a ratio of entries, and it keeps its digits.
 */
export function alignedChain(stated: PlanarChain): AlignedChain {
  const [first, second] = stillest(stated.components);
  const inverse = [
    [first[0], second[0]],
    [first[1], second[1]],
  ];
  const chain = movedChain(stated, inCoordinates(inverseMatrix(inverse), inverse));
  const size = (entry: (matrix: NumberMatrix) => number) => rootMeanSquare(chain.components, entry);
  const apart = size(([[a], [, d]]) => d - a);
  const scales = [size(([, [c]]) => c), size(([[, b]]) => b)].map((leaving) =>
    Math.min(1, Math.max(finest, leaving / Math.hypot(apart, leaving))),
  );
  return { chain, scales: [scales[0], scales[1]] };
}

/** Entries of transformed matrices below this are rounding. */
const finest = 1e-14;

/** √ of the mean over the components of the square of an entry, those of noise added up. */
function rootMeanSquare(components: readonly ChainComponent[], entry: (matrix: NumberMatrix) => number): number {
  return Math.sqrt(
    components.reduce(
      (sum, { weight, mean, noise }) =>
        sum + weight * [mean, ...noise].reduce((squares, matrix) => squares + entry(matrix) ** 2, 0),
      0,
    ),
  );
}

type Vector = readonly [number, number];

/** The two lowest minima over unit vectors u of the mean square of tᵀMu, t at a right angle to u; the axis across where they nearly agree. */
function stillest(components: readonly ChainComponent[]): readonly [Vector, Vector] {
  const at = (angle: number): Movement => movement(components, angle);
  const spacing = Math.PI / looks;
  const values = Array.from({ length: looks }, (_, i) => at(i * spacing).square);
  const minima = values
    .flatMap((value, i) =>
      value <= values[(i + 1) % looks] && value < values[(i + looks - 1) % looks] ? [settled(at, i * spacing)] : [],
    )
    .sort((a, b) => a.square - b.square);
  const first = minima[0]?.angle ?? 0;
  const other = minima.find(({ angle }) => Math.abs(Math.sin(angle - first)) > leastSine);
  return [vectorAt(first), vectorAt(other?.angle ?? first + Math.PI / 2)];
}

const looks = 360;
/** Axes that are closer make the coordinates too oblique. */
const leastSine = 0.05;

interface Movement {
  /** mean of (tᵀMu)² */
  readonly square: number;
  /** where a Newton step for the tᵀMu alone leads */
  readonly change: number;
}

function movement(components: readonly ChainComponent[], angle: number): Movement {
  const [x, y] = vectorAt(angle);
  let [square, cross, slopes] = [0, 0, 0];
  for (const { weight, mean, noise } of components) {
    for (const [[a, b], [c, d]] of [mean, ...noise]) {
      const along = a * x + b * y;
      const across = c * x + d * y;
      const moved = x * across - y * along;
      const slope = x * (d * x - c * y) - y * (b * x - a * y) - (x * along + y * across);
      square += weight * moved * moved;
      cross += weight * moved * slope;
      slopes += weight * slope * slope;
    }
  }
  return { square, change: slopes === 0 ? 0 : -cross / slopes };
}

/** Gauss and Newton's iteration for the least square, as long as it gains. */
function settled(at: (angle: number) => Movement, start: number): { readonly angle: number; readonly square: number } {
  let angle = start;
  let { square, change } = at(angle);
  for (let i = 0; i < mostSteps; i++) {
    const next = at(angle + change);
    if (!(next.square < square)) break;
    angle += change;
    ({ square, change } = next);
  }
  return { angle, square };
}

const mostSteps = 50;

function vectorAt(angle: number): Vector {
  return [Math.cos(angle), Math.sin(angle)];
}
