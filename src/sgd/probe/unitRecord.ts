import { unit } from '../../numeric/vectors.js';
import { MeanBlock } from './meanBlock.js';
import { addBatch, type UnitHessians, type UnitStep } from './unitHessians.js';

/** Steps in a row along which a vector stood still: what their Hessians made of it, for how they remember each other. */
export interface Run {
  readonly window: number;
  readonly length: number;
  /** of length 1 */
  readonly u: Float64Array;
  /** Σ Ĥ u */
  readonly sum: Float64Array;
  /** Σ ‖Ĥ u‖² and Σ (uᵀĤ u)² */
  squares: number;
  alongs: number;
}

/**
 * Curvature and noise normal to one set along several continuations of a training: in windows of the steps, since the other
 * weights move, and in the second half of them by continuation too.
 */
export class UnitRecord {
  /** the mean over all steps of a window, in all continuations; label noise, which the other weights answer to, is in it */
  readonly windows: readonly MeanBlock[];
  /** some steps of each window */
  readonly kept: readonly UnitStep[][];
  /** that over the second half of each continuation */
  readonly means: readonly MeanBlock[];
  readonly runs: readonly Run[][];

  /** @param offset of the unit from its set at the start */
  constructor(
    readonly offset: Float64Array,
    readonly inputs: number,
    readonly outputs: number,
    readonly steps: number,
    replicas: number,
  ) {
    const windows = Math.min(windowCount, steps);
    const block = (): MeanBlock => new MeanBlock(inputs, outputs);
    this.windows = Array.from({ length: windows }, block);
    this.kept = Array.from({ length: windows }, () => []);
    this.means = Array.from({ length: replicas }, block);
    this.runs = Array.from({ length: replicas }, () => []);
  }

  /** the first step of the second half, in which growth counts */
  get half(): number {
    return Math.floor(this.steps / 2);
  }

  /** The window of a step. */
  windowOf(step: number): number {
    return Math.floor((step * this.windows.length) / this.steps);
  }

  /** Takes in the Hessians of a step of a continuation, where the tangent vector is y. */
  add(replica: number, step: number, hessians: UnitHessians, y: Float64Array): void {
    const window = this.windowOf(step);
    this.windows[window].add(hessians);
    if (step < this.half) return;
    this.means[replica].add(hessians);
    const runs = this.runs[replica];
    const length = Math.ceil(this.steps / (windowCount * runsAWindow));
    const at = (step - this.half) % length;
    if (at === 0) {
      runs.push({ window, length, u: unit(y), sum: new Float64Array(y.length), squares: 0, alongs: 0 });
    }
    const run = runs[runs.length - 1];
    const product = new Float64Array(y.length);
    addBatch(hessians, 1, run.u, product);
    let along = 0;
    for (let k = 0; k < product.length; k++) {
      run.sum[k] += product[k];
      run.squares += product[k] ** 2;
      along += product[k] * run.u[k];
    }
    run.alongs += along ** 2;
  }
}

/** Few enough for each to have many steps, and so many that the weights hardly move within one. */
const windowCount = 8;
const runsAWindow = 4;
