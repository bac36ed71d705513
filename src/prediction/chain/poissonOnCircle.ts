import { excludesZero, widthOf } from '../interval.js';
import { solveLinear } from '../matrices/smallMatrix.js';
import { DirectionCoordinate } from './directionCoordinate.js';
import type { AlignedChain } from './nearlyInvariant.js';
import { degree, nodeShares, type PanelGrid, uniformPanels } from './panelGrid.js';
import { DirectionChain } from './planarChain.js';

/** A solution of f − Pf = E log‖Mu‖ − λ for a chain of directions, per step. */
export interface CirclePoisson {
  /** λ */
  readonly value: number;
  /** holds λ: the extremes of E log‖Mu‖ + Pf − f */
  readonly interval: readonly [number, number];
  /** E log‖Mu‖ + Pf − f at the direction of a vector; its mean is λ exactly */
  integrand(y: readonly [number, number]): number;
}

/**
 * λ of a chain of directions from f − Pf = E log‖Mu‖ − λ (theory §6), f a polynomial on each panel of a grid that is fine
 * near nearly invariant directions, by collocation at the nodes.
 *
 * For any f, whatever stationary law ρ there is, λ = ∫ E log‖Mu‖ + Pf − f dρ lies between the extremes of that integrand.
 * They are taken between the nodes and at the ends of the panels; panels on which the integrand differs from λ by more
 * than the tolerance are cut in two until none is left, or the system becomes too large.
 *
 * @param tolerance of λ, per step
 * @param signOnly whether an interval that excludes 0 is enough
 */
export function solveOnCircle(
  { chain, scales }: AlignedChain,
  tolerance: number,
  signOnly: boolean,
): CirclePoisson | null {
  const directions = new DirectionChain(chain);
  const growth = new Map<number, number>();
  const growthAt = (grid: PanelGrid, place: number): number => {
    const known = growth.get(place);
    if (known !== undefined) return known;
    const value = directions.meanLogGrowth(grid.coordinate.vector(place));
    growth.set(place, value);
    return value;
  };
  let grid = uniformPanels(new DirectionCoordinate(scales), longestPanel);
  let best: CirclePoisson | null = null;
  for (;;) {
    const found = solveOnGrid(directions, grid, growthAt);
    if (found !== null && (best === null || widthOf(found) < widthOf(best))) best = found;
    if (signOnly && best !== null && excludesZero(best)) return best;
    const marked = found?.reach.map((reach) => reach > tolerance) ?? [];
    const count = marked.filter(Boolean).length;
    if (found === null || count === 0 || grid.size + count * degree > mostNodes) return best;
    grid = grid.refined(marked);
  }
}

/** Units of the coordinate, in which functions of a chain vary on scales of order one. */
const longestPanel = 2.5;
/** A solution takes half a second with as many. */
const mostNodes = 1000;

interface GridSolution extends CirclePoisson {
  /** the most that the integrand differs from λ, one a panel */
  readonly reach: readonly number[];
}

function solveOnGrid(
  directions: DirectionChain,
  grid: PanelGrid,
  growthAt: (grid: PanelGrid, place: number) => number,
): GridSolution | null {
  const n = grid.size;
  const system = Array.from({ length: n }, () => new Float64Array(n));
  const right = new Float64Array(n);
  for (let panel = 0; panel < grid.panels; panel++) {
    for (let j = 0; j < degree; j++) {
      const i = panel * degree + j;
      const place = grid.place(panel, nodeShares[j]);
      writeGenerator(directions, grid, panel, place, 1, system[i]);
      right[i] = growthAt(grid, place);
      // f is 0 at the first node, whose place λ takes
      system[i][0] = 1;
    }
  }
  const nodes = solveLinear(system, right);
  if (!nodes.every(Number.isFinite)) return null;
  const [value] = nodes;
  const row = new Float64Array(n);
  const reach: number[] = [];
  let [lowest, highest] = [0, 0];
  for (let panel = 0; panel < grid.panels; panel++) {
    let most = 0;
    for (const share of probes) {
      const place = grid.place(panel, share);
      row.fill(0);
      writeGenerator(directions, grid, panel, place, finerRule, row);
      row[0] = 1;
      let residual = growthAt(grid, place);
      for (let i = 0; i < n; i++) residual -= row[i] * nodes[i];
      if (Number.isNaN(residual)) return null;
      lowest = Math.min(lowest, residual);
      highest = Math.max(highest, residual);
      most = Math.max(most, Math.abs(residual));
    }
    reach.push(stretch * most);
  }
  const solution = Float64Array.from(nodes, (entry, i) => (i === 0 ? 0 : entry));
  const integrand = (y: readonly [number, number]): number => {
    const own = directions.meanLogGrowth(y);
    // some image is 0, and has no direction
    if (own === -Infinity) return own;
    const place = grid.coordinate.of(...y);
    let sum = own - grid.valueAt(solution, grid.panelAt(place), place);
    directions.visitArrivals(y, grid, 1, (panel, arrival, weight) => {
      sum += weight * grid.valueAt(solution, panel, arrival);
    });
    return sum;
  };
  return { value, interval: [value + stretch * lowest, value + stretch * highest], integrand, reach };
}

/** f − Pf at a place, as a row over the nodes. */
function writeGenerator(
  directions: DirectionChain,
  grid: PanelGrid,
  panel: number,
  place: number,
  fineness: number,
  row: Float64Array,
): void {
  grid.addBasis(row, panel, place, 1);
  directions.visitArrivals(grid.coordinate.vector(place), grid, fineness, (arrival, at, weight) =>
    grid.addBasis(row, arrival, at, -weight),
  );
}

const finerRule = 1.5;
/** Between nodes, where the integrand differs most from λ, and close to the ends, where short steps see the kinks of f. */
const probes = [
  ...nodeShares.slice(1).map((share, j) => (share + nodeShares[j]) / 2),
  ...[1e-3, 1e-2].flatMap((near) => [near - 1, 1 - near]),
];
/** Between what is sampled and the extremes of a residual of the next degrees: less than a factor of two. */
const stretch = 2;
