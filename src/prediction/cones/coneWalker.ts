import type { RandomStream } from '../../numeric/random.js';
import type { EvaluatedLinearisation } from '../linearisation/evaluatedLinearisation.js';
import { fluctuationOf, multiply } from '../products/directionStep.js';
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
    this.fluctuation = sampler.mean === null ? 0 : fluctuationOf(sampler.mean, direction, image, null);
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
