import { type RandomStream, randomStream } from '../src/numeric/random.js';
import { familyNorm, type LinearFamily } from '../src/prediction/matrices/linearFamily.js';

/** Family `index` of a benchmark: Gaussian H, one to three Gaussian C_j, learning rate 1 (theory §4.3). */
export function randomFamily(size: number, seed: number, index: number): LinearFamily {
  const stream = randomStream(seed, index);
  const curvature = gaussianMatrix(size, stream);
  return {
    curvature,
    noise: Array.from({ length: 1 + stream.below(3) }, () => gaussianMatrix(size, stream)),
    learningRate: 1,
  };
}

/** H + cI with c chosen so that λ becomes −share of the norm, given the family's own λ. */
export function madeAttractive(family: LinearFamily, exponent: number, share: number): LinearFamily {
  const shift = exponent + share * familyNorm(family);
  return {
    ...family,
    curvature: family.curvature.map((row, i) => row.map((x, j) => (i === j ? x + shift : x))),
  };
}

/** λ and its standard error from a renormalised Euler–Maruyama chain: what a simulation costs for two digits. */
export function simulatedExponent(
  family: LinearFamily,
  seed: number,
  steps: number,
): { readonly mean: number; readonly standardError: number } {
  const k = family.curvature.length;
  const stream = randomStream(seed, 0);
  const dt = 0.02 / familyNorm(family);
  let y = Array.from({ length: k }, () => stream.normal());
  const blocks = new Array<number>(20).fill(0);
  for (let step = 0; step < steps; step++) {
    const kicks = family.noise.map(() => Math.sqrt(dt * family.learningRate) * stream.normal());
    const next = y.map((own, i) => {
      let sum = own;
      for (let j = 0; j < k; j++) {
        sum -= dt * family.curvature[i][j] * y[j];
        for (let l = 0; l < kicks.length; l++) sum += kicks[l] * family.noise[l][i][j] * y[j];
      }
      return sum;
    });
    const length = Math.hypot(...next);
    blocks[Math.floor((step * blocks.length) / steps)] += Math.log(length);
    y = next.map((x) => x / length);
  }
  const rates = blocks.map((sum) => (sum * blocks.length) / (steps * dt));
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (rates.length - 1);
  return { mean, standardError: Math.sqrt(variance / rates.length) };
}

function gaussianMatrix(size: number, stream: RandomStream): number[][] {
  return Array.from({ length: size }, () => Array.from({ length: size }, () => stream.normal()));
}
