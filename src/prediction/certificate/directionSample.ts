import { randomStream } from '../../numeric/random.js';
import { familyNorm, type LinearFamily } from '../matrices/linearFamily.js';

/** Directions spread nearly like the stationary law ρ of y/‖y‖ (theory §5), and what their growth says about λ. */
export interface DirectionSample {
  readonly directions: readonly Float64Array[];
  /** a rough λ: step error and chance leave it wrong by about `uncertainty` */
  readonly exponent: number;
  readonly uncertainty: number;
}

/** A short Euler–Maruyama chain of the direction, `count` states of it kept. The numbers guide a search and prove nothing. */
export function sampleDirections(family: LinearFamily, count: number): DirectionSample {
  const k = family.curvature.length;
  const norm = familyNorm(family);
  if (norm === 0) return { directions: [], exponent: 0, uncertainty: 0 };
  const stream = randomStream(seed, 0);
  const dt = relativeStep / norm;
  const kick = Math.sqrt(dt * family.learningRate);
  let y = Float64Array.from({ length: k }, () => stream.normal());
  const directions: Float64Array[] = [];
  const blocks = new Float64Array(blockCount);
  const stride = Math.ceil(steps / count);
  for (let step = -settling; step < steps; step++) {
    const next = y.slice();
    family.curvature.forEach((row, i) => {
      for (let j = 0; j < k; j++) next[i] -= dt * row[j] * y[j];
    });
    for (const matrix of family.noise) {
      const amount = kick * stream.normal();
      for (let i = 0; i < k; i++) for (let j = 0; j < k; j++) next[i] += amount * matrix[i][j] * y[j];
    }
    const length = Math.hypot(...next);
    y = next.map((x) => x / length);
    if (step < 0) continue;
    blocks[Math.floor((step * blockCount) / steps)] += Math.log(length);
    if (step % stride === 0) directions.push(y);
  }
  const rates = blocks.map((sum) => (sum * blockCount) / (steps * dt));
  const exponent = rates.reduce((sum, rate) => sum + rate, 0) / blockCount;
  const variance = rates.reduce((sum, rate) => sum + (rate - exponent) ** 2, 0) / (blockCount - 1);
  return { directions, exponent, uncertainty: Math.sqrt(variance / blockCount) + relativeStep * relativeBias * norm };
}

/** Any fixed seed does. */
const seed = 2;
const relativeStep = 0.05;
const steps = 40_000;
const settling = 1000;
const blockCount = 20;
/** Euler–Maruyama's exponent is off by a fraction of norm·dt of the norm (theory §6). */
const relativeBias = 0.2;
