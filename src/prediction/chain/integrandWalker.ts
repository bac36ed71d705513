import type { RandomStream } from '../../numeric/random.js';
import type { Walker } from '../products/growthMean.js';
import type { PlanarChain } from './planarChain.js';

type Vector = readonly [number, number];

/**
 * A chain in the plane that tells an integrand at its direction in place of its growth (theory §6): for E log‖Mu‖ + Pf − f the
 * mean is λ whatever f is, and the variance is small where f nearly solves the Poisson equation.
 */
export class IntegrandWalker implements Walker {
  readonly growth = new Float64Array(1);
  readonly fluctuation = 0;
  private y: Vector;
  private readonly noises: readonly number[][];

  constructor(
    private readonly chain: PlanarChain,
    private readonly integrand: (y: Vector) => number,
    private readonly stream: RandomStream,
  ) {
    this.y = [stream.normal(), stream.normal()];
    this.noises = chain.components.map(({ noise }) => noise.map(() => 0));
  }

  advance(): void {
    this.growth[0] = this.integrand(this.y);
    const { components } = this.chain;
    let [left, index] = [this.stream.uniform(), 0];
    while (index < components.length - 1 && left >= components[index].weight) left -= components[index++].weight;
    const { mean, noise } = components[index];
    const normal = this.noises[index];
    for (let j = 0; j < noise.length; j++) normal[j] = this.stream.normal();
    const [y1, y2] = [0, 1].map((l) => {
      let sum = mean[l][0] * this.y[0] + mean[l][1] * this.y[1];
      for (let j = 0; j < noise.length; j++)
        sum += normal[j] * (noise[j][l][0] * this.y[0] + noise[j][l][1] * this.y[1]);
      return sum;
    });
    const size = Math.hypot(y1, y2);
    this.y = [y1 / size, y2 / size];
  }
}
