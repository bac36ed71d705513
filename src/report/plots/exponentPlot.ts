import type { TopLevelSpec } from 'vega-lite';
import type { BoundaryPoint } from '../../sweep/boundary.js';
import type { SweepHeader, SweepLine } from '../sweepSchema.js';
import { plotConfig, processes, scaleOf } from './style.js';

/**
 * Exponents over one constant: predictions as curves with their intervals, measurements as points with theirs, the zero
 * at which attraction begins, and the thresholds found; below, the measured share of trajectories near the set.
 */
export function exponentPlot(
  { model, set, grid: [axis], seed, version }: SweepHeader,
  lines: readonly SweepLine[],
  boundary: readonly BoundaryPoint[],
): TopLevelSpec {
  const names = Object.keys(processes) as (keyof typeof processes)[];
  const predicted = names.flatMap((process) =>
    lines.flatMap(({ constants, exponents }) => {
      const found = exponents[process];
      const [low, high] = found?.interval ?? [0, 0];
      return found === null
        ? []
        : [{ at: constants[axis.constant], process: processes[process].label, value: found.value, low, high }];
    }),
  );
  const measured = (['sde', 'sgd'] as const).flatMap((process) =>
    lines.flatMap(({ constants, evidence }) => {
      const found = evidence[process];
      if (found?.exponent == null || found.exponentInterval === null) return [];
      const [low, high] = found.exponentInterval;
      return [{ at: constants[axis.constant], process: processes[process].label, value: found.exponent, low, high }];
    }),
  );
  const shares = (['sde', 'sgd'] as const).flatMap((process) =>
    lines.flatMap(({ constants, evidence }) => {
      const share = evidence[process]?.fraction ?? null;
      return share === null ? [] : [{ at: constants[axis.constant], process: processes[process].label, share }];
    }),
  );
  const present = names.filter((name) => predicted.some(({ process }) => process === processes[name].label));
  const domain = present.map((name) => processes[name].label);
  const color = {
    field: 'process',
    type: 'nominal' as const,
    title: null,
    scale: { domain, range: present.map((name) => processes[name].color) },
    legend: { symbolType: 'stroke', symbolOpacity: 1, symbolStrokeWidth: 2, symbolSize: 250 },
  };
  const x = {
    field: 'at',
    type: 'quantitative' as const,
    title: axis.constant,
    scale: scaleOf(axis.scale),
  };
  const y = { field: 'value', type: 'quantitative' as const, title: 'Lyapunov exponent, per unit of t = η·step' };
  const layers = [
    {
      data: { values: [{ zero: 0 }] },
      mark: { type: 'rule', color: '#999' },
      encoding: { y: { field: 'zero', type: 'quantitative' } },
    },
    {
      data: { values: boundary.map(({ at }) => ({ at: at[axis.constant] })) },
      mark: { type: 'rule', color: '#333', strokeDash: [4, 4] },
      encoding: { x },
    },
    {
      data: { values: predicted },
      mark: { type: 'area', opacity: 0.2 },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
    },
    {
      data: { values: predicted },
      mark: { type: 'line', strokeWidth: 1.5 },
      encoding: {
        x,
        y,
        color,
        strokeDash: {
          field: 'process',
          type: 'nominal',
          title: null,
          scale: { domain, range: present.map((name) => [...processes[name].dash]) },
        },
      },
    },
    {
      data: { values: measured },
      mark: { type: 'rule' },
      encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color },
    },
    {
      data: { values: measured },
      mark: { type: 'point', filled: true, size: 36, opacity: 1 },
      encoding: { x, y, color },
    },
    // a page that holds the plot leads from here to the numbers
    {
      data: { values: lines.map(({ cell, constants }) => ({ at: constants[axis.constant], href: `#cell-${cell}` })) },
      mark: { type: 'rule', strokeWidth: Math.max(2, 460 / lines.length), opacity: 0 },
      encoding: { x, href: { field: 'href' } },
    },
  ];
  const shareLayers = [
    {
      data: { values: shares },
      mark: { type: 'line', point: { size: 25 }, strokeWidth: 1 },
      encoding: {
        x,
        y: { field: 'share', type: 'quantitative', title: 'share near', scale: { domain: [0, 1] } },
        color,
      },
    },
  ];
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    title: { text: `${model}: ${set}`, subtitle: `collapse-verifier ${version}, seed ${seed}` },
    config: plotConfig,
    vconcat: [
      { width: 460, height: 300, layer: layers },
      ...(shares.length === 0 ? [] : [{ width: 460, height: 90, layer: shareLayers }]),
    ],
  } as TopLevelSpec;
}
