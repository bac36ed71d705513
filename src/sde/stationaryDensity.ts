import { distanceTo } from '../model/affineSet.js';
import { valueAt } from '../model/constants.js';
import { divergenceRadius } from '../model/escapes.js';
import { initialPoint } from '../model/initialPoint.js';
import type { AffineSet, Model } from '../model/model.js';
import { randomStream } from '../numeric/random.js';
import { emitKernel, stepperOf } from './kernel.js';
import { deriveStochasticDynamics } from './stochasticDynamics.js';

/** A density over the natural logarithm of the distance to a set, at ascending places; its integral is 1. */
export type LogDistanceDensity = readonly { readonly logDistance: number; readonly density: number }[];

/**
 * The stationary density of a model with one parameter around a point that it does not leave: on either side
 * p(θ) ∝ D⁻¹ exp(−∫ L'/D) with D half the variance per unit of t (theory §4.1), the sides weighted by where trajectories
 * start.
 *
 * By the trapezoidal rule over log-distance; the density ends where it is too small to be drawn. Null for more parameters,
 * without an SDE, and where no mass is held away from the point and from infinity: then there is no such density.
 */
export function stationaryDensity(model: Model, set: AffineSet): LogDistanceDensity | null {
  if (model.parameters.length !== 1 || set.rows.length !== 1) return null;
  if (deriveStochasticDynamics(model).status === 'none') return null;
  const fieldAt = scalarField(model, set);
  const point = valueAt(set.base[0], model.constants);
  const above = shareAbove(model, set, point);
  const sides = [
    { direction: 1, share: above },
    { direction: -1, share: 1 - above },
  ].filter(({ share }) => share > 0);
  const densities = sides.map(({ direction, share }) => {
    const side = sideDensity((distance) => {
      const { drift, variance } = fieldAt(point + direction * distance);
      return { drift: direction * drift, variance };
    });
    return side?.map((density) => share * density) ?? null;
  });
  if (densities.some((side) => side === null)) return null;
  const total = places.map((logDistance, i) => ({
    logDistance,
    density: densities.reduce((sum, side) => sum + (side?.[i] ?? 0), 0),
  }));
  const least = leastShown * Math.max(...total.map(({ density }) => density));
  const shown = total.map(({ density }) => density > least);
  return total.slice(shown.indexOf(true), shown.lastIndexOf(true) + 1);
}

/** Places where the density is taken, far below and above what any model's trajectories are at. */
const spacing = 0.04;
const lowest = -120;
const places: readonly number[] = Array.from(
  { length: Math.ceil((Math.log(divergenceRadius) - lowest) / spacing) + 1 },
  (_, i) => lowest + i * spacing,
);

/** Of the greatest density. */
const leastShown = 1e-4;

/**
 * The density over u = log r of one side, whose drift is away from the set: log u has drift b/r − s²/2r² and variance
 * s²/r², and so p(u) ∝ (r²/s²) exp(∫ 2(b/r − s²/2r²) r²/s² du). Null where it cannot be normalised.
 */
function sideDensity(fieldAt: (distance: number) => { drift: number; variance: number }): number[] | null {
  const logs: number[] = [];
  let integral = 0;
  let before = Number.NaN;
  for (const u of places) {
    const r = Math.exp(u);
    const { drift, variance } = fieldAt(r);
    const spread = variance / r ** 2;
    if (!(spread > 0 && Number.isFinite(spread) && Number.isFinite(drift))) {
      // beyond what doubles hold there is no mass, if the density has come down before
      logs.push(-Infinity);
      continue;
    }
    const slope = (2 * drift) / (r * spread) - 1;
    if (!Number.isNaN(before)) integral += (spacing * (before + slope)) / 2;
    before = slope;
    logs.push(integral - Math.log(spread));
  }
  const highest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - highest));
  const isHeld = (end: number): boolean => weights[end] < leastShown;
  if (!Number.isFinite(highest) || !isHeld(0) || !isHeld(weights.length - 1)) return null;
  const mass = weights.reduce((sum, weight) => sum + weight, 0) * spacing;
  return weights.map((weight) => weight / mass);
}

/** Drift and variance of θ per unit of t, from a step of Euler–Maruyama for given normals. */
function scalarField(model: Model, set: AffineSet) {
  const noise = model.noise.map((one) => (one.kind === 'minibatch' ? { ...one, subsample: null } : one));
  const plain = { ...model, noise, simulation: { ...model.simulation, scheme: 'euler-maruyama' as const } };
  const dt = 1;
  const stepper = stepperOf(emitKernel(plain, set, dt));
  const distanceOf = distanceTo(set, model.constants);
  const theta = new Float64Array(1);
  const out = new Float64Array(1);
  const normals = new Float64Array(stepper.normals);
  return (at: number): { drift: number; variance: number } => {
    theta[0] = at;
    const distance = distanceOf(theta);
    const move = (): number => {
      stepper.increments(theta, normals, distance, out);
      return out[0];
    };
    normals.fill(0);
    const drift = move();
    let variance = 0;
    for (let j = 0; j < normals.length; j++) {
      normals.fill(0);
      normals[j] = 1;
      variance += (move() - drift) ** 2;
    }
    return { drift: drift / dt, variance: variance / dt };
  };
}

/** The share of the model's starts that lie above the point. */
function shareAbove(model: Model, set: AffineSet, point: number): number {
  const starts = 1000;
  let above = 0;
  for (let i = 0; i < starts; i++) if (initialPoint(model, set, randomStream(0, i))[0] > point) above += 1;
  return above / starts;
}
