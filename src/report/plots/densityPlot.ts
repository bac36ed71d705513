import type { TopLevelSpec } from 'vega-lite';
import type { Histogram } from '../../numeric/histogram.js';
import type { Densities } from '../../verify/densities.js';
import type { VerifiedSet } from '../resultSchema.js';
import { byName, layer, ownColours, panel, processes, quantity, styled } from './style.js';

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
  return styled({ ...(heading !== null && { title: heading }), ...ownColours, vconcat: panels });
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
  const present = measured.filter(({ histogram }) => histogram !== null).map(({ process }) => processes[process]);
  const scale = domain === undefined ? { zero: false, nice: false } : { domain, nice: false };
  const x = quantity('x', { title, scale });
  const y = quantity('density', { title: 'density' });
  const laws = curve.length > 0 ? [{ label: law, color: '#000' }] : [];
  const named = [...present.map(({ label, color }) => ({ label: `${label}, measured`, color })), ...laws];
  const color = byName(
    'process',
    named.map(({ label }) => label),
    named.map((one) => one.color),
  );
  return panel(150, [
    layer(
      bars,
      { type: 'bar', opacity: 0.35 },
      { x, x2: { field: 'end' }, y: { ...y, stack: null }, y2: { datum: 0 }, color },
    ),
    layer(
      curve.map((point) => ({ ...point, process: law })),
      { type: 'line', strokeWidth: 1.5 },
      { x, y, color },
    ),
  ]);
}

const law = 'SDE, stationary law';
