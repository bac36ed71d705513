import type { TopLevelSpec } from 'vega-lite';
import type { VerifiedSet } from '../resultSchema.js';
import { byName, layer, panel, processes, quantity, strokeLegend, styled } from './style.js';

type Evidence = NonNullable<VerifiedSet['evidence']['sde']>;

/**
 * Log-distance to one set over time: the median of each process as a curve with bands from 5 to 95 % and from 25 to 75 %,
 * the predicted exponents as dashed lines from the same start; below it the share of trajectories within epsilon, and those
 * that had come within (dashed) or left the stated radius (dotted) before. Null
 * where nothing was recorded.
 */
export function distancePlot(title: string, subtitle: string, set: VerifiedSet): TopLevelSpec | null {
  const measured = (['sde', 'sgd'] as const).flatMap((process) => {
    const found = set.evidence[process];
    return found === null || found.series.t.length < 2 ? [] : [{ process, found }];
  });
  if (measured.length === 0) return null;
  const points = measured.flatMap(({ process, found }) =>
    found.series.t.map((t, i) => {
      const { median, quantiles, fraction } = found.series;
      const [q5, q25, q75, q95] = quantiles[i];
      const [within, left] = [found.passages?.within.shares[i], found.passages?.leaving.shares[i]];
      const label = processes[process].label;
      return { t, process: label, median: median[i], q5, q25, q75, q95, fraction: fraction[i], within, left };
    }),
  );
  const slopes = measured.flatMap(({ process, found }) => predictedLine(set, process, found));
  const domain = measured.map(({ process }) => processes[process].label);
  const color = byName(
    'process',
    domain,
    measured.map(({ process }) => processes[process].color),
    strokeLegend,
  );
  const x = quantity('t', { title: 't = η·step', scale: { nice: false } });
  const y = (field: string) => quantity(field, { title: 'log distance to the set', scale: { zero: false } });
  const band = (low: string, high: string, opacity: number) =>
    layer(points, { type: 'area', opacity }, { x, y: y(low), y2: { field: high }, color });
  const hasPassages = measured.some(({ found }) => found.passages !== null);
  const shareTitle = hasPassages ? ['share near', '(dashed: was once,', 'dotted: has left)'] : 'share near';
  const share = (field: string, strokeDash: readonly number[]) => {
    const height = quantity(field, { title: shareTitle, scale: { domain: [0, 1] } });
    return layer(points, { type: 'line', strokeWidth: 1.5, strokeDash }, { x, y: height, color });
  };
  return styled({
    title: { text: title, subtitle },
    vconcat: [
      panel(240, [
        band('q5', 'q95', 0.12),
        band('q25', 'q75', 0.2),
        layer(points, { type: 'line', strokeWidth: 1.5 }, { x, y: y('median'), color }),
        layer(
          slopes,
          { type: 'line', strokeWidth: 1.5, strokeDash: [6, 4], clip: true },
          { x, y: y('predicted'), color },
        ),
      ]),
      panel(90, [share('fraction', [1, 0]), ...(hasPassages ? [share('within', [6, 3]), share('left', [2, 2])] : [])]),
    ],
  });
}

/** The predicted exponent of what was measured, from the first recorded median, within the recorded distances. */
function predictedLine(set: VerifiedSet, process: 'sde' | 'sgd', { series }: Evidence) {
  const { eulerMaruyamaAveraged, sgdAveraged, eulerMaruyama, sgd } = set.exponents;
  const exponent = process === 'sgd' ? (sgdAveraged ?? sgd) : (eulerMaruyamaAveraged ?? eulerMaruyama);
  if (exponent === null) return [];
  const [first, last, start] = [series.t[0], series.t[series.t.length - 1], series.median[0]];
  const lows = series.quantiles.map((quantiles) => quantiles[0]);
  const highs = series.quantiles.map((quantiles) => quantiles[quantiles.length - 1]);
  const bound = exponent.value < 0 ? Math.min(...lows) : Math.max(...highs);
  const reach = (bound - start) / exponent.value;
  const end = Math.min(last, reach > 0 ? first + reach : last);
  return [first, end].map((t) => ({
    t,
    process: processes[process].label,
    predicted: start + exponent.value * (t - first),
  }));
}
