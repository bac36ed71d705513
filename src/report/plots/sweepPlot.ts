import type { TopLevelSpec } from 'vega-lite';
import type { BoundaryPoint } from '../../sweep/boundary.js';
import type { SweepHeader, SweepLine } from '../sweepSchema.js';
import { exponentPlot } from './exponentPlot.js';
import { phaseDiagram } from './phaseDiagram.js';

/** The picture of a sweep: exponents over one constant, a phase diagram over two; null over more. */
export function sweepPlot(
  header: SweepHeader,
  lines: readonly SweepLine[],
  boundary: readonly BoundaryPoint[],
): TopLevelSpec | null {
  if (header.grid.length === 1) return exponentPlot(header, lines, boundary);
  return header.grid.length === 2 ? phaseDiagram(header, lines, boundary) : null;
}
