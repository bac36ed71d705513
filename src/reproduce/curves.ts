import type { Curve, Point } from './picture.js';

/**
 * Where a sampled curve first reaches a height, on the straight line between two neighbours; NaN where it never does.
 * Points in ascending x.
 */
export function crossingOf(points: readonly Point[], height: number): number {
  for (let i = 1; i < points.length; i++) {
    const [before, after] = [points[i - 1], points[i]];
    if ((before.y - height) * (after.y - height) > 0 || before.y === after.y) continue;
    return before.x + ((height - before.y) / (after.y - before.y)) * (after.x - before.x);
  }
  return Number.NaN;
}

/** The value at x = 0 of the straight line of least squares. */
export function interceptOf(points: readonly Point[]): number {
  const n = points.length;
  const meanX = points.reduce((sum, { x }) => sum + x, 0) / n;
  const meanY = points.reduce((sum, { y }) => sum + y, 0) / n;
  const slope =
    points.reduce((sum, { x, y }) => sum + (x - meanX) * (y - meanY), 0) /
    points.reduce((sum, { x }) => sum + (x - meanX) ** 2, 0);
  return meanY - slope * meanX;
}

/** The quantile of a sample at a share, on straight lines between its sorted values. */
export function quantileOf(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  return sorted[below] + (at - below) * (sorted[Math.ceil(at)] - sorted[below]);
}

/** A line with a mark, and an interval where it is known, at every so-many-th point. */
export function markedLine(name: string, points: readonly Point[], every = 1): Curve[] {
  return [
    { name, style: 'line', points: points.map(({ x, y }) => ({ x, y })) },
    { name, style: 'points', points: points.filter((_, i) => i % every === 0) },
  ];
}
