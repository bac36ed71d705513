import { emitJavaScript } from '../expression/compile/javascript.js';
import type { Program } from '../expression/compile/program.js';
import { type NormalStream, Xoroshiro } from '../numeric/normalStream.js';
import type { BlockShape } from './blockLayout.js';
import type { Machine } from './blockMachine.js';
import { type Kernel, stepperOf } from './kernel.js';
import { partsOf } from './stepInputs.js';

/** What is done about θ near a set that no program does. */
export interface NearMoves {
  /** after every step */
  project(theta: Float64Array): void;
  /** where it is exactly on the set: moves it off in a direction that is drawn */
  moveOff(theta: Float64Array, stream: NormalStream): void;
}

/**
 * A machine in JavaScript, one trajectory after the other: for steps that WebAssembly lacks an operation of, or that draw
 * their samples, and for what `moves` does near a set, where no trajectory stops.
 */
export function openScriptMachine(
  kernel: Kernel,
  { watch, rescue, period }: Pick<BlockShape, 'watch' | 'rescue' | 'period'>,
  moves: NearMoves | null,
): Machine {
  const stepper = stepperOf(kernel);
  const [watchOf, rescueOf] = [watch, rescue].map((program) => program && scriptOf(program)) as [Script, Script | null];
  const seen = new Float64Array(watch.results.length);
  const rescued = new Float64Array(kernel.dimension + 2);
  return {
    load(starts) {
      const all = starts.map(({ theta, distance, stream }) => ({
        theta: Float64Array.from(theta),
        stream: new Xoroshiro(stream),
        distance,
        gained: 0,
        steps: 0,
        isDiverged: false,
        isStopped: false,
        marks: new Float64Array(rescue === null ? watch.results.length : 0).fill(Infinity),
      }));
      type Trajectory = (typeof all)[number];
      const look = (one: Trajectory): void => {
        watchOf(one.theta, one.distance, one.gained, seen);
        const [distance, isUnbounded, isStopped, ...others] = seen;
        for (const [mark, holds] of others.entries()) {
          if (rescue === null && holds === 1) one.marks[mark] = Math.min(one.marks[mark], one.steps);
        }
        one.distance = distance;
        one.isDiverged = isUnbounded === 1;
        one.isStopped = isStopped === 1 && !one.isDiverged && moves === null;
        if (rescueOf === null || one.isDiverged || one.isStopped || others[0] === 0) return;
        if (distance === 0) {
          moves?.moveOff(one.theta, one.stream);
          watchOf(one.theta, 0, 0, seen);
          one.gained += Math.log(Number.MIN_VALUE) - Math.log(seen[0]);
          one.distance = seen[0];
          return;
        }
        rescueOf(one.theta, distance, one.gained, rescued);
        one.theta.set(rescued.subarray(0, kernel.dimension));
        [one.distance, one.gained] = rescued.subarray(kernel.dimension);
      };
      const advance = (one: Trajectory, steps: number): void => {
        for (let left = steps; left > 0 && !one.isDiverged && !one.isStopped; left -= period) {
          const count = Math.min(period, left);
          for (let i = 0; i < count; i++) {
            stepper.advance(one.theta, one.stream, one.distance);
            moves?.project(one.theta);
          }
          one.steps += count;
          look(one);
        }
      };
      return {
        run(steps) {
          for (const one of all) advance(one, steps);
        },
        distance: (i) => all[i].distance,
        readPoint: (i, out, to) => out.set(all[i].theta, to),
        gained: (i) => all[i].gained,
        isDiverged: (i) => all[i].isDiverged,
        isStopped: (i) => all[i].isStopped,
        firstMarked: (i, mark) => all[i].marks[mark],
      };
    },
  };
}

/** A program over θ, its distance and what was gained, without samples; true is 1 and false 0. */
export type Script = (theta: Float64Array, distance: number, gained: number, out: Float64Array) => void;

/** Compiles such a program. */
export function scriptOf(program: Program): Script {
  const { statements, results, helpers } = emitJavaScript(program, {
    input: (name) => {
      const { kind, index } = partsOf(name);
      return kind === 'theta' ? `theta[${index}]` : kind;
    },
  });
  const body = [statements, ...results.map((result, i) => `out[${i}] = ${result};`)].join('\n');
  const text = `"use strict"; return (theta, distance, gained, out) => {\n${body}\n};`;
  return new Function(...helpers.keys(), text)(...helpers.values()) as Script;
}
