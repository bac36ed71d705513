import type { TopLevelSpec } from 'vega-lite';
import type { Histogram } from '../../numeric/histogram.js';
import type { Densities } from '../../verify/densities.js';
import type { VerifiedSet } from '../resultSchema.js';
import { plotConfig, processes } from './style.js';

/**
 * Histograms of one set's ensembles with the densities that theory gives: log-distance at the horizon over the stationary
 * density, and the direction near the set over the density on the circle. Panels without a curve or bars are left out;
 * null where none is left.
 */
export function densityPlot(
  heading: { readonly text: string; readonly subtitle: string } | null,
  { logDistance, direction }: Densities,
  evidence: VerifiedSet['evidence'] | null,
): TopLevelSpec | null {
  const measured = (['sde', 'sgd'] as const).map((process) => ({ process, found: evidence?.[process] ?? null }));
  const panels = [
    panelOf(
      `log distance to the set${evidence === null ? '' : ', at the horizon'}`,
      logDistance?.map((point) => ({ x: point.logDistance, density: point.density })) ?? [],
      measured.map(({ process, found }) => ({ process, histogram: found?.distances ?? null })),
    ),
    panelOf(
      'direction near the set, angle of the normal coordinates',
      direction?.map((point) => ({ x: point.angle, density: point.density })) ?? [],
      measured.map(({ process, found }) => ({ process, histogram: found?.directions ?? null })),
      [0, Math.PI],
    ),
  ].filter((panel) => panel !== null);
  if (panels.length === 0) return null;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    ...(heading !== null && { title: heading }),
    config: plotConfig,
    resolve: { scale: { color: 'independent' } },
    vconcat: panels,
  } as TopLevelSpec;
}

function panelOf(
  title: string,
  curve: readonly { readonly x: number; readonly density: number }[],
  measured: readonly { readonly process: 'sde' | 'sgd'; readonly histogram: Histogram | null }[],
  domain?: readonly number[],
): object | null {
  const bars = measured.flatMap(({ process, histogram }) => {
    if (histogram === null) return [];
    const { low, width, counts } = histogram;
    const total = counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count, i) => ({
      x: low + i * width,
      end: low + (i + 1) * width,
      density: count / (total * width),
      process: `${processes[process].label}, measured`,
    }));
  });
  if (bars.length === 0 && curve.length === 0) return null;
  const present = measured.filter(({ histogram }) => histogram !== null);
  const x = {
    field: 'x',
    type: 'quantitative' as const,
    title,
    scale: domain === undefined ? { zero: false, nice: false } : { domain, nice: false },
  };
  const y = { field: 'density', type: 'quantitative' as const, title: 'density' };
  const color = {
    field: 'process',
    type: 'nominal' as const,
    title: null,
    scale: {
      domain: [
        ...present.map(({ process }) => `${processes[process].label}, measured`),
        ...(curve.length > 0 ? [law] : []),
      ],
      range: [...present.map(({ process }) => processes[process].color), ...(curve.length > 0 ? ['#000'] : [])],
    },
  };
  return {
    width: 460,
    height: 150,
    layer: [
      {
        data: { values: bars },
        mark: { type: 'bar', opacity: 0.35 },
        encoding: { x, x2: { field: 'end' }, y: { ...y, stack: null }, y2: { datum: 0 }, color },
      },
      {
        data: { values: curve.map((point) => ({ ...point, process: law })) },
        mark: { type: 'line', strokeWidth: 1.5 },
        encoding: { x, y, color },
      },
    ],
  };
}

const law = 'SDE, stationary law';
