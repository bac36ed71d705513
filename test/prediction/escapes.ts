import type { Model } from '../../src/model/model.js';
import { randomStream } from '../../src/numeric/random.js';
import { compileStepper } from '../../src/sde/kernel.js';

interface EscapeRun {
  readonly start: number;
  readonly reach: number;
  /** distance at which a trajectory counts as one that never reaches */
  readonly floor: number;
  readonly dt: number;
  readonly trajectories: number;
  readonly seed: number;
}

/** How many Euler–Maruyama trajectories reach a distance from the origin, from evenly spread directions at another. */
export function escapes(model: Model, { start, reach, floor, dt, trajectories, seed }: EscapeRun): number {
  const stepper = compileStepper(model, model.sets[0], dt);
  let count = 0;
  for (let i = 0; i < trajectories; i++) {
    const stream = randomStream(seed, i);
    const angle = (2 * Math.PI * i) / trajectories;
    const theta =
      stepper.dimension === 1
        ? Float64Array.of(start)
        : Float64Array.of(start * Math.cos(angle), start * Math.sin(angle));
    let distance = start;
    while (distance < reach && distance > floor) distance = Math.sqrt(stepper.advance(theta, stream, distance));
    if (distance >= reach) count += 1;
  }
  return count;
}
