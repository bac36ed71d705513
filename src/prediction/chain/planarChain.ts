import { spend } from '../../arithmetic/work.js';
import { balancingTransform } from '../matrices/balance.js';
import type { LinearFamily } from '../matrices/linearFamily.js';
import { reducedNoise } from '../matrices/reducedNoise.js';
import { inCoordinates } from '../matrices/smallMatrix.js';
import type { StepSampler } from '../products/stepSampler.js';
import { directionRule } from './directionRule.js';
import type { PanelGrid } from './panelGrid.js';
import { meanLogNorm, type PlanarNormal, planarNormal } from './planarNormal.js';

type NumberMatrix = readonly (readonly number[])[];

/**
 * A random linear step y ← M y in the plane (theory §6): with probability `weight`, M = mean + Σ_j ξ_j noise_j, ξ standard
 * normal.
 */
export interface PlanarChain {
  readonly components: readonly ChainComponent[];
  /** time t of one step (for SGD: η) */
  readonly duration: number;
}

/** One Gaussian law of a mixture of 2 × 2 matrices: a mean, and matrices that independent standard normals multiply. */
export interface ChainComponent {
  /** > 0; the weights of a chain add up to 1 */
  readonly weight: number;
  /** 2 × 2 */
  readonly mean: NumberMatrix;
  /** 2 × 2 each; empty for a fixed matrix */
  readonly noise: readonly NumberMatrix[];
}

/** The Euler–Maruyama chain of a 2 × 2 family: I − hH + √(hη) Σ_j C_j ξ_j. */
export function eulerMaruyamaChain({ curvature, noise, learningRate }: LinearFamily, step: number): PlanarChain {
  const scale = Math.sqrt(step * learningRate);
  const mean = curvature.map((row, i) => row.map((entry, j) => (i === j ? 1 : 0) - step * entry));
  const scaled = noise.map((matrix) => matrix.map((row) => row.map((entry) => scale * entry)));
  return { components: [{ weight: 1, mean, noise: scaled }], duration: step };
}

/**
 * The same chain in coordinates T y in which its matrices are nearly as small as they can be made: λ is the same, and the
 * law of the direction is less concentrated (theory §4.3, "balance").
 */
export function balancedChain({ components, duration }: PlanarChain): PlanarChain {
  const expected = [0, 1].map((i) =>
    [0, 1].map((j) => components.reduce((sum, { weight, mean }) => sum + weight * mean[i][j], 0)),
  );
  const scaled = (matrix: NumberMatrix, weight: number) =>
    matrix.map((row) => row.map((entry) => entry * Math.sqrt(weight / duration)));
  const transform = balancingTransform({
    curvature: expected.map((row, i) => row.map((entry, j) => ((i === j ? 1 : 0) - entry) / duration)),
    noise: components.flatMap(({ weight, mean, noise }) => [
      scaled(
        mean.map((row, i) => row.map((entry, j) => entry - expected[i][j])),
        weight,
      ),
      ...noise.map((matrix) => scaled(matrix, weight)),
    ]),
    learningRate: 1,
  });
  return movedChain({ components, duration }, inCoordinates(transform));
}

/** A chain whose matrices are all put into other coordinates. */
export function movedChain({ components, duration }: PlanarChain, moved: (matrix: NumberMatrix) => NumberMatrix) {
  return {
    components: components.map(({ weight, mean, noise }) => ({ weight, mean: moved(mean), noise: noise.map(moved) })),
    duration,
  };
}

/** Draws the steps of a chain one by one. */
export function chainSampler({ components, duration }: PlanarChain): StepSampler {
  const flat = components.map(({ mean, noise }) => [mean, ...noise].map((matrix) => matrix.flat()));
  return {
    dimension: 2,
    duration,
    period: 1,
    mean: null,
    draw(stream, out) {
      let [left, index] = [stream.uniform(), 0];
      while (index < components.length - 1 && left >= components[index].weight) left -= components[index++].weight;
      for (const [j, matrix] of flat[index].entries()) {
        const factor = j === 0 ? 1 : stream.normal();
        for (let l = 0; l < 4; l++) out[l] = (j === 0 ? 0 : out[l]) + factor * matrix[l];
      }
    },
  };
}

/** The chain of directions, y and −y being one. */
export class DirectionChain {
  private readonly components: readonly { weight: number; mean: Float64Array; noise: readonly Float64Array[] }[];

  constructor({ components }: PlanarChain) {
    this.components = components.map(({ weight, mean, noise }) => ({
      weight,
      mean: Float64Array.from(mean.flat()),
      noise: reducedNoise(noise.map((matrix) => Float64Array.from(matrix.flat()))),
    }));
  }

  /** E log(‖My‖/‖y‖) */
  meanLogGrowth(y: Vector): number {
    const own = Math.log(Math.hypot(...y));
    return this.laws(y).reduce((sum, { weight, law }) => sum + weight * (meanLogNorm(law) - own), 0);
  }

  /** Visits the nodes of a quadrature rule for functions of the direction of My, smooth on each panel of a grid. */
  visitArrivals(y: Vector, grid: PanelGrid, fineness: number, visit: Visit): void {
    for (const { weight, law } of this.laws(y)) {
      const { panels, places, weights } = directionRule(law, grid, fineness);
      spend(places.length / 6);
      for (let i = 0; i < places.length; i++) visit(panels[i], places[i], weight * weights[i]);
    }
  }

  private laws([x, y]: Vector): { weight: number; law: PlanarNormal }[] {
    const image = (matrix: Float64Array) => [matrix[0] * x + matrix[1] * y, matrix[2] * x + matrix[3] * y] as const;
    return this.components.map(({ weight, mean, noise }) => ({
      weight,
      law: planarNormal(image(mean), noise.map(image)),
    }));
  }
}

type Vector = readonly [number, number];

type Visit = (panel: number, place: number, weight: number) => void;
