import { randomStream } from '../../numeric/random.js';
import { meanOf, varianceOf } from '../../numeric/statistics.js';
import { familyNorm, type LinearFamily } from '../matrices/linearFamily.js';
import { ProductFrame } from '../products/productFrame.js';
import { eulerMaruyamaSampler } from '../products/sgdMatrices.js';

/** Directions spread nearly like the stationary law ρ of y/‖y‖ (theory §5), and what their growth says about λ. */
export interface DirectionSample {
  readonly directions: readonly Float64Array[];
  /** a rough λ: step error and chance leave it wrong by about `uncertainty` */
  readonly exponent: number;
  readonly uncertainty: number;
}

/** A short Euler–Maruyama chain of the direction, `count` states of it kept. The numbers guide a search and prove nothing. */
export function sampleDirections(family: LinearFamily, count: number): DirectionSample {
  const norm = familyNorm(family);
  if (norm === 0) return { directions: [], exponent: 0, uncertainty: 0 };
  const dt = relativeStep / norm;
  const frame = new ProductFrame(eulerMaruyamaSampler(family, dt), 1, randomStream(seed, 0));
  const directions: Float64Array[] = [];
  const blocks = new Float64Array(blockCount);
  const stride = Math.ceil(steps / count);
  for (let step = -settling; step < steps; step++) {
    frame.advance();
    if (step < 0) continue;
    blocks[Math.floor((step * blockCount) / steps)] += (frame.growth[0] * blockCount) / (steps * dt);
    if (step % stride === 0) directions.push(frame.direction.slice());
  }
  const exponent = meanOf(blocks);
  const standardError = Math.sqrt(varianceOf(blocks) / blockCount);
  return { directions, exponent, uncertainty: standardError + relativeStep * relativeBias * norm };
}

/** Any fixed seed does. */
const seed = 2;
const relativeStep = 0.05;
const steps = 40_000;
const settling = 1000;
const blockCount = 20;
/** Euler–Maruyama's exponent is off by a fraction of norm·dt of the norm (theory §6). */
const relativeBias = 0.2;
