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
 * them changes, and what lies beyond the last panels, by the ratio at which masses fall there. 'wanders' where the mass is infinite far
 * out: the base point comes back, but ever more rarely. Null where no density was found: the base point does not come back,
 * has no noise somewhere, or needs more panels than are made.
 *
 * @param states that the process meets, or where it starts
 * @param period of the fields, where the line is a circle that is unrolled; else null
 */
export function densityAverage(
  fields: JointFields,
  states: readonly JointState[],
  period: number | null,
): DensityAverage | 'wanders' | null {
  const places = states.map(({ a }) => a[0]);
  const start = places.reduce((sum, x) => sum + x, 0) / places.length;
  const spread = Math.sqrt(places.reduce((sum, x) => sum + (x - start) ** 2, 0) / places.length);
  const reach = spread > 0 ? spread : Math.sqrt(fields.fieldAt(states[0].a, states[0].u).covariance[0]);
  const panelAt = (from: number, to: number): DensityPanel => panelOf(fields, from, to);
  let panels: readonly DensityPanel[];
  let remainder = 0;
  if (period === null) {
    const [left, right] = [-1, 1].map((side) => sweep(panelAt, start, side * reach, Infinity));
    if (left === null || right === null) return null;
    if (left === 'wanders' || right === 'wanders') return 'wanders';
    panels = [...left.panels.map(({ from, to }) => panelAt(to, from)).reverse(), ...right.panels];
    remainder = left.remainder + right.remainder;
  } else {
    const round = sweep(panelAt, start, Math.min(reach, period / 4), period);
    if (round === null || round === 'wanders') return null;
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

/** Panels to one side, and what there is at most beyond them, relative to all, of mass and of mass times |Q|. */
interface Sweep {
  readonly panels: DensityPanel[];
  readonly remainder: number;
}

/**
 * Panels from a place to one side, for as long as they hold any mass, or up to a distance; null where masses do not fall off,
 * 'wanders' where they do not though no place is left for good.
 */
function sweep(
  panelAt: (from: number, to: number) => DensityPanel,
  start: number,
  first: number,
  distance: number,
): Sweep | 'wanders' | null {
  const panels: DensityPanel[] = [];
  const masses: number[] = [];
  const isRound = distance < Infinity;
  let [x, step, log] = [start, first, 0];
  let [highest, before, scaleBefore] = [-Infinity, Infinity, -Infinity];
  for (let tries = 0; tries < mostPanels; tries++) {
    const left = start + distance - x;
    if (isRound && left <= 0) return { panels, remainder: 0 };
    if (!isRound && Math.abs(x) > farthest) return 'wanders';
    const to = isRound && step >= left * nearlyAll ? start + distance : x + step;
    if (Math.abs(step) < Math.max(shortest, finest * Math.abs(x))) return isRound ? null : upToWall(panels, masses);
    const panel = panelAt(x, to);
    const halves = splitPanel(panelAt, panel);
    if (!agree(panel, halves, isRound)) {
      step /= 2;
      continue;
    }
    panels.push(panel);
    const held = log + Math.log(panel.mass + panel.size);
    masses.push(held);
    highest = Math.max(highest, held);
    // ∫ 1/W has to diverge far out, or the base point does not come back from there
    const scale = Math.log((panel.inverse * (to - start)) / (to - x)) - log;
    const isLeft = Math.abs(step) > Math.abs(first) && scale <= scaleBefore;
    log += panel.rise;
    x = to;
    step *= 2;
    const ratio = Math.exp(held - before);
    if (!isRound && held < highest - negligible && ratio < mostRatio) {
      return isLeft ? null : { panels, remainder: (Math.exp(held - highest) * ratio) / (1 - ratio) };
    }
    [before, scaleBefore] = [held, scale];
  }
  return null;
}

/**
 * Panels that end where the fields do: the law is whole there if noise vanishes at that place, as √a does at 0. What lies
 * nearer to it than doubles tell apart is what a power law makes of the mass before. Null where it is not whole.
 */
function upToWall(panels: DensityPanel[], masses: readonly number[]): Sweep | null {
  if (panels.length === 0) return null;
  const [{ from: start, variance }, { to: wall, variance: last }] = [panels[0], panels[panels.length - 1]];
  if (!(last <= vanishing * variance)) return null;
  const [highest, length] = [Math.max(...masses), Math.abs(wall - start)];
  let [outer, inner] = [0, 0];
  for (const [i, { from }] of panels.entries()) {
    const distance = Math.abs(wall - from) / length;
    const mass = Math.exp(masses[i] - highest);
    if (distance <= near ** 2) inner += mass;
    else if (distance <= near) outer += mass;
  }
  // masses within d², d and 1 of the last √: m, m + inner, m + inner + outer are one ratio apart
  const remainder = (margin * inner ** 2) / (outer - inner);
  return remainder >= 0 && remainder < mostBeyondWall ? { panels, remainder } : null;
}

/** Of the variance at a wall to that at the start. */
const vanishing = 1e-5;
/** Of the way to a wall, from where masses follow a power; its third power is what is left of it. */
const near = 2 ** -8;
/** Half of the digits of a double are left of what vanishes at a place next to it. */
const finest = 2 ** -26;
const margin = 4;
/** A law that is mostly at the wall is not seen. */
const mostBeyondWall = 0.1;
/** No number is so near another one. */
const shortest = 1e-300;

const mostPanels = 4000;
/** Masses that have not fallen off here do not. */
const farthest = 1e100;
/** Masses that are e^60 times smaller are not seen. */
const negligible = 60;
const mostRatio = 0.9;
const nearlyAll = 0.9;

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
