import type { NormalStream } from '../../numeric/normalStream.js';
import { unit } from '../../numeric/vectors.js';
import type { JointState } from './jointCorrector.js';

/** A state in motion: base point and direction, and where the last step of the direction went. */
export class MovingState implements JointState {
  readonly a: Float64Array;
  readonly u: Float64Array;
  hasLeft = false;

  constructor(start: Float64Array, u: Float64Array) {
    this.a = start.slice();
    this.u = u.slice();
  }

  /** Adds a step of t + k numbers and brings the direction back to length 1; returns the logarithm of its growth. */
  move(step: Float64Array): number {
    const { a, u } = this;
    for (let i = 0; i < a.length; i++) {
      a[i] += step[i];
      if (!(Math.abs(a[i]) <= farthest)) this.hasLeft = true;
    }
    let square = 0;
    for (let i = 0; i < u.length; i++) {
      u[i] += step[a.length + i];
      square += u[i] * u[i];
    }
    const size = Math.sqrt(square);
    for (let i = 0; i < u.length; i++) u[i] /= size;
    return Math.log(size);
  }
}

/** A base point beyond this has left every bound. */
const farthest = 1e6;

/** A direction of k numbers, uniform on the sphere. */
export function randomDirection(k: number, stream: NormalStream): Float64Array {
  return unit(Float64Array.from({ length: k }, () => stream.normal()));
}
