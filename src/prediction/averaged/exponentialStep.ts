import { multiply } from '../products/directionStep.js';
import type { JointState } from './jointCorrector.js';
import type { JointFields } from './jointFields.js';

/**
 * Steps of the SDE: of the base point by Euler–Maruyama, of the normal coordinate by the exponential to second order of the
 * matrix that the same draws make, so that cones across which noise vanishes are kept (see `sdeSampler`).
 */
export class ExponentialStep {
  /** standard normal numbers of a step */
  readonly normals: number;
  private readonly step: Float64Array;
  private readonly matrix: Float64Array;
  private readonly image: Float64Array;
  private readonly second: Float64Array;
  private readonly correction: Float64Array;

  constructor(private readonly fields: JointFields) {
    const { baseDimension: t, codimension: k } = fields;
    this.normals = fields.sourceCount;
    this.step = new Float64Array(t + k);
    this.matrix = new Float64Array(k * k);
    this.image = new Float64Array(k);
    this.second = new Float64Array(k);
    this.correction = new Float64Array(k);
  }

  /** What a step adds to base point and direction, t + k numbers; overwritten by the next call. */
  of({ a, u }: JointState, dt: number, normals: Float64Array): Float64Array {
    const { fields, step, matrix, image, second, correction } = this;
    const { baseDimension: t, codimension: k } = fields;
    const { drift, sources } = fields.sdeBlocksAt(a);
    for (let i = 0; i < k * k; i++) matrix[i] = dt * drift[i];
    for (let i = 0; i < t; i++) step[i] = dt * drift[k * k + i];
    correction.fill(0);
    for (let source = 0; source < sources.length; source++) {
      const { values, at, weight } = sources[source];
      const amount = Math.sqrt(dt * weight) * normals[source];
      for (let i = 0; i < t; i++) step[i] += amount * values[at + k * k + i];
      for (let i = 0; i < k; i++) {
        let sum = 0;
        for (let j = 0; j < k; j++) sum += values[at + i * k + j] * u[j];
        image[i] = sum;
      }
      for (let i = 0; i < k; i++) {
        let sum = 0;
        for (let j = 0; j < k; j++) {
          const entry = values[at + i * k + j];
          matrix[i * k + j] += amount * entry;
          sum += entry * image[j];
        }
        correction[i] -= (dt * weight * sum) / 2;
      }
    }
    // u + M u + M² u/2, the correction from Itô's sense to Stratonovich's in M u
    multiply(matrix, u, image);
    for (let i = 0; i < k; i++) image[i] += correction[i];
    multiply(matrix, image, second);
    for (let i = 0; i < k; i++) step[t + i] = image[i] + second[i] / 2;
    return step;
  }
}
