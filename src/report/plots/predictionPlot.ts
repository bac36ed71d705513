import type { TopLevelSpec } from 'vega-lite';
import type { Panel } from '../../reproduce/picture.js';
import type { Densities } from '../../verify/densities.js';
import type { PredictedSet, PredictResult } from '../predictSchema.js';
import { densityPlot } from './densityPlot.js';
import { picturePlot } from './picturePlot.js';
import { processes } from './style.js';

type Moments = NonNullable<PredictedSet['exponents']['moments']>;

/**
 * What is predicted of each set, or of a random matrix product: moment exponents Λ(p) with the line of slope λ and the tail
 * index of the first process, the boundary curve if it was asked for, and densities: one a model and set, in the order of the
 * result.
 */
export function predictionPlots(
  { models, version, seed }: PredictResult,
  densities: readonly (readonly Densities[])[],
): TopLevelSpec[] {
  const subtitle = `collapse-verifier ${version}, seed ${seed}`;
  return models.flatMap(({ source, sets, product }, m) => {
    if (product !== null) {
      const top = new Map([['product', product.exponent?.value ?? null]]);
      const panels = momentPanel(product.moments, top, { product: product.tailIndex }, 'per step');
      return panels.length === 0 ? [] : [picturePlot({ name: source, title: source, subtitle, panels })];
    }
    return sets.flatMap((set, i) => {
      const title = `${source}: ${set.name}`;
      const { moments, tailIndex, sde, eulerMaruyama, sgd } = set.exponents;
      const top = new Map(
        Object.entries({ sde, eulerMaruyama, sgd }).map(([name, found]) => [name, found?.value ?? null]),
      );
      const panels = [
        ...momentPanel(moments ?? [], top, tailIndex ?? {}, 'per unit of t'),
        ...boundaryPanel(set.boundary),
      ];
      const heading = panels.length === 0 ? { text: title, subtitle } : null;
      const laws = densityPlot(heading, densities[m][i], null);
      return [
        ...(panels.length === 0 ? [] : [picturePlot({ name: title, title, subtitle, panels })]),
        ...(laws === null ? [] : [laws]),
      ];
    });
  });
}

/** Λ(p) with intervals where it is finite, and λ p, which it touches at 0 and lies above (Λ is convex). */
function momentPanel(
  moments: Moments,
  top: ReadonlyMap<string, number | null>,
  tails: Readonly<Record<string, { readonly value: number } | null>>,
  unit: string,
): Panel[] {
  const names = [...new Set(moments.map(({ process }) => process))];
  if (names.length === 0) return [];
  const curves = names.flatMap((process) => {
    const { label, color } = process === 'product' ? { label: 'Λ(p)', color: '#0072b2' } : processes[process];
    const found = moments.filter((moment) => moment.process === process);
    const origin = { x: 0, y: 0 };
    const points = found.flatMap(({ p, value, interval }) =>
      value === null || interval === null ? [] : [{ x: p, y: value, low: interval[0], high: interval[1] }],
    );
    const slope = top.get(process) ?? null;
    const last = Math.max(...points.map(({ x }) => x));
    return [
      { name: label, color, style: 'points' as const, points: [origin, ...points] },
      ...(slope === null
        ? []
        : [{ name: label, color, style: 'dashed' as const, points: [origin, { x: last, y: slope * last }] }]),
    ];
  });
  // the others stand so close that their labels would lie on one another
  const tail = tails[names[0]] ?? null;
  const rules = tail === null ? [] : [{ axis: 'x' as const, at: tail.value, label: 'p*' }];
  return [
    {
      x: { label: 'p (moment exponents; dashed: λ p)' },
      y: { label: `Λ(p) ${unit}` },
      curves,
      rules: [{ axis: 'y', at: 0, label: '' }, ...rules],
    },
  ];
}

function boundaryPanel(boundary: PredictedSet['boundary']): Panel[] {
  if (boundary === null || boundary.points.length === 0) return [];
  const [across, up] = boundary.parameters;
  const points = boundary.points.map(({ at, bracket: [low, high] }) => ({ x: at, y: (low + high) / 2, low, high }));
  return [
    {
      x: axisOf(across, boundary.from[0], boundary.to[0]),
      y: axisOf(up, boundary.from[1], boundary.to[1]),
      curves: [{ name: 'exponent of the SDE = 0', style: 'points', points }],
    },
  ];
}

/** Over decades in equal ratios. */
function axisOf(label: string, from: number, to: number): Panel['x'] {
  return { label, scale: from > 0 && to / from >= 100 ? 'log' : 'linear' };
}
