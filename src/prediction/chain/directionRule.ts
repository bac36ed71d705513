import { erf } from '../../arithmetic/errorFunction.js';
import type { PlanarNormal } from './planarNormal.js';

/** A quadrature rule for functions of the doubled angle 2 arg z. */
export interface DirectionRule {
  readonly angles: readonly number[];
  readonly weights: readonly number[];
}

/**
 * E f(2 arg z) ≈ Σ w f(angle), from the density of the direction of z in closed form.
 *
 * Let α be the angle from axis 2 of the whitened w = (z₁/s₁, z₂/s₂), e = s₂/s₁ and tan α = e sinh τ: then z lies along
 * ±(sinh τ, 1). With ρ the distance of 0 from E w, c and x the components of E w along and across w, the density of τ is
 *   (dα/dτ) (e^{−ρ²/2}/π + φ(x) |c| erf(|c|/√2)).
 * In τ both the density and the direction vary on scales of order one, also when z is on a line (e = 0) that passes close
 * to 0; in α they are periodic, which is cheaper where e is not small. The trapezoidal rule converges geometrically.
 *
 * @param modes highest harmonic of the doubled angle that must be resolved
 * @param fineness divides the step of the rule
 */
export function directionRule(law: PlanarNormal, modes: number, fineness: number): DirectionRule {
  const {
    mean: [m1, m2],
    deviations: [s1, s2],
    axis,
  } = law;
  if (s1 <= negligible * Math.hypot(m1, m2)) return { angles: [2 * (axis + Math.atan2(m2, m1))], weights: [1] };
  if (s2 === 0 && Math.abs(m2) <= negligible * (Math.abs(m1) + s1)) return { angles: [2 * axis], weights: [1] };
  const ratio = s2 / s1;
  const pieces = windows(law).map(([from, to]) => {
    const frequency = mapFrequency + harmonicFrequency * modes + normalFrequency * largestSlope(law, from, to);
    return { from, to, count: nodeCount(to - from, frequency, fineness) };
  });
  const turnFrequency =
    (mapFrequencyInTurn + harmonicFrequency * modes) / ratio + normalFrequency * Math.hypot(m1 / s1, m2 / s2);
  const turnCount = nodeCount(Math.PI, turnFrequency, fineness);
  const graded = pieces.reduce((sum, { count }) => sum + count, 0);
  const density = directionDensity(law);
  const rule = new RuleBuilder(axis);
  if (turnCount < graded) {
    for (let i = 0; i < turnCount; i++) {
      const sinh = Math.tan(Math.PI * ((i + 0.5) / turnCount - 0.5)) / ratio;
      rule.add(sinh, (Math.PI / turnCount / ratio) * density(sinh));
    }
  } else {
    for (const { from, to, count } of pieces) {
      const step = (to - from) / count;
      for (let i = 0; i < count; i++) {
        const tau = from + (i + 0.5) * step;
        const sinh = Math.sinh(tau);
        rule.add(sinh, ((step * Math.cosh(tau)) / (1 + (ratio * sinh) ** 2)) * density(sinh));
      }
    }
  }
  return rule.normalised();
}

/** Gathers nodes along (sinh τ, 1) whose weight matters. */
class RuleBuilder {
  private readonly angles: number[] = [];
  private readonly weights: number[] = [];
  private total = 0;

  constructor(private readonly axis: number) {}

  add(sinh: number, weight: number): void {
    if (!(weight > negligible)) return;
    this.weights.push(weight);
    this.angles.push(2 * (this.axis + Math.atan2(1, sinh)));
    this.total += weight;
  }

  normalised(): DirectionRule {
    return { angles: this.angles, weights: this.weights.map((weight) => weight / this.total) };
  }
}

/** The trapezoidal rule errs by what lies beyond the frequency 2π/step: one node for every 2π of it. */
function nodeCount(length: number, frequency: number, fineness: number): number {
  return Math.ceil((fineness * length * frequency) / (2 * Math.PI));
}

/** The transform of the standard normal density is e^{−39} here. */
const normalFrequency = 8.8;
/** The map from τ to directions is analytic for |Im τ| < π/2: its transform decays like e^{−π/2 frequency}; e^{−39} here. */
const mapFrequency = 25;
/** The doubled angle turns by 2 a unit of τ at most, and half as fast again 0.8 off the real axis. */
const harmonicFrequency = 3;
/** The map from α is analytic for |Im α| < artanh e, about e: as above, times e. */
const mapFrequencyInTurn = 40;
/** Deviations that are left with probability 1e-17. */
const reach = 8.6;

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

/** Intervals of τ outside which the density is negligible. */
function windows({ mean: [m1, m2], deviations: [s1, s2] }: PlanarNormal): (readonly [number, number])[] {
  const ratio = s2 / s1;
  const end = Math.asinh(1 / Math.max(ratio, negligible)) - Math.log(negligible);
  const distance = Math.hypot(ratio * m1, m2);
  // ρ ≤ reach, both sides times s₂: 0 is within the bulk, and every direction occurs
  if (distance <= reach * s2) return [[-end, end]];
  const sine = (reach * s2) / distance;
  const cosine = Math.sqrt(1 - sine * sine);
  const turn = (reach * s1) / distance;
  const edges = [-1, 1].map((sign) => {
    const first = m1 * cosine - sign * turn * m2;
    const second = m2 * cosine + sign * turn * ratio * ratio * m1;
    return { tau: Math.asinh(first / second), side: Math.sign(second) };
  });
  const [low, high] = edges.map(({ tau }) => tau).sort((a, b) => a - b);
  if (edges[0].side === edges[1].side) return [[low, high]];
  return [
    [-end, Math.max(low, -end)],
    [Math.min(high, end), end],
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
