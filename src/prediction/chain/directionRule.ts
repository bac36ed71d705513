import { erf } from '../../arithmetic/errorFunction.js';
import { legendreRule } from '../sphere/sphereRule.js';
import type { PanelGrid } from './panelGrid.js';
import type { PlanarNormal } from './planarNormal.js';

/** Nodes and weights of a quadrature rule for functions of a direction: places in the grid's coordinate, and their panels. */
export interface DirectionRule {
  readonly panels: readonly number[];
  readonly places: readonly number[];
  readonly weights: readonly number[];
}

/**
 * E f(direction of z) ≈ Σ w f(place) for f that are smooth on each panel of a grid, from the density of the direction of z
 * in closed form.
 *
 * Let α be the angle from axis 2 of the whitened w = (z₁/s₁, z₂/s₂), e = s₂/s₁ and tan α = e sinh τ: then z lies along
 * ±(sinh τ, 1). With ρ the distance of 0 from E w, c and x the components of E w along and across w, the density of τ is
 *   (dα/dτ) (e^{−ρ²/2}/π + φ(x) |c| erf(|c|/√2)).
 * In τ both the density and the direction vary on scales of order one, also when z is on a line (e = 0) that passes close
 * to 0. Gauss's rule on pieces that end where panels do.
 *
 * Empty for a law whose entries are beyond doubles, of which nothing is known.
 *
 * @param fineness divides the length of the pieces
 */
export function directionRule(law: PlanarNormal, grid: PanelGrid, fineness: number): DirectionRule {
  const {
    mean: [m1, m2],
    deviations: [s1, s2],
    axis,
  } = law;
  const frame: Frame = { cosine: Math.cos(axis), sine: Math.sin(axis) };
  const rule = new RuleBuilder(frame, grid);
  if (s1 <= negligible * Math.hypot(m1, m2)) return rule.point(m1, m2);
  if (s2 === 0 && Math.abs(m2) <= negligible * (Math.abs(m1) + s1)) return rule.point(1, 0);
  const ratio = s2 / s1;
  const density = directionDensity(law);
  for (const window of windows(law)) {
    for (const piece of panelPieces(frame, grid, window)) {
      const slope = largestSlope(law, piece.from, piece.to);
      const length = piece.to - piece.from;
      const count = Math.ceil(fineness * Math.max(length / longestPiece, (length * slope) / mostDeviations));
      const step = length / count;
      for (let i = 0; i < count; i++) {
        const start = piece.from + i * step;
        for (let q = 0; q < gaussNodes.length; q++) {
          const tau = start + step * gaussNodes[q];
          const sinh = Math.sinh(tau);
          const turn = Math.cosh(tau) / (1 + (ratio * sinh) ** 2);
          rule.add(sinh, piece.panel, step * gaussWeights[q] * turn * density(sinh));
        }
      }
    }
  }
  return rule.normalised();
}

/** The map from τ to directions is analytic for |Im τ| < π/2: Gauss's rule of 12 nodes errs by 1e-13 on a length of 2. */
const longestPiece = 2;
/** The same rule errs by 1e-15 for the normal density on a length of three deviations. */
const mostDeviations = 3;
/** Deviations that are left with probability 1e-17. */
const reach = 8.6;

/** Nodes and weights of Gauss's rule on [0, 1]. */
const gaussRule = legendreRule(12);
const gaussNodes = Float64Array.from(gaussRule, ({ node }) => (1 + node) / 2);
const gaussWeights = Float64Array.from(gaussRule, ({ share }) => share);

/** The principal axes in the grid's plane. */
interface Frame {
  readonly cosine: number;
  readonly sine: number;
}

/** Gathers nodes along (sinh τ, 1) whose weight matters. */
class RuleBuilder {
  private readonly panels: number[] = [];
  private readonly places: number[] = [];
  private readonly weights: number[] = [];
  private total = 0;

  constructor(
    private readonly frame: Frame,
    private readonly grid: PanelGrid,
  ) {}

  point(z1: number, z2: number): DirectionRule {
    const place = placeOf(this.frame, this.grid, z1, z2);
    return { panels: [this.grid.panelAt(place)], places: [place], weights: [1] };
  }

  add(sinh: number, panel: number, weight: number): void {
    if (!(weight > negligible)) return;
    this.panels.push(panel);
    this.places.push(placeOf(this.frame, this.grid, sinh, 1));
    this.weights.push(weight);
    this.total += weight;
  }

  normalised(): DirectionRule {
    const { panels, places, total } = this;
    return { panels, places, weights: this.weights.map((weight) => weight / total) };
  }
}

function placeOf({ cosine, sine }: Frame, { coordinate }: PanelGrid, z1: number, z2: number): number {
  return coordinate.of(cosine * z1 - sine * z2, sine * z1 + cosine * z2);
}

interface Piece {
  readonly panel: number;
  readonly from: number;
  readonly to: number;
}

/** The parts of a window that lie in one panel each. */
function panelPieces(frame: Frame, grid: PanelGrid, { from, to }: Window): Piece[] {
  const cuts = grid.edges
    .map((_, panel) => edgeParameter(frame, grid, panel))
    .filter((tau) => tau > from && tau < to)
    .sort((a, b) => a - b);
  return [...cuts, to].map((end, i) => {
    const start = i === 0 ? from : cuts[i - 1];
    // an end may be an edge, of which rounding cannot tell the side
    const panel = grid.panelAt(placeOf(frame, grid, Math.sinh((start + end) / 2), 1));
    return { panel, from: start, to: end };
  });
}

/** τ of the direction in which a panel starts. */
function edgeParameter({ cosine, sine }: Frame, grid: PanelGrid, panel: number): number {
  const [y1, y2] = grid.coordinate.vector(grid.edges[panel]);
  return Math.asinh((cosine * y1 + sine * y2) / (cosine * y2 - sine * y1));
}

/** The density of τ over dα/dτ / e, as a function of sinh τ. */
function directionDensity({ mean: [m1, m2], deviations: [s1, s2] }: PlanarNormal): (sinh: number) => number {
  const ratio = s2 / s1;
  const floor = s2 === 0 ? 0 : (ratio * Math.exp(-((m1 / s1) ** 2 + (m2 / s2) ** 2) / 2)) / Math.PI;
  return (sinh) => {
    const norm = Math.sqrt(1 + (ratio * sinh) ** 2);
    const across = (m2 * sinh - m1) / (s1 * norm);
    const along = Math.abs(m2 + ratio * ratio * m1 * sinh) / norm;
    const share = s2 === 0 ? 1 : erf(along / (s2 * Math.SQRT2));
    return floor + (Math.exp((-across * across) / 2) / Math.sqrt(2 * Math.PI)) * (along / s1) * share;
  };
}

/** A range of τ. */
interface Window {
  readonly from: number;
  readonly to: number;
}

/** Ranges of τ outside which the density is negligible. */
function windows({ mean: [m1, m2], deviations: [s1, s2] }: PlanarNormal): Window[] {
  const ratio = s2 / s1;
  const end = Math.asinh(1 / Math.max(ratio, negligible)) - Math.log(negligible);
  const distance = Math.hypot(ratio * m1, m2);
  // ρ ≤ reach, both sides times s₂: 0 is within the bulk, and every direction occurs
  if (distance <= reach * s2) return [{ from: -end, to: end }];
  const sine = (reach * s2) / distance;
  const cosine = Math.sqrt(1 - sine * sine);
  const turn = (reach * s1) / distance;
  const edges = [-1, 1].map((sign) => {
    const first = m1 * cosine - sign * turn * m2;
    const second = m2 * cosine + sign * turn * ratio * ratio * m1;
    return { tau: Math.asinh(first / second), side: Math.sign(second) };
  });
  const [low, high] = edges.map(({ tau }) => tau).sort((a, b) => a - b);
  if (edges[0].side === edges[1].side) return [{ from: low, to: high }];
  return [
    { from: -end, to: Math.max(low, -end) },
    { from: Math.min(high, end), to: end },
  ];
}

/** A bound of |dx/dτ| = |c| dα/dτ ≤ ρ dα/dτ between two values of τ. */
function largestSlope({ mean: [m1, m2], deviations: [s1, s2] }: PlanarNormal, from: number, to: number): number {
  const ratio = s2 / s1;
  const peak = ratio * ratio < 0.5 ? (ratio === 0 ? Infinity : Math.asinh(Math.sqrt(ratio ** -2 - 2))) : 0;
  const nearest = from <= 0 && to >= 0 ? 0 : Math.min(Math.abs(from), Math.abs(to));
  const farthest = Math.max(Math.abs(from), Math.abs(to));
  const tau = Math.min(Math.max(peak, nearest), farthest);
  return ((Math.hypot(ratio * m1, m2) / s1) * Math.cosh(tau)) / (1 + (ratio * Math.sinh(tau)) ** 2);
}

/** Probabilities below this are left out. */
const negligible = 1e-17;
