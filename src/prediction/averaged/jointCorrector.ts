import { deviationOf, meanOf } from '../../numeric/statistics.js';
import { solveLeastSquares } from '../matrices/leastSquares.js';
import { type BaseScale, type FunctionsAt, JointBasis } from './jointBasis.js';
import type { JointFields } from './jointFields.js';

/** A base point and a direction. */
export interface JointState {
  /** t numbers */
  readonly a: Float64Array;
  /** k numbers of length 1 */
  readonly u: Float64Array;
}

/** A function φ of base point and direction against which log‖y‖ varies least (theory §5). */
export interface JointCorrector {
  /** Q + 𝓛φ, 𝓛 the joint generator of base point and direction: its mean over the stationary law is λ for any φ */
  integrand(state: JointState): number;
  /** Q, the drift of log‖y‖ */
  drift(state: JointState): number;
  /** φ */
  valueAt(state: JointState): number;
  /** the derivative of log‖y‖ + φ along a direction (t + k numbers) */
  slopeAt(state: JointState, g: Float64Array): number;
}

/**
 * φ of the least mean square of Q + 𝓛φ − λ over states that were met along a path, in polynomials of the base point times
 * forms of the direction.
 *
 * Where the base point has heavy tails only linear ones are taken: 𝓛 of higher ones may have no mean. Coordinates that no
 * drift holds back, as on a circle that is unrolled, take no part: functions of them need not have a stationary mean.
 */
export function fitCorrector(fields: JointFields, states: readonly JointState[]): JointCorrector {
  const { baseDimension: t, codimension: k } = fields;
  const scale = scaleOf(states, t);
  const held = heldCoordinates(fields, states, scale);
  const basis = new JointBasis({ t, k, scale, held, degree: hasLightTails(states, scale) ? 2 : 1 });
  const rows = states.map(() => new Float64Array(basis.size));
  const generator = new JointGenerator(fields, basis);
  const drifts = Float64Array.from(states, (state, i) => generator.apply(state, rows[i]));
  const coefficients = leastCoefficients(rows, drifts);
  const row = new Float64Array(basis.size);
  const slopesBase = new Float64Array(t);
  const slopesDirection = new Float64Array(k);
  return {
    integrand(state) {
      let sum = generator.apply(state, row);
      for (let m = 1; m < basis.size; m++) sum += coefficients[m] * row[m];
      return sum;
    },
    drift: (state) => generator.apply(state, row),
    valueAt({ a, u }) {
      const base = basis.monomialsAt(a, 0).values;
      const forms = basis.formsAt(u, 0).values;
      let sum = 0;
      for (let m = 0, at = 0; m < base.length; m++) {
        let ofForms = 0;
        for (let f = 0; f < forms.length; f++) ofForms += coefficients[at++] * forms[f];
        sum += base[m] * ofForms;
      }
      return sum;
    },
    slopeAt({ a, u }, g) {
      const base = basis.monomialsAt(a, 1);
      const forms = basis.formsAt(u, 1);
      slopesBase.fill(0);
      slopesDirection.set(u);
      for (let m = 0, at = 0; m < base.values.length; m++) {
        for (let f = 0; f < forms.values.length; f++) {
          const c = coefficients[at++];
          for (let i = 0; i < t; i++) slopesBase[i] += c * forms.values[f] * base.gradients[m * t + i];
          for (let i = 0; i < k; i++) slopesDirection[i] += c * base.values[m] * forms.gradients[f * k + i];
        }
      }
      let sum = 0;
      for (let i = 0; i < t; i++) sum += slopesBase[i] * g[i];
      for (let i = 0; i < k; i++) sum += slopesDirection[i] * g[t + i];
      return sum;
    },
  };
}

/**
 * The coefficients of least mean square of drift + Σ_m x_m row_m less its mean, the first of them 0, and of a multiple of
 * their own squares in units of the rows' sizes: of multiples with which the fit to either half of the states, which other
 * paths met, does nearly best on the other half, the largest, since what a freer fit does where no state was is anyone's guess.
 */
function leastCoefficients(rows: readonly Float64Array[], drifts: Float64Array): Float64Array {
  const all: Sample = { rows, drifts };
  const middle = rows.length >> 1;
  const first: Sample = { rows: rows.slice(0, middle), drifts: drifts.slice(0, middle) };
  const second: Sample = { rows: rows.slice(middle), drifts: drifts.slice(middle) };
  const errors = ridges.map(
    (ridge) => deviation(second, ridgeFit(first, ridge)) + deviation(first, ridgeFit(second, ridge)),
  );
  const enough = nearlyBest * Math.min(...errors);
  return ridgeFit(all, ridges[errors.findLastIndex((error) => error <= enough)]);
}

/** From far above rounding to where nothing is fitted any more. */
const ridges = [1e-5, 1e-3, 1e-2, 1e-1, 1];
const nearlyBest = 1.5;

/** What a fit is made to, state by state: 𝓛 of all functions, and the drift. */
interface Sample {
  readonly rows: readonly Float64Array[];
  readonly drifts: Float64Array;
}

function ridgeFit({ rows, drifts }: Sample, ridge: number): Float64Array {
  const size = rows[0].length;
  const scales = Array.from(
    { length: size },
    (_, m) => Math.sqrt(rows.reduce((sum, row) => sum + row[m] ** 2, 0)) || 1,
  );
  const columns = scales.map((scale, m) => {
    const column = new Float64Array(rows.length + size);
    for (const [i, row] of rows.entries()) column[i] = m === 0 ? 1 : -row[m] / scale;
    if (m > 0) column[rows.length + m] = ridge;
    return column;
  });
  const right = new Float64Array(rows.length + size);
  right.set(drifts);
  return solveLeastSquares(columns, right).map((x, m) => (m === 0 ? 0 : x / scales[m]));
}

/** Of drift + Σ_m x_m row_m over the states. */
function deviation({ rows, drifts }: Sample, coefficients: Float64Array): number {
  return deviationOf(rows.map((row, i) => row.reduce((sum, x, m) => sum + coefficients[m] * x, drifts[i])));
}

function scaleOf(states: readonly JointState[], t: number): BaseScale {
  const parameters = Array.from({ length: t }, (_, i) => Float64Array.from(states, ({ a }) => a[i]));
  return {
    centre: Float64Array.from(parameters, meanOf),
    width: Float64Array.from(parameters, (values) => deviationOf(values) || 1),
  };
}

/** The coordinates whose drift, where they are more than a deviation off their mean, points back to it. */
function heldCoordinates(fields: JointFields, states: readonly JointState[], { centre, width }: BaseScale): number[] {
  const drifts = states.map(({ a, u }) => fields.fieldAt(a, u).drift.slice(0, centre.length));
  return Array.from(centre.keys()).filter((i) => {
    const outward = states.flatMap(({ a }, n) => {
      const off = (a[i] - centre[i]) / width[i];
      return Math.abs(off) > 1 ? [Math.sign(off) * drifts[n][i]] : [];
    });
    return meanOf(outward) < -plainly * deviationOf(outward);
  });
}

/** Drift that averages out over a circle has a mean of a small share of its spread. */
const plainly = 0.5;

function hasLightTails(states: readonly JointState[], { centre, width }: BaseScale): boolean {
  return centre.every((middle, i) => {
    const fourth = meanOf(states.map(({ a }) => ((a[i] - middle) / width[i]) ** 4));
    return fourth <= mostKurtosis;
  });
}

/** Twice that of a normal number. */
const mostKurtosis = 6;

/** The joint generator of base point and direction on the functions of a basis. */
class JointGenerator {
  private readonly crossed: Float64Array;
  private readonly ofForms: Float64Array;

  constructor(
    private readonly fields: JointFields,
    private readonly basis: JointBasis,
  ) {
    this.crossed = new Float64Array(fields.codimension);
    this.ofForms = new Float64Array(basis.size);
  }

  /**
   * Writes 𝓛f of every function to row, and returns Q: 𝓛(p q) = q 𝓛p + p 𝓛q + ∇pᵀC∇q of a function p of the base point and
   * q of the direction.
   */
  apply({ a, u }: JointState, row: Float64Array): number {
    const { fields, basis, crossed, ofForms } = this;
    const { baseDimension: t, codimension: k } = fields;
    const { drift, covariance } = fields.fieldAt(a, u);
    const base = basis.monomialsAt(a, 2);
    const forms = basis.formsAt(u, 2);
    for (let f = 0; f < forms.values.length; f++) ofForms[f] = generated(forms, f, k, drift, covariance, t);
    for (let m = 0, at = 0; m < base.values.length; m++) {
      const ofBase = generated(base, m, t, drift, covariance, 0);
      for (let j = 0; j < k; j++) {
        crossed[j] = 0;
        for (let i = 0; i < t; i++) crossed[j] += base.gradients[m * t + i] * covariance[(t + j) * (t + k) + i];
      }
      for (let f = 0; f < forms.values.length; f++) {
        let sum = forms.values[f] * ofBase + base.values[m] * ofForms[f];
        for (let j = 0; j < k; j++) sum += crossed[j] * forms.gradients[f * k + j];
        row[at++] = sum;
      }
    }
    let q = 0;
    for (let i = 0; i < k; i++) {
      q += u[i] * drift[t + i] + covariance[(t + i) * (t + k + 1)] / 2;
      for (let j = 0; j <= i; j++) q -= (i === j ? 1 : 2) * u[i] * u[j] * covariance[(t + i) * (t + k) + t + j];
    }
    return q;
  }
}

/** ∇f·b + ½ tr(C ∇²f) of one of some functions of coordinates `first`, `first` + 1, … of b and C, whose lower triangle is read. */
function generated(
  { gradients, hessians }: FunctionsAt,
  which: number,
  dimension: number,
  drift: Float64Array,
  covariance: Float64Array,
  first: number,
): number {
  const size = drift.length;
  let sum = 0;
  for (let i = 0; i < dimension; i++) {
    const at = which * dimension + i;
    const row = (first + i) * size + first;
    sum += gradients[at] * drift[first + i] + (hessians[at * dimension + i] * covariance[row + i]) / 2;
    for (let j = 0; j < i; j++) sum += hessians[at * dimension + j] * covariance[row + j];
  }
  return sum;
}
