import type { UnitHessians } from './unitHessians.js';

/** The mean of Ĥ over samples and steps: its block of w, and that of w with a. */
export class MeanBlock {
  /** inputs × inputs; null where it vanishes throughout */
  own: Float64Array | null = null;
  /** inputs × outputs */
  readonly cross: Float64Array;
  private steps = 0;

  constructor(
    private readonly inputs: number,
    outputs: number,
  ) {
    this.cross = new Float64Array(inputs * outputs);
  }

  /** Takes in the samples of one more step. */
  add({ inputs, outputs, count, x, delta, slope, bend }: UnitHessians): void {
    const { cross } = this;
    const kept = this.steps / (this.steps + 1);
    const share = 1 / (this.steps + 1) / count;
    this.steps++;
    if (this.own === null && bend.some((entry) => entry !== 0)) this.own = new Float64Array(this.inputs ** 2);
    for (let a = 0; a < inputs; a++) {
      for (let o = 0; o < outputs; o++) cross[a * outputs + o] *= kept;
      if (this.own !== null) for (let b = 0; b < inputs; b++) this.own[a * inputs + b] *= kept;
      for (let i = 0; i < count; i++) {
        const entry = share * x[i * inputs + a];
        for (let o = 0; o < outputs; o++) cross[a * outputs + o] += entry * slope[i] * delta[i * outputs + o];
        if (this.own === null || bend[i] === 0) continue;
        for (let b = 0; b < inputs; b++) this.own[a * inputs + b] += entry * bend[i] * x[i * inputs + b];
      }
    }
  }

  /** Adds `factor` H y to `out`. */
  addProduct(factor: number, y: Float64Array, out: Float64Array): void {
    const { own, cross, inputs } = this;
    const outputs = y.length - inputs;
    for (let a = 0; a < inputs; a++) {
      let sum = 0;
      const left = factor * y[a];
      for (let o = 0; o < outputs; o++) {
        const entry = cross[a * outputs + o];
        sum += entry * y[inputs + o];
        out[inputs + o] += entry * left;
      }
      if (own !== null) for (let b = 0; b < inputs; b++) sum += own[a * inputs + b] * y[b];
      out[a] += factor * sum;
    }
  }
}
