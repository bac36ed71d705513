import type { ChainRange } from './chainFourier.js';
import type { DirectionChain } from './planarChain.js';

/**
 * λ of a chain of directions from piecewise linear functions of the doubled angle (theory §6): P becomes a stochastic
 * matrix on the points of a grid, and Pᵏ(E log‖Mu‖) flattens to λ. Its extremes bound the λ of that matrix from both sides
 * after any k. Needs no smoothness, but more iterations the shorter the steps.
 *
 * @param work most multiplications to spend, about
 * @returns null when one iteration costs more
 */
export function gridExponent(chain: DirectionChain, cells: number, work: number): ChainRange | null {
  const spacing = (2 * Math.PI) / cells;
  const transitions = new Transitions(cells);
  let values = new Float64Array(cells);
  let spent = 0;
  for (let j = 0; j < cells; j++) {
    const angle = (j + firstPoint) * spacing;
    values[j] = chain.meanLogGrowth(angle);
    const { angles, weights } = chain.arrivals(angle, Math.min(cells / cellsPerHarmonic, mostHarmonics), 1);
    transitions.add(
      angles.map((arrival) => arrival / spacing - firstPoint),
      weights,
    );
    spent += angles.length * nodeWork;
    if (spent + transitions.size * fewestIterations > work) return null;
  }
  let next = new Float64Array(cells);
  for (;;) {
    const [lowest, highest] = transitions.apply(values, next);
    [values, next] = [next, values];
    spent += transitions.size;
    if (highest - lowest < flat * (1 + Math.abs(highest)) || spent > work)
      return { value: (lowest + highest) / 2, interval: [lowest, highest] };
  }
}

/** Points of the grid do not lie on the axes, where matrices with zeros send their images. */
const firstPoint = 0.3;
/** Piecewise linear functions are rougher than their nodes: a rule for a few harmonics does. */
const cellsPerHarmonic = 32;
const mostHarmonics = 24;
/** What a node costs, in multiplications. */
const nodeWork = 50;
/** A grid that cannot be iterated so often tells nothing. */
const fewestIterations = 50;
/** Rounding of a few hundred iterations. */
const flat = 1e-13;

/** A sparse stochastic matrix that interpolates linearly on a periodic grid, built row after row. */
class Transitions {
  /** entries */
  size = 0;
  private rows = 0;
  private readonly ends: Int32Array;
  private readonly row: Float64Array;
  private places = new Int32Array(1024);
  private shares = new Float64Array(1024);

  constructor(private readonly cells: number) {
    this.ends = new Int32Array(cells);
    this.row = new Float64Array(cells);
  }

  /** @param positions in cells, any real numbers */
  add(positions: readonly number[], weights: readonly number[]): void {
    const { row, cells } = this;
    const touched: number[] = [];
    const put = (place: number, share: number): void => {
      if (row[place] === 0) touched.push(place);
      row[place] += share;
    };
    for (const [i, position] of positions.entries()) {
      const lower = Math.floor(position);
      const share = position - lower;
      const place = ((lower % cells) + cells) % cells;
      put(place, weights[i] * (1 - share));
      put((place + 1) % cells, weights[i] * share);
    }
    this.reserve(this.size + touched.length);
    for (const place of touched) {
      // a share of 0 leaves a place untouched, so that it may be listed twice
      if (row[place] === 0) continue;
      this.places[this.size] = place;
      this.shares[this.size++] = row[place];
      row[place] = 0;
    }
    this.ends[this.rows++] = this.size;
  }

  /** Writes the images into `out`; returns their least and largest. */
  apply(values: Float64Array, out: Float64Array): [number, number] {
    let lowest = Infinity;
    let highest = -Infinity;
    for (let row = 0, k = 0; row < this.rows; row++) {
      let sum = 0;
      for (; k < this.ends[row]; k++) sum += this.shares[k] * values[this.places[k]];
      out[row] = sum;
      lowest = Math.min(lowest, sum);
      highest = Math.max(highest, sum);
    }
    return [lowest, highest];
  }

  private reserve(size: number): void {
    if (size <= this.shares.length) return;
    const places = new Int32Array(2 * size);
    const shares = new Float64Array(2 * size);
    places.set(this.places);
    shares.set(this.shares);
    this.places = places;
    this.shares = shares;
  }
}
