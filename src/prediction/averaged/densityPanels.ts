import { legendreRule } from '../sphere/sphereRule.js';
import type { JointFields } from './jointFields.js';

/** What a base point meets between two places, W = exp(∫ 2b/s) being 1 at the first of them (theory §5). */
export interface DensityPanel {
  readonly from: number;
  /** may lie on either side */
  readonly to: number;
  /** log W at the end */
  readonly rise: number;
  /** ∫ W/s, ∫ QW/s and ∫ |Q|W/s over the panel, whichever way it runs */
  readonly mass: number;
  readonly growth: number;
  readonly size: number;
  /** ∫ 1/W */
  readonly inverse: number;
  /** s at the last node */
  readonly variance: number;
  readonly nodes: readonly DensityNode[];
}

/** A node of the rule on a panel. */
export interface DensityNode {
  /** a */
  readonly place: number;
  /** of W/s */
  readonly weight: number;
  /** Q */
  readonly rate: number;
  /** the part of ∫ 1/W up to it */
  readonly share: number;
}

/** A panel of fields of one base coordinate and codimension 1; not finite where there is no noise. */
export function panelOf(fields: JointFields, from: number, to: number): DensityPanel {
  const half = (to - from) / 2;
  const slopes: number[] = [];
  const variances: number[] = [];
  const rates: number[] = [];
  const places = rule.map(({ node }) => from + (1 + node) * half);
  for (const place of places) {
    const { drift, covariance } = fields.fieldAt(Float64Array.of(place), unit);
    variances.push(covariance[0]);
    slopes.push((2 * drift[0]) / covariance[0]);
    rates.push(drift[1] - covariance[3] / 2);
  }
  const logs = antiderivative(slopes).map((x) => half * x);
  const inverses = logs.map((log) => Math.exp(-log));
  const parts = antiderivative(inverses).map((x) => Math.abs(half) * x);
  const inverse = meanOf(inverses) * Math.abs(2 * half);
  const nodes = rule.map(({ share }, i) => ({
    place: places[i],
    weight: (Math.abs(2 * half) * share * Math.exp(logs[i])) / variances[i],
    rate: rates[i],
    share: parts[i] / inverse,
  }));
  const total = (of: (node: DensityNode) => number): number => nodes.reduce((sum, node) => sum + of(node), 0);
  return {
    from,
    to,
    rise: meanOf(slopes) * 2 * half,
    mass: total(({ weight }) => weight),
    growth: total(({ weight, rate }) => weight * rate),
    size: total(({ weight, rate }) => weight * Math.abs(rate)),
    inverse,
    variance: variances[variances.length - 1],
    nodes,
  };
}

/** The two halves of a panel. */
export function splitPanel(
  panelAt: (from: number, to: number) => DensityPanel,
  { from, to }: DensityPanel,
): readonly [DensityPanel, DensityPanel] {
  const middle = from + (to - from) / 2;
  return [panelAt(from, middle), panelAt(middle, to)];
}

const unit = Float64Array.of(1);
const rule = [...legendreRule(12)].reverse();

function meanOf(values: readonly number[]): number {
  return rule.reduce((sum, { share }, i) => sum + share * values[i], 0);
}

/** ∫ from −1 to each node of the polynomial with given values at the nodes. */
function antiderivative(values: readonly number[]): number[] {
  return integration.map((row) => row.reduce((sum, x, i) => sum + x * values[i], 0));
}

/** By ∫ P_m = (P_{m+1} − P_{m−1})/(2m + 1), row by row for the nodes that are integrated to. */
const integration: readonly (readonly number[])[] = rule.map(({ node: end }) => {
  const atEnd = legendreValues(end);
  return rule.map(({ node, share }) =>
    legendreValues(node)
      .slice(0, rule.length)
      .reduce((sum, value, m) => sum + share * value * (atEnd[m + 1] - (m === 0 ? -1 : atEnd[m - 1])), 0),
  );
});

/** P_0 … P_n, n the number of nodes. */
function legendreValues(x: number): number[] {
  const values = [1, x];
  for (let n = 2; n <= rule.length; n++) values.push(((2 * n - 1) * x * values[n - 1] - (n - 1) * values[n - 2]) / n);
  return values;
}
