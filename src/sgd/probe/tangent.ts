import type { RandomStream } from '../../numeric/random.js';
import type { NetworkTraining } from '../network/trainNetwork.js';
import type { UnitBlock } from './unitBlock.js';

/** A vector normal to a set and, with momentum, its velocity, carried along by SGD linearised there and kept at length 1. */
export class Tangent {
  private readonly y: Float64Array;
  private readonly velocity: Float64Array;
  private readonly force: Float64Array;

  /** Begins along a unit's offset from the set, or anywhere where it lies on it. */
  constructor(offset: Float64Array, stream: RandomStream) {
    this.y = offset.some((x) => x !== 0) ? offset : offset.map(() => stream.normal());
    this.velocity = new Float64Array(offset.length);
    this.force = new Float64Array(offset.length);
    this.shorten(0);
  }

  /** One step with the mean Ĥ of a block; returns by how much log‖y‖ grew, with momentum log‖(y, ηv)‖. */
  advance(block: UnitBlock, eta: number, training: Pick<NetworkTraining, 'momentum' | 'weightDecay'>): number {
    const { y, velocity, force } = this;
    timesHessian(block, y, force);
    for (let k = 0; k < y.length; k++) {
      velocity[k] = training.momentum * velocity[k] + force[k] + training.weightDecay * y[k];
      y[k] -= eta * velocity[k];
    }
    return this.shorten(training.momentum === 0 ? 0 : eta);
  }

  private shorten(eta: number): number {
    const { y, velocity } = this;
    let square = 0;
    for (let k = 0; k < y.length; k++) square += y[k] ** 2 + (eta * velocity[k]) ** 2;
    const size = Math.sqrt(square);
    for (let k = 0; k < y.length; k++) {
      y[k] /= size;
      velocity[k] /= size;
    }
    return Math.log(size);
  }
}

/** Writes the mean over the samples of Ĥ_i y into `out`. */
export function timesHessian(block: UnitBlock, y: Float64Array, out: Float64Array): void {
  const { inputs, outputs, count, x, delta, slope, bend } = block;
  out.fill(0);
  for (let b = 0; b < count; b++) {
    let [along, across] = [0, 0];
    for (let i = 0; i < inputs; i++) along += x[b * inputs + i] * y[i];
    for (let o = 0; o < outputs; o++) across += delta[b * outputs + o] * y[inputs + o];
    const incoming = (bend[b] * along + slope[b] * across) / count;
    const outgoing = (slope[b] * along) / count;
    for (let i = 0; i < inputs; i++) out[i] += incoming * x[b * inputs + i];
    for (let o = 0; o < outputs; o++) out[inputs + o] += outgoing * delta[b * outputs + o];
  }
}
