import { decisiveLevel } from '../../model/evidence.js';
import type { Exponent } from '../prediction.js';
import { type DensityPanel, panelOf, splitPanel } from './densityPanels.js';
import type { JointState } from './jointCorrector.js';
import type { JointFields } from './jointFields.js';

/** λ, and how much of the density lies between states that were met: less than all as in one of two wells. */
export interface DensityAverage {
  readonly exponent: Exponent;
  /** a share of 1 */
  readonly seen: number;
}

/**
 * λ of the SDE along a set of one dimension, codimension 1: the mean of the drift Q of log|y| over the stationary density of
 * the base point (theory §5), ρ with (½ s ρ)' = bρ − flux for the drift b and the variance s of the base point.
 *
 * By Gauss's rule on panels that are cut until halves agree with the whole; the interval holds what a last cut of all of
 * them changes, and what lies beyond the last panels, by the ratio at which masses fall there. Null where no density was
 * found: the base point does not come back, has no noise somewhere, or needs more panels than are made.
 *
 * @param states that the process meets
 * @param period of the fields, where the line is a circle that is unrolled; else null
 */
export function densityAverage(
  fields: JointFields,
  states: readonly JointState[],
  period: number | null,
): DensityAverage | null {
  const places = states.map(({ a }) => a[0]);
  const start = places.reduce((sum, x) => sum + x, 0) / places.length;
  const reach = Math.sqrt(places.reduce((sum, x) => sum + (x - start) ** 2, 0) / places.length);
  const panelAt = (from: number, to: number): DensityPanel => panelOf(fields, from, to);
  let panels: readonly DensityPanel[];
  let remainder = 0;
  if (period === null) {
    const [left, right] = [-1, 1].map((side) => sweep(panelAt, start, side * reach, Infinity));
    if (left === null || right === null) return null;
    panels = [...left.panels.map(({ from, to }) => panelAt(to, from)).reverse(), ...right.panels];
    remainder = left.remainder + right.remainder;
  } else {
    const round = sweep(panelAt, start, Math.min(reach, period / 4), period);
    if (round === null) return null;
    panels = round.panels;
  }
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const isSeen = (place: number): boolean => {
    const past = place - first;
    const turned = period === null ? past : past - period * Math.floor(past / period);
    return turned >= 0 && turned <= last - first;
  };
  const coarse = meanOver(panels, period !== null, isSeen);
  const fine = meanOver(
    panels.flatMap((panel) => splitPanel(panelAt, panel)),
    period !== null,
    isSeen,
  );
  const error = Math.abs(fine.value - coarse.value) + (remainder + rounding) * fine.size;
  if (!Number.isFinite(error)) return null;
  const interval = [fine.value - error, fine.value + error] as const;
  return { exponent: { value: fine.value, interval, level: decisiveLevel, method: 'quadrature' }, seen: fine.seen };
}

/** Of sums of thousands of terms, relative to the mean of |Q|. */
const rounding = 1e-12;

/**
 * Panels from a place to one side, for as long as they hold any mass, or up to a distance; null where masses do not fall off.
 * Beyond the last there is at most the remainder, relative to all, of mass and of mass times |Q|.
 */
function sweep(
  panelAt: (from: number, to: number) => DensityPanel,
  start: number,
  first: number,
  distance: number,
): { readonly panels: DensityPanel[]; readonly remainder: number } | null {
  const panels: DensityPanel[] = [];
  const isRound = distance < Infinity;
  let [x, step, log] = [start, first, 0];
  let [highest, before] = [-Infinity, Infinity];
  for (let tries = 0; tries < mostPanels; tries++) {
    const left = start + distance - x;
    if (isRound && left <= 0) return { panels, remainder: 0 };
    if (!isRound && Math.abs(x) > farthest) return null;
    const to = isRound && step >= left * nearlyAll ? start + distance : x + step;
    const panel = panelAt(x, to);
    const halves = splitPanel(panelAt, panel);
    if (!agree(panel, halves, isRound)) {
      step /= 2;
      if (Math.abs(step) <= shortest * Math.abs(first) && x + step * 1e3 === x) return null;
      continue;
    }
    panels.push(panel);
    const held = log + Math.log(panel.mass + panel.size);
    highest = Math.max(highest, held);
    log += panel.rise;
    x = to;
    step *= 2;
    const ratio = Math.exp(held - before);
    if (!isRound && held < highest - negligible && ratio < mostRatio) {
      return { panels, remainder: (Math.exp(held - highest) * ratio) / (1 - ratio) };
    }
    before = held;
  }
  return null;
}

const mostPanels = 4000;
/** Masses that have not fallen off here do not. */
const farthest = 1e100;
/** Masses that are e^60 times smaller are not seen. */
const negligible = 60;
const mostRatio = 0.9;
const nearlyAll = 0.9;
const shortest = 2 ** -200;

/** Whether a rule on the whole panel sees what it sees on both halves. */
function agree(whole: DensityPanel, [first, second]: readonly DensityPanel[], isRound: boolean): boolean {
  const growth = Math.exp(first.rise);
  const near = (one: number, sum: number, size: number): boolean => Math.abs(one - sum) <= sharp * size;
  const mass = first.mass + growth * second.mass;
  const inverse = first.inverse + second.inverse / growth;
  const size = first.size + growth * second.size;
  return (
    near(whole.rise, first.rise + second.rise, 1) &&
    near(whole.mass, mass, mass) &&
    near(whole.growth, first.growth + growth * second.growth, size) &&
    (!isRound || near(whole.inverse, inverse, inverse))
  );
}

const sharp = 1e-9;

/** The means of Q and of |Q| over the density on panels that follow one another, and the share of it at some places. */
function meanOver(
  panels: readonly DensityPanel[],
  isRound: boolean,
  isSeen: (place: number) => boolean,
): { readonly value: number; readonly size: number; readonly seen: number } {
  const logs: number[] = [];
  let log = 0;
  for (const { rise } of panels) {
    logs.push(log);
    log += rise;
  }
  const [top, bottom] = [Math.max(...logs), Math.min(...logs)];
  // on a circle density·s ∝ W(a) ∫ dz/W(z) once round from a, W = exp(∫ 2b/s); on a line without flux it is W
  const inverses = panels.map(({ inverse }, i) => inverse * Math.exp(bottom - logs[i]));
  const [ahead, behind] = [Math.exp(Math.min(0, log)), Math.exp(-Math.max(0, log))];
  // from either end: what is left of a total less what has passed would be rounded where it is small
  const after = inverses.map(() => 0);
  for (let i = inverses.length - 2; i >= 0; i--) after[i] = after[i + 1] + inverses[i + 1];
  let passed = 0;
  let [mass, growth, size, seen] = [0, 0, 0, 0];
  for (const [i, panel] of panels.entries()) {
    const scale = Math.exp(logs[i] - top);
    for (const { place, weight, rate, share } of panel.nodes) {
      const here = inverses[i] * share;
      const flux = isRound ? ahead * (after[i] + inverses[i] - here) + behind * (passed + here) : 1;
      const density = scale * weight * flux;
      mass += density;
      growth += density * rate;
      size += density * Math.abs(rate);
      if (isSeen(place)) seen += density;
    }
    passed += inverses[i];
  }
  return { value: growth / mass, size: size / mass, seen: seen / mass };
}
