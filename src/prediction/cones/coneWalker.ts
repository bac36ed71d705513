import type { RandomStream } from '../../numeric/random.js';
import type { EvaluatedLinearisation } from '../linearisation/evaluatedLinearisation.js';
import type { Walker } from '../products/growthMean.js';
import { ProductFrame } from '../products/productFrame.js';
import type { StepSampler } from '../products/stepSampler.js';
import type { ConeProcess } from './coneProcess.js';

/**
 * A direction that is carried along by the steps of whichever cone it is in (see ProductFrame); its growth is NaN once it
 * meets a cone whose steps are not known. `first` samples the steps of any one cone.
 */
export function coneWalker(
  process: ConeProcess,
  samplerOf: (linear: EvaluatedLinearisation) => StepSampler,
  first: StepSampler,
  stream: RandomStream,
): Walker {
  const samplers = new Map<EvaluatedLinearisation, StepSampler>();
  const known = (linear: EvaluatedLinearisation): StepSampler => {
    const sampler = samplers.get(linear) ?? samplerOf(linear);
    samplers.set(linear, sampler);
    return sampler;
  };
  let mean: Float64Array | null = null;
  const frame: ProductFrame = new ProductFrame(
    {
      ...first,
      get mean() {
        return mean;
      },
      draw(own, out, step) {
        const linear = process.at(frame.direction);
        const sampler = linear && known(linear);
        mean = sampler?.mean ?? null;
        if (sampler === null) out.fill(Number.NaN);
        else sampler.draw(own, out, step);
      },
    },
    1,
    stream,
  );
  return frame;
}
