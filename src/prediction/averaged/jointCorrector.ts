import { solveLeastSquares } from '../matrices/leastSquares.js';
import { CovarianceFactor } from './covarianceFactor.js';
import { type BaseScale, type JointBasis, jointBasis } from './jointBasis.js';
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
  const basis = jointBasis({ t, k, scale, held, degree: hasLightTails(states, scale) ? 2 : 1 });
  const rows = states.map(() => new Float64Array(basis.size));
  const generator = new JointGenerator(fields, basis);
  const drifts = Float64Array.from(states, (state, i) => generator.apply(state, rows[i]));
  const coefficients = leastCoefficients(rows, drifts);
  const row = new Float64Array(basis.size);
  const jets = new Float64Array(3 * basis.size);
  const still = new Float64Array(t + k);
  const combined = (order: 0 | 1): number => {
    let sum = 0;
    for (let m = 1; m < basis.size; m++) sum += coefficients[m] * jets[3 * m + order];
    return sum;
  };
  return {
    integrand(state) {
      let sum = generator.apply(state, row);
      for (let m = 1; m < basis.size; m++) sum += coefficients[m] * row[m];
      return sum;
    },
    drift: (state) => generator.apply(state, row),
    valueAt({ a, u }) {
      basis.expand(a, u, still, jets);
      return combined(0);
    },
    slopeAt({ a, u }, g) {
      basis.expand(a, u, g, jets);
      let radial = 0;
      for (let i = 0; i < k; i++) radial += u[i] * g[t + i];
      return radial + combined(1);
    },
  };
}

/**
 * The coefficients of least mean square of drift + Σ_m x_m row_m less its mean, the first of them 0; a small multiple of
 * their own squares, in units of the rows' sizes, keeps functions out that the states hardly tell from the others.
 */
function leastCoefficients(rows: readonly Float64Array[], drifts: Float64Array): Float64Array {
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

/** Far below what a useful function contributes, far above rounding. */
const ridge = 1e-5;

function scaleOf(states: readonly JointState[], t: number): BaseScale {
  const mean = (of: (state: JointState) => number): number =>
    states.reduce((sum, state) => sum + of(state), 0) / states.length;
  const centre = Float64Array.from({ length: t }, (_, i) => mean(({ a }) => a[i]));
  const width = centre.map((middle, i) => Math.sqrt(mean(({ a }) => (a[i] - middle) ** 2)) || 1);
  return { centre, width };
}

/** The coordinates whose drift, where they are more than a deviation off their mean, points back to it. */
function heldCoordinates(fields: JointFields, states: readonly JointState[], { centre, width }: BaseScale): number[] {
  const drifts = states.map(({ a, u }) => fields.fieldAt(a, u).drift.slice(0, centre.length));
  return Array.from(centre.keys()).filter((i) => {
    const outward = states.flatMap(({ a }, n) => {
      const off = (a[i] - centre[i]) / width[i];
      return Math.abs(off) > 1 ? [Math.sign(off) * drifts[n][i]] : [];
    });
    const mean = outward.reduce((sum, x) => sum + x, 0) / outward.length;
    const spread = Math.sqrt(outward.reduce((sum, x) => sum + (x - mean) ** 2, 0) / outward.length);
    return mean < -plainly * spread;
  });
}

/** Drift that averages out over a circle has a mean of a small share of its spread. */
const plainly = 0.5;

function hasLightTails(states: readonly JointState[], { centre, width }: BaseScale): boolean {
  return centre.every((middle, i) => {
    const fourth = states.reduce((sum, { a }) => sum + ((a[i] - middle) / width[i]) ** 4, 0) / states.length;
    return fourth <= mostKurtosis;
  });
}

/** Twice that of a normal number. */
const mostKurtosis = 6;

/** The joint generator of base point and direction on the functions of a basis. */
class JointGenerator {
  private readonly jets: Float64Array;
  private readonly factor: CovarianceFactor;

  constructor(
    private readonly fields: JointFields,
    private readonly basis: JointBasis,
  ) {
    this.jets = new Float64Array(3 * basis.size);
    this.factor = new CovarianceFactor(fields.baseDimension + fields.codimension);
  }

  /** Writes 𝓛f of every function to row, and returns Q. */
  apply({ a, u }: JointState, row: Float64Array): number {
    const { fields, basis, jets } = this;
    const { baseDimension: t, codimension: k } = fields;
    const { drift, covariance } = fields.fieldAt(a, u);
    basis.expand(a, u, drift, jets);
    for (let m = 0; m < row.length; m++) row[m] = jets[3 * m + 1];
    const columns = this.factor.of(covariance);
    for (const [j, column] of columns.entries()) {
      if (column[j] === 0) continue;
      basis.expand(a, u, column, jets);
      for (let m = 0; m < row.length; m++) row[m] += jets[3 * m + 2];
    }
    let q = 0;
    for (let i = 0; i < k; i++) {
      q += u[i] * drift[t + i] + covariance[(t + i) * (t + k + 1)] / 2;
      for (let j = 0; j <= i; j++) q -= (i === j ? 1 : 2) * u[i] * u[j] * covariance[(t + i) * (t + k) + t + j];
    }
    return q;
  }
}
