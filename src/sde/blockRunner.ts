import { distanceTo } from '../model/affineSet.js';
import type { EscapeOutcome } from '../model/escapes.js';
import { philoxKeys } from '../numeric/random.js';
import { type BlockLayout, type BlockShape, blockModule } from './blockModule.js';
import { floorTest } from './resolution.js';
import type { TrajectoryPlan } from './trajectoryPlan.js';

/**
 * Runs trajectories from given starts (d doubles each; streams `first`, `first` + 1, …) to the plan's horizon, many at
 * once in WebAssembly: each as escapeTrajectory.ts does it, but for roundings of normal numbers and of functions.
 *
 * A trajectory does not depend on which others it runs with. Null where the plan has no program for WebAssembly.
 */
export function blockEscapes(
  plan: TrajectoryPlan,
): ((first: number, starts: readonly Float64Array[]) => EscapeOutcome[]) | null {
  const { watched, kernel } = plan;
  const { dimension, sampling, sampleCount, sampleWidth } = kernel;
  const { seed, steps, epsilon, recordedSteps } = plan.escape;
  if (watched === null || steps * sampling.normals >= 2 ** 32) return null;
  const shape = { program: watched, dimension, normals: sampling.normals, sampleCount, sampleWidth };
  const machine = openMachine(shape, kernel.samples, seed);
  const distanceOf = distanceTo(plan.set, plan.constants);
  const isFloor = floorTest(plan);
  return (first, starts) => {
    const block = machine.load(first, starts, starts.map(distanceOf));
    const ends = starts.map((start, i): EscapeOutcome['end'] | null =>
      isFloor(block.distance(i), start) ? 'floorReached' : null,
    );
    const series = starts.map((_, i) => {
      const filled = new Float64Array(recordedSteps.length);
      return ends[i] === null ? filled : filled.fill(-Infinity);
    });
    for (const [next, step] of recordedSteps.entries()) {
      const before = next === 0 ? 0 : recordedSteps[next - 1];
      if (step > before) block.run(before, step - before);
      for (let i = 0; i < starts.length; i++) {
        if (ends[i] !== null) continue;
        ends[i] = block.end(i);
        if (ends[i] === null) series[i][next] = Math.log(block.distance(i));
        else series[i].fill(ends[i] === 'diverged' ? Infinity : -Infinity, next);
      }
    }
    return starts.map((_, i) => ({ end: ends[i] ?? (block.distance(i) < epsilon ? 'on' : 'off'), series: series[i] }));
  };
}

/** Trajectories in the memory of a module. */
interface Block {
  /** advances all by a number of steps, with the normals that follow those of the steps before */
  run(before: number, steps: number): void;
  distance(i: number): number;
  end(i: number): 'diverged' | 'floorReached' | null;
}

function openMachine(
  shape: BlockShape,
  samples: Float64Array,
  seed: number,
): { load(first: number, starts: readonly Float64Array[], distances: readonly number[]): Block } {
  const { bytes, layout, numbers } = blockModule(shape);
  const { width, groups, groupSize } = layout;
  const memory = new WebAssembly.Memory({ initial: pagesFor(layout, 1) });
  const instance = new WebAssembly.Instance(moduleOf(bytes), { env: { memory } });
  const run = instance.exports.run as (groups: number, steps: number, block: number, odd: number) => void;
  const words = (): Uint32Array => new Uint32Array(memory.buffer);
  const doubles = (): Float64Array => new Float64Array(memory.buffer);
  for (const [round, keys] of philoxKeys(seed).entries()) {
    for (const [k, key] of keys.entries())
      words().fill(key, (layout.keys + 32 * round + 16 * k) / 4, (layout.keys + 32 * round + 16 * k) / 4 + 4);
  }
  doubles().set(numbers, layout.numbers / 8);
  doubles().set(samples, layout.samples / 8);
  return {
    load(first, starts, distances) {
      const count = Math.ceil(starts.length / width);
      const missing = pagesFor(layout, count) - memory.buffer.byteLength / pageSize;
      if (missing > 0) memory.grow(missing);
      const view = doubles();
      const whole = words();
      const at = (i: number, row: number): number =>
        (groups + Math.floor(i / width) * groupSize) / 8 + row * width + (i % width);
      for (let i = 0; i < count * width; i++) {
        // the last group is filled up with a trajectory that is there already
        const trajectory = Math.min(i, starts.length - 1);
        for (let row = 0; row < shape.dimension; row++) view[at(i, row)] = starts[trajectory][row];
        view[at(i, shape.dimension)] = distances[trajectory];
        view[at(i, shape.dimension + 1)] = 0;
        view[at(i, shape.dimension + 2)] = 0;
        const stream =
          (groups + Math.floor(i / width) * groupSize + 8 * width * (shape.dimension + 3)) / 4 + (i % width);
        whole[stream] = (first + trajectory) % 2 ** 32;
        whole[stream + width] = Math.floor((first + trajectory) / 2 ** 32);
      }
      return {
        run(before, steps) {
          const drawn = before * shape.normals;
          run(count, steps, Math.floor(drawn / 2), drawn % 2);
        },
        distance: (i) => view[at(i, shape.dimension)],
        end(i) {
          if (whole[2 * at(i, shape.dimension + 1)] !== 0) return 'diverged';
          return whole[2 * at(i, shape.dimension + 2)] !== 0 ? 'floorReached' : null;
        },
      };
    },
  };
}

const pageSize = 65536;

function pagesFor({ groups, groupSize }: BlockLayout, count: number): number {
  return Math.ceil((groups + count * groupSize) / pageSize);
}

/** A module is compiled once for all models that differ in numbers alone. */
function moduleOf(bytes: Uint8Array): WebAssembly.Module {
  const key = new TextDecoder('latin1').decode(bytes);
  const known = modules.get(key);
  if (known !== undefined) return known;
  const module = new WebAssembly.Module(bytes as BufferSource);
  if (modules.size >= mostModules) modules.delete(modules.keys().next().value as string);
  modules.set(key, module);
  return module;
}

const modules = new Map<string, WebAssembly.Module>();

/** The oldest is forgotten beyond this many. */
const mostModules = 50;
