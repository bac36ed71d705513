/**
 * Hessians of samples' losses normal to a set of a hidden unit, in its incoming weights w and its outgoing weights a, as
 * their factors: Ĥ_i (w, a) = (x_i (bend_i x_i·w + slope_i δ_i·a), slope_i (x_i·w) δ_i) (theory §8, M3).
 */
export interface UnitHessians {
  /** entries of w, its bias among them, and of a; k is their sum */
  readonly inputs: number;
  readonly outputs: number;
  /** N */
  readonly count: number;
  /** N × inputs; where the unit has a bias, 1 for it at the end */
  readonly x: Float64Array;
  /** δ, N × outputs: slopes of a sample's loss in the sums that the unit feeds */
  readonly delta: Float64Array;
  /** σ' at the unit's sum, N */
  readonly slope: Float64Array;
  /** (δ·a) σ'' there, N; 0 at a vanishing set */
  readonly bend: Float64Array;
}

/** The Hessians of a step, without the noise of its labels and with it. */
export interface UnitStep {
  readonly clean: UnitHessians;
  /** the same where there is no label noise */
  readonly noisy: UnitHessians;
}

/** The Hessians of a step with its label noise times a factor; they are affine in it. */
export function atLabelNoise({ clean, noisy }: UnitStep, factor: number): UnitHessians {
  if (factor === 1) return noisy;
  const between = (from: Float64Array, to: Float64Array): Float64Array =>
    from.map((entry, k) => entry + factor * (to[k] - entry));
  return { ...noisy, delta: between(clean.delta, noisy.delta), bend: between(clean.bend, noisy.bend) };
}

/** Adds `factor` Ĥ_i y to `out`. */
export function addHessian(
  { inputs, outputs, x, delta, slope, bend }: UnitHessians,
  i: number,
  factor: number,
  y: Float64Array,
  out: Float64Array,
): void {
  const [xi, di] = [i * inputs, i * outputs];
  let [along, across] = [0, 0];
  for (let k = 0; k < inputs; k++) along += x[xi + k] * y[k];
  for (let k = 0; k < outputs; k++) across += delta[di + k] * y[inputs + k];
  const incoming = factor * (bend[i] * along + slope[i] * across);
  const outgoing = factor * slope[i] * along;
  for (let k = 0; k < inputs; k++) out[k] += incoming * x[xi + k];
  for (let k = 0; k < outputs; k++) out[inputs + k] += outgoing * delta[di + k];
}

/** Adds `factor` times the mean of Ĥ_i y to `out`. */
export function addBatch(hessians: UnitHessians, factor: number, y: Float64Array, out: Float64Array): void {
  for (let i = 0; i < hessians.count; i++) addHessian(hessians, i, factor / hessians.count, y, out);
}
