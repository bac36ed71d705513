import type { Program } from '../expression/compile/program.js';
import { philoxKeys } from '../numeric/random.js';
import { type BlockLayout, blockModule } from './blockModule.js';
import type { Kernel } from './kernel.js';

/** Trajectories in the memory of a module; i counts from the first that was loaded. */
export interface Block {
  /** advances all by a number of steps, with the normals that follow those of the steps before */
  run(before: number, steps: number): void;
  distance(i: number): number;
  /** writes θ, d doubles, to `out` from `at` on */
  readPoint(i: number, out: Float64Array, at: number): void;
  /** what was gained by rescaling */
  gained(i: number): number;
  isDiverged(i: number): boolean;
  isStopped(i: number): boolean;
}

/** Streams are counted in pairs of normals by 32 bits. */
export const mostNormals = 2 ** 32;

/** A module at work: trajectory i of a block draws from stream first + i of the seed, from its normal `drawn` on. */
export interface Machine {
  load(first: number, starts: readonly Float64Array[], distances: readonly number[], drawn: number): Block;
}

/** Compiles programs (see BlockShape) and lays their samples, numbers and keys into a memory of their own. */
export function openMachine(kernel: Kernel, program: Program, rescue: Program | null, seed: number): Machine {
  const { dimension, samples, sampleCount, sampleWidth } = kernel;
  const normals = kernel.sampling.normals;
  const { bytes, layout, numbers } = blockModule({ program, rescue, dimension, normals, sampleCount, sampleWidth });
  const { width, groups, groupSize, carried } = layout;
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
    load(first, starts, distances, drawnBefore) {
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
        for (let row = 0; row < carried + 2; row++) view[at(i, row)] = row < dimension ? starts[trajectory][row] : 0;
        view[at(i, dimension)] = distances[trajectory];
        const stream = (groups + Math.floor(i / width) * groupSize + 8 * width * (carried + 2)) / 4 + (i % width);
        whole[stream] = (first + trajectory) % 2 ** 32;
        whole[stream + width] = Math.floor((first + trajectory) / 2 ** 32);
      }
      return {
        run(before, steps) {
          const drawn = drawnBefore + before * normals;
          run(count, steps, Math.floor(drawn / 2), drawn % 2);
        },
        distance: (i) => view[at(i, dimension)],
        readPoint: (i, out, to) => {
          for (let row = 0; row < dimension; row++) out[to + row] = view[at(i, row)];
        },
        gained: (i) => view[at(i, dimension + 1)],
        isDiverged: (i) => whole[2 * at(i, carried)] !== 0,
        isStopped: (i) => whole[2 * at(i, carried + 1)] !== 0,
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
