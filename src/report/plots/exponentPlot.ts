import type { TopLevelSpec } from 'vega-lite';
import type { BoundaryPoint } from '../../sweep/boundary.js';
import type { SweepHeader, SweepLine } from '../sweepSchema.js';
import { byName, layer, panel, processes, quantity, scaleOf, strokeLegend, styled } from './style.js';

type Process = keyof typeof processes;

/**
 * Exponents over one constant: predictions as curves with their intervals, measurements as points with theirs, the zero
 * at which attraction begins, and the thresholds found; below, the measured share of trajectories near the set.
 */
export function exponentPlot(
  { model, set, grid: [axis], seed, version }: SweepHeader,
  lines: readonly SweepLine[],
  boundary: readonly BoundaryPoint[],
): TopLevelSpec {
  const names = Object.keys(processes) as Process[];
  /** what the cells have of some processes */
  const pointsOf = <P extends Process>(chosen: readonly P[], read: (line: SweepLine, process: P) => object | null) =>
    chosen.flatMap((process) =>
      lines.flatMap((line) => {
        const found = read(line, process);
        return found === null
          ? []
          : [{ at: line.constants[axis.constant], process: processes[process].label, ...found }];
      }),
    );
  const predicted = pointsOf(names, ({ exponents }, process) => estimate(exponents[process]));
  const measured = pointsOf(['sde', 'sgd'], ({ evidence }, process) => {
    const { exponent = null, exponentInterval: interval = null } = evidence[process] ?? {};
    return exponent === null || interval === null ? null : estimate({ value: exponent, interval });
  });
  const shares = pointsOf(['sde', 'sgd'], ({ evidence }, process) => {
    const share = evidence[process]?.fraction ?? null;
    return share === null ? null : { share };
  });
  const present = names.filter((name) => predicted.some(({ process }) => process === processes[name].label));
  const domain = present.map((name) => processes[name].label);
  const color = byName(
    'process',
    domain,
    present.map((name) => processes[name].color),
    strokeLegend,
  );
  const strokeDash = byName(
    'process',
    domain,
    present.map((name) => processes[name].dash),
  );
  const x = quantity('at', { title: axis.constant, scale: scaleOf(axis.scale) });
  const title = 'Lyapunov exponent, per unit of t = η·step';
  const y = quantity('value', { title });
  const interval = { y: quantity('low', { title }), y2: { field: 'high' } };
  const y01 = quantity('share', { title: 'share near', scale: { domain: [0, 1] } });
  const panels = [
    panel(300, [
      layer([{ zero: 0 }], { type: 'rule', color: '#999' }, { y: quantity('zero') }),
      layer(
        boundary.map(({ at }) => ({ at: at[axis.constant] })),
        { type: 'rule', color: '#333', strokeDash: [4, 4] },
        { x },
      ),
      layer(predicted, { type: 'area', opacity: 0.2 }, { x, ...interval, color }),
      layer(predicted, { type: 'line', strokeWidth: 1.5 }, { x, y, color, strokeDash }),
      layer(measured, { type: 'rule' }, { x, ...interval, color }),
      layer(measured, { type: 'point', filled: true, size: 36, opacity: 1 }, { x, y, color }),
      // a page that holds the plot leads from here to the numbers
      layer(
        lines.map(({ cell, constants }) => ({ at: constants[axis.constant], href: `#cell-${cell}` })),
        { type: 'rule', strokeWidth: Math.max(2, 460 / lines.length), opacity: 0 },
        { x, href: { field: 'href' } },
      ),
    ]),
    panel(90, [layer(shares, { type: 'line', point: { size: 25 }, strokeWidth: 1 }, { x, y: y01, color })]),
  ];
  return styled({
    title: { text: `${model}: ${set}`, subtitle: `collapse-verifier ${version}, seed ${seed}` },
    vconcat: shares.length === 0 ? panels.slice(0, 1) : panels,
  });
}

function estimate(found: { readonly value: number; readonly interval: readonly [number, number] } | null) {
  return found && { value: found.value, low: found.interval[0], high: found.interval[1] };
}
