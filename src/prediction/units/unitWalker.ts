import type { RandomStream } from '../../numeric/random.js';
import { addBatch, addHessian } from '../../numeric/unitHessians.js';
import type { Walker } from '../products/growthMean.js';
import { effectiveRate, type UnitCurvature, type UnitTraining } from './unitCurvature.js';
import { addMean, type MeanHessian, normBound } from './unitHessians.js';

/**
 * The direction of the SDE linearised normal to a unit's set, in short steps: the noise of one is how the batches of two steps
 * of the training differ, over √2, which has the covariance of Σ_j C_j u uᵀC_jᵀ.
 *
 * What is added up is the drift of log‖y‖, −uᵀHu + tr K − 2 uᵀKu with what the drawn noise says of K (theory §4.2): only the
 * directions know that steps are not infinitely short.
 */
export class UnitWalker implements Walker {
  readonly growth = new Float64Array(1);
  readonly fluctuation = 0;
  /** dt, in the SDE's time */
  readonly duration: number;
  private readonly responses: Float64Array;
  private steps = 0;
  private readonly u: Float64Array;
  private readonly drift: Float64Array;
  private readonly noise: Float64Array;
  private readonly scale: number;

  /** @param mean H, without the regulariser */
  constructor(
    private readonly curvature: UnitCurvature,
    private readonly mean: MeanHessian,
    private readonly training: UnitTraining,
    private readonly stream: RandomStream,
  ) {
    const { inputs, outputs, means, steps } = curvature;
    const { own, cross } = mean;
    const { labelNoise, weightDecay } = training;
    const size = Math.sqrt((own === null ? 0 : squareOf(own)) + 2 * squareOf(cross));
    const noise = steps.reduce((sum, { losses, perOutput }) => {
      const labels = perOutput.reduce((all, output) => all + normBound(output) ** 2 / output.count, 0);
      return sum + (normBound(losses) ** 2 + labelNoise ** 2 * labels) / steps.length;
    }, 0);
    this.duration = shortStep / (weightDecay + size + effectiveRate(training) * noise || 1);
    this.responses = new Float64Array(means.length);
    this.scale = Math.sqrt(this.duration * effectiveRate(training));
    this.u = Float64Array.from({ length: inputs + outputs }, () => stream.normal());
    this.drift = new Float64Array(this.u.length);
    this.noise = new Float64Array(this.u.length);
    shorten(this.u);
  }

  /** The mean of −uᵀ H u along the path so far, H that of one of the stretches. */
  responseTo(stretch: number): number {
    const taken = Math.ceil((this.steps - stretch) / this.responses.length);
    return this.responses[stretch] / taken;
  }

  advance(): void {
    const { curvature, training, stream, mean, u, drift, noise, duration, scale, growth } = this;
    for (let k = 0; k < u.length; k++) drift[k] = training.weightDecay * u[k];
    addMean(mean, curvature.inputs, 1, u, drift);
    noise.fill(0);
    const stretch = this.steps++ % this.responses.length;
    addMean(curvature.means[stretch], curvature.inputs, 1, u, noise);
    for (let k = 0; k < u.length; k++) this.responses[stretch] -= u[k] * noise[k];
    noise.fill(0);
    const { steps } = curvature;
    const first = stream.below(steps.length);
    if (steps.length > 1) {
      const second = (first + 1 + stream.below(steps.length - 1)) % steps.length;
      addBatch(steps[first].losses, scale * Math.SQRT1_2, u, noise);
      addBatch(steps[second].losses, -scale * Math.SQRT1_2, u, noise);
    }
    for (const output of steps[first].perOutput) {
      for (let i = 0; i < output.count; i++) {
        addHessian(output, i, (scale * training.labelNoise * stream.normal()) / output.count, u, noise);
      }
    }
    let [down, along, square] = [0, 0, 0];
    for (let k = 0; k < u.length; k++) {
      down += u[k] * drift[k];
      along += u[k] * noise[k];
      square += noise[k] * noise[k];
    }
    growth[0] = square / 2 - along * along - down * duration;
    for (let k = 0; k < u.length; k++) u[k] += noise[k] - duration * drift[k];
    shorten(u);
  }
}

/** Steps of the path, relative to the norm of H and the noise. */
const shortStep = 0.02;

function squareOf(vector: Float64Array): number {
  let square = 0;
  for (let k = 0; k < vector.length; k++) square += vector[k] * vector[k];
  return square;
}

function shorten(vector: Float64Array): void {
  const size = Math.sqrt(squareOf(vector));
  for (let k = 0; k < vector.length; k++) vector[k] /= size;
}
