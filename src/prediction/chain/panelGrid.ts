import type { DirectionCoordinate } from './directionCoordinate.js';

/**
 * Continuous functions of the direction that are polynomials on each of some panels of a coordinate, by their values at
 * Chebyshev–Lobatto points, of which neighbours share the ends (theory §6).
 */
export class PanelGrid {
  /** node j of panel p is number p·degree + j, modulo `size` */
  readonly size: number;

  /** @param edges ascending from 0, without the period */
  constructor(
    readonly coordinate: DirectionCoordinate,
    readonly edges: readonly number[],
  ) {
    this.size = edges.length * degree;
  }

  get panels(): number {
    return this.edges.length;
  }

  /** Where panel p ends. */
  end(panel: number): number {
    return panel + 1 < this.edges.length ? this.edges[panel + 1] : this.coordinate.length;
  }

  /** The coordinate at share ∈ [−1, 1] of a panel. */
  place(panel: number, share: number): number {
    const [from, to] = [this.edges[panel], this.end(panel)];
    return share <= 0 ? from + ((share + 1) / 2) * (to - from) : to - ((1 - share) / 2) * (to - from);
  }

  /** The panel that holds a coordinate. */
  panelAt(coordinate: number): number {
    let [low, high] = [0, this.edges.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.edges[middle] <= coordinate) low = middle;
      else high = middle;
    }
    return low;
  }

  /** Adds `weight` times the values of the panel's basis at a coordinate to a row over the nodes. */
  addBasis(row: Float64Array, panel: number, coordinate: number, weight: number): void {
    const shares = this.basisAt(panel, coordinate);
    const first = panel * degree;
    for (let j = 0; j < degree; j++) row[first + j] += weight * shares[j];
    row[(first + degree) % this.size] += weight * shares[degree];
  }

  /** The function with the given values at the nodes. */
  valueAt(values: Float64Array, panel: number, coordinate: number): number {
    const shares = this.basisAt(panel, coordinate);
    const first = panel * degree;
    let sum = shares[degree] * values[(first + degree) % this.size];
    for (let j = 0; j < degree; j++) sum += shares[j] * values[first + j];
    return sum;
  }

  /** The polynomials of a panel that are 1 at one node and 0 at the others; overwritten by the next call. */
  private basisAt(panel: number, coordinate: number): Float64Array {
    const [from, to] = [this.edges[panel], this.end(panel)];
    const share = Math.max(-1, Math.min(1, (coordinate - from - (to - coordinate)) / (to - from)));
    let total = 0;
    for (let j = 0; j <= degree; j++) {
      const distance = share - nodeShares[j];
      if (distance === 0) return scratch.fill(0).fill(1, j, j + 1);
      scratch[j] = barycentric[j] / distance;
      total += scratch[j];
    }
    for (let j = 0; j <= degree; j++) scratch[j] /= total;
    return scratch;
  }

  /** The same with each of the marked panels cut in two. */
  refined(marked: readonly boolean[]): PanelGrid {
    const edges = this.edges.flatMap((edge, panel) => (marked[panel] ? [edge, this.place(panel, 0)] : [edge]));
    return new PanelGrid(this.coordinate, edges);
  }
}

/** A grid whose panels are at most `longest` long and end at the corners of the coordinate. */
export function uniformPanels(coordinate: DirectionCoordinate, longest: number): PanelGrid {
  const { corners, length } = coordinate;
  const edges = corners.flatMap((corner, i) => {
    const reach = (i + 1 < corners.length ? corners[i + 1] : length) - corner;
    const count = Math.ceil(reach / longest);
    return Array.from({ length: count }, (_, n) => corner + (n * reach) / count);
  });
  return new PanelGrid(coordinate, edges);
}

/** Degree of the polynomials. */
export const degree = 8;

/** The nodes of a panel as shares in [−1, 1]. */
export const nodeShares = Array.from({ length: degree + 1 }, (_, j) => -Math.cos((Math.PI * j) / degree));

const barycentric = nodeShares.map((_, j) => (j === 0 || j === degree ? 0.5 : 1) * (j % 2 === 0 ? 1 : -1));

const scratch = new Float64Array(degree + 1);
