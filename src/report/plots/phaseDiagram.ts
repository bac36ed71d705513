import type { TopLevelSpec } from 'vega-lite';
import type { BoundaryPoint } from '../../sweep/boundary.js';
import type { SweepHeader, SweepLine } from '../sweepSchema.js';
import { layer, panel, quantity, regionFills, scaleOf, styled } from './style.js';

/**
 * The plane of two constants: predicted regions shaded, the boundary between them, what was measured as a mark in each
 * cell (filled where trajectories approach the set, hollow where they leave it), disagreements crossed.
 */
export function phaseDiagram(
  { model, set, grid, measure, seed, version }: SweepHeader,
  lines: readonly SweepLine[],
  boundary: readonly BoundaryPoint[],
): TopLevelSpec {
  const [across, up] = grid;
  const [columns, rows] = [edgesOf(across), edgesOf(up)];
  const cells = lines.map((line) => {
    const [column, row] = [Math.floor(line.cell / up.values.length), line.cell % up.values.length];
    const found = line.evidence.sde ?? line.evidence.sgd;
    return {
      x: across.values[column],
      y: up.values[row],
      left: columns[column],
      right: columns[column + 1],
      bottom: rows[row],
      top: rows[row + 1],
      region: line.prediction,
      measured: measuredSign(found?.exponentInterval ?? null),
      disagrees: line.verdict === 'disagree',
      href: `#cell-${line.cell}`,
    };
  });
  const scale = (axis: SweepHeader['grid'][number], edges: readonly number[]) => ({
    ...scaleOf(axis.scale),
    domain: [edges[0], edges[edges.length - 1]],
  });
  const x = (field: string) => quantity(field, { scale: scale(across, columns), title: across.constant });
  const y = (field: string) => quantity(field, { scale: scale(up, rows), title: up.constant });
  const marks = cells.filter(({ measured }) => measured !== null);
  const disagreeing = cells.filter(({ disagrees }) => disagrees);
  const size = markSize(cells.length);
  const named = (title: string, colours: Readonly<Record<string, string>>) => ({
    type: 'nominal' as const,
    title,
    scale: { domain: Object.keys(colours), range: Object.values(colours) },
  });
  const crossed = {
    datum: disagreement,
    type: 'nominal',
    title: null,
    scale: { domain: [disagreement], range: ['#d55e00'] },
    legend: disagreeing.length === 0 ? null : { symbolType: 'cross', symbolSize: 60 },
  };
  const predictedHow = measure === 'none' ? 'predicted' : 'predicted and measured';
  return styled({
    title: {
      text: `${model}: ${set}`,
      subtitle: `${predictedHow}; collapse-verifier ${version}, seed ${seed}`,
    },
    ...panel(360, [
      layer(
        cells,
        { type: 'rect', strokeWidth: 0 },
        {
          x: x('left'),
          x2: { field: 'right' },
          y: y('bottom'),
          y2: { field: 'top' },
          href: { field: 'href' },
          fill: { field: 'region', ...named('predicted', regionFills) },
        },
      ),
      layer(
        boundary.map(({ at }) => ({ x: at[across.constant], y: at[up.constant] })),
        { type: 'point', shape: 'circle', size: 5, filled: true, color: 'black', opacity: 1 },
        { x: x('x'), y: y('y') },
      ),
      layer(
        marks,
        { type: 'point', size, strokeWidth: 1, stroke: '#333', opacity: 1 },
        {
          x: x('x'),
          y: y('y'),
          fill: { field: 'measured', ...named('measured', markFills), legend: marks.length === 0 ? null : {} },
        },
      ),
      layer(
        disagreeing,
        { type: 'point', shape: 'cross', angle: 45, size: 2 * size, filled: true, opacity: 1 },
        { x: x('x'), y: y('y'), color: crossed },
      ),
    ]),
    resolve: { scale: { fill: 'independent' } },
  });
}

const markFills = { 'approaches the set': '#333', 'leaves it': 'white', undecided: '#999' };
const disagreement = 'they disagree';

/** Small enough for marks not to touch. */
function markSize(cells: number): number {
  return Math.max(4, Math.min(40, 20000 / cells));
}

function measuredSign(interval: readonly [number, number] | null): string | null {
  if (interval === null) return null;
  return interval[1] < 0 ? 'approaches the set' : interval[0] > 0 ? 'leaves it' : 'undecided';
}

/** The ends of the cells along an axis: half-way between neighbours, as far beyond the outermost. */
function edgesOf({ scale, values }: SweepHeader['grid'][number]): number[] {
  const [to, from] = scale === 'log' ? [Math.log, Math.exp] : [(value: number) => value, (value: number) => value];
  const at = values.map(to);
  const gaps = at.slice(1).map((value, i) => value - at[i]);
  const [first, last] = [gaps[0] ?? 1, gaps[gaps.length - 1] ?? 1];
  const inner = at.slice(1).map((value, i) => (value + at[i]) / 2);
  return [at[0] - first / 2, ...inner, at[at.length - 1] + last / 2].map(from);
}
