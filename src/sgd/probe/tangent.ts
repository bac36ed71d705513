import type { RandomStream } from '../../numeric/random.js';
import type { NetworkTraining } from '../network/trainNetwork.js';

/** A vector normal to a set and, with momentum, its velocity, carried along by SGD linearised there and kept at length 1. */
export class Tangent {
  /** the vector; where there is momentum, the length of (y, ηv) is 1 */
  readonly y: Float64Array;
  private readonly velocity: Float64Array;
  private readonly force: Float64Array;
  private readonly drawn: Float64Array;

  /** Begins along a unit's offset from the set, or anywhere where it lies on it. */
  constructor(offset: Float64Array, stream: RandomStream) {
    this.y = offset.some((x) => x !== 0) ? Float64Array.from(offset) : offset.map(() => stream.normal());
    this.velocity = new Float64Array(offset.length);
    this.force = new Float64Array(offset.length);
    this.drawn = new Float64Array(offset.length);
    this.shorten(0);
  }

  /**
   * One step, where `curve` adds H y to what it is given; returns by how much log‖y‖ grew, with momentum log‖(y, ηv)‖.
   *
   * `noise` adds δ y with E δ = 0 whatever y: what it adds to the growth to first order, whose mean is 0, is left out.
   */
  advance(
    curve: (y: Float64Array, out: Float64Array) => void,
    eta: number,
    training: Pick<NetworkTraining, 'momentum' | 'weightDecay'>,
    noise?: (y: Float64Array, out: Float64Array) => void,
  ): number {
    const { y, velocity, force, drawn } = this;
    const carried = training.momentum === 0 ? 0 : eta;
    force.fill(0);
    drawn.fill(0);
    curve(y, force);
    noise?.(y, drawn);
    let [first, square] = [0, 0];
    for (let k = 0; k < y.length; k++) {
      const v = training.momentum * velocity[k] + force[k] + training.weightDecay * y[k];
      const moved = y[k] - eta * v;
      first += (carried * carried * v - eta * moved) * drawn[k];
      square += moved * moved + (carried * v) ** 2;
      velocity[k] = v + drawn[k];
      y[k] -= eta * velocity[k];
    }
    return this.shorten(carried) - first / square;
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
