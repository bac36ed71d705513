import type { RandomStream } from '../../numeric/random.js';
import { addBatch, type UnitHessians } from '../../numeric/unitHessians.js';
import type { NetworkTraining } from '../network/trainNetwork.js';

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
  advance(block: UnitHessians, eta: number, training: Pick<NetworkTraining, 'momentum' | 'weightDecay'>): number {
    const { y, velocity, force } = this;
    force.fill(0);
    addBatch(block, 1, y, force);
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
