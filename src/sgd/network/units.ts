/** The units of one layer: vectors of a unit's weights (incoming, bias, outgoing), one after the other. */
export interface Units {
  readonly count: number;
  /** numbers of a unit */
  readonly width: number;
  /** count × width */
  readonly vectors: Float64Array;
}

/** How many units of a layer there are in effect (theory §9). */
export interface UnitCounts {
  readonly units: number;
  /** shorter than τ₁ times the longest */
  readonly vanishing: number;
  /** groups of near-equal units among the others: connected components of ‖w − w'‖² < τ₂ (‖w‖² + ‖w'‖²)/2 */
  readonly independent: number;
  /** the paper's count, which takes units in their order and leaves out those that are near one taken before */
  readonly greedy: number;
}

/** Vanishing and redundant units of a layer at the thresholds of theory §9; both are 0.1 in the paper's figures. */
export function countUnits({ count, width, vectors }: Units, tau1: number, tau2: number): UnitCounts {
  const unit = (i: number): Float64Array => vectors.subarray(i * width, (i + 1) * width);
  const squares = Array.from({ length: count }, (_, i) => unit(i).reduce((sum, x) => sum + x * x, 0));
  const largest = Math.max(...squares);
  const live = Array.from({ length: count }, (_, i) => i).filter((i) => Math.sqrt(squares[i] / largest) >= tau1);
  const isNear = (i: number, j: number): boolean => {
    const [u, v] = [unit(i), unit(j)];
    let square = 0;
    for (let k = 0; k < width; k++) square += (u[k] - v[k]) ** 2;
    return 2 * square < tau2 * (squares[i] + squares[j]);
  };
  const taken: number[] = [];
  const group = new Map(live.map((i) => [i, i]));
  for (const [at, i] of live.entries()) {
    if (!taken.some((j) => isNear(i, j))) taken.push(i);
    for (const j of live.slice(0, at)) {
      if (!isNear(i, j)) continue;
      const [from, to] = [group.get(i), group.get(j)];
      for (const [member, root] of group) if (root === from) group.set(member, to as number);
    }
  }
  return {
    units: count,
    vanishing: count - live.length,
    independent: new Set(group.values()).size,
    greedy: taken.length,
  };
}
