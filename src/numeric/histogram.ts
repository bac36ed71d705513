/** How many values lie in each of equal cells, the first of which begins at `low`; a value on a border belongs above it. */
export interface Histogram {
  readonly low: number;
  readonly width: number;
  readonly counts: readonly number[];
}

/** Counts finite values in equal cells from `low` to `high`; what lies outside is left out, `high` itself is in. */
export function histogram(values: readonly number[], low: number, high: number, cells: number): Histogram {
  const width = (high - low) / cells;
  const counts = new Array<number>(cells).fill(0);
  for (const value of values) {
    if (value >= low && value <= high) counts[Math.min(Math.floor((value - low) / width), cells - 1)] += 1;
  }
  return { low, width, counts };
}
