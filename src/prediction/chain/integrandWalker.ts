import type { RandomStream } from '../../numeric/random.js';
import { multiply } from '../products/directionStep.js';
import type { Walker } from '../products/growthMean.js';
import type { PlanarChain } from './planarChain.js';

type Vector = readonly [number, number];

/**
 * A chain in the plane that tells an integrand at its direction in place of its growth (theory §6): for E log‖Mu‖ + Pf − f the
 * mean is λ whatever f is, and the variance is small where f nearly solves the Poisson equation. −∞ once steps have ended in 0.
 */
export class IntegrandWalker implements Walker {
  readonly growth = new Float64Array(1);
  readonly fluctuation = 0;
  private readonly y: Float64Array;
  private readonly image = new Float64Array(2);
  private readonly matrix = new Float64Array(4);

  constructor(
    private readonly chain: PlanarChain,
    private readonly integrand: (y: Vector) => number,
    private readonly stream: RandomStream,
  ) {
    this.y = Float64Array.of(stream.normal(), stream.normal());
  }

  advance(): void {
    const { y, image, matrix, stream } = this;
    if (y[0] === 0 && y[1] === 0) return;
    this.growth[0] = this.integrand([y[0], y[1]]);
    const { components } = this.chain;
    let [left, index] = [stream.uniform(), 0];
    while (index < components.length - 1 && left >= components[index].weight) left -= components[index++].weight;
    const { mean, noise } = components[index];
    for (let l = 0; l < 4; l++) matrix[l] = mean[l >> 1][l & 1];
    for (const one of noise) {
      const normal = stream.normal();
      for (let l = 0; l < 4; l++) matrix[l] += normal * one[l >> 1][l & 1];
    }
    multiply(matrix, y, image);
    const size = Math.hypot(image[0], image[1]);
    if (size === 0) {
      y.fill(0);
      this.growth[0] = -Infinity;
    } else for (let l = 0; l < 2; l++) y[l] = image[l] / size;
  }
}
