import type { RandomStream } from '../../numeric/random.js';
import type { EvaluatedLinearisation } from '../linearisation/evaluatedLinearisation.js';
import type { Walker } from '../products/growthMean.js';
import type { StepSampler } from '../products/stepSampler.js';
import type { ConeProcess } from './coneProcess.js';

/**
 * A direction that is carried along by the steps of whichever cone it is in, brought back to length 1 after each; the
 * growth is log of what the step made of its length. NaN once it meets a cone whose steps are not known.
 */
export class ConeWalker implements Walker {
  readonly growth = new Float64Array(1);
  fluctuation = 0;
  private readonly samplers = new Map<EvaluatedLinearisation, StepSampler>();
  private readonly direction: Float64Array;
  private readonly matrix: Float64Array;
  private readonly image: Float64Array;

  constructor(
    private readonly process: ConeProcess,
    private readonly samplerOf: (linear: EvaluatedLinearisation) => StepSampler,
    private readonly stream: RandomStream,
  ) {
    const { dimension } = process;
    this.matrix = new Float64Array(dimension ** 2);
    this.image = Float64Array.from({ length: dimension }, () => stream.normal());
    this.direction = new Float64Array(dimension);
    this.normalise();
  }

  advance(): void {
    const { process, direction, matrix, image, stream } = this;
    const linear = process.at(direction);
    if (linear === null) {
      this.growth[0] = Number.NaN;
      return;
    }
    let sampler = this.samplers.get(linear);
    if (sampler === undefined) {
      sampler = this.samplerOf(linear);
      this.samplers.set(linear, sampler);
    }
    sampler.draw(stream, matrix, 0);
    multiply(matrix, direction, image);
    this.fluctuation = sampler.mean === null ? 0 : radialFluctuation(sampler.mean, direction, image);
    this.growth[0] = Math.log(this.normalise());
  }

  /** Takes the image for the next direction, and gives its length. */
  private normalise(): number {
    const { image, direction } = this;
    const size = Math.hypot(...image);
    for (let i = 0; i < image.length; i++) direction[i] = image[i] / size;
    return size;
  }
}

function multiply(matrix: Float64Array, vector: Float64Array, out: Float64Array): void {
  const d = vector.length;
  for (let i = 0; i < d; i++) {
    let sum = 0;
    for (let j = 0; j < d; j++) sum += matrix[i * d + j] * vector[j];
    out[i] = sum;
  }
}

/** wᵀ(Mu − w)/|w|² with w = E M u: of mean 0 given u, so that it can be regressed out. */
function radialFluctuation(mean: Float64Array, vector: Float64Array, image: Float64Array): number {
  const expected = new Float64Array(vector.length);
  multiply(mean, vector, expected);
  let [along, square] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    along += expected[i] * (image[i] - expected[i]);
    square += expected[i] ** 2;
  }
  // where E M u nearly vanishes the bound keeps the variance finite
  return along / Math.max(square, 0.25);
}
