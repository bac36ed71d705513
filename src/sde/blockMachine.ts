import { tableValues } from '../numeric/blockNormals.js';
import { ziggurat } from '../numeric/ziggurat.js';
import type { BlockLayout, BlockShape } from './blockLayout.js';
import { blockModule } from './blockModule.js';
import type { Kernel } from './kernel.js';

/** Trajectories in the memory of a module; i counts from the first that was loaded. */
export interface Block {
  /** advances all by a number of steps */
  run(steps: number): void;
  distance(i: number): number;
  /** writes θ, d doubles, to `out` from `at` on */
  readPoint(i: number, out: Float64Array, at: number): void;
  /** what was gained by rescaling */
  gained(i: number): number;
  isDiverged(i: number): boolean;
  isStopped(i: number): boolean;
  /** the steps after which a mark of `watch` was first seen to hold, while neither diverged nor stopped; ∞ where not */
  firstMarked(i: number, mark: number): number;
}

/** What a trajectory starts with: θ, its distance, and the state of its stream. */
export interface BlockStart {
  readonly theta: Float64Array;
  readonly distance: number;
  readonly stream: Uint32Array;
}

/** A module at work: loads trajectories, in place of those before. */
export interface Machine {
  load(starts: readonly BlockStart[]): Block;
}

/** Compiles programs and lays their samples and numbers into a memory of their own. */
export function openBlockMachine(
  { dimension, samples, sampleCount, sampleWidth, sampling }: Kernel,
  programs: Pick<BlockShape, 'step' | 'watch' | 'rescue' | 'period'>,
): Machine {
  const shape = { ...programs, dimension, normals: sampling.normals, sampleCount, sampleWidth };
  const { bytes, layout, numbers } = blockModule(shape);
  const { width, groups, groupSize, carried, marks, states } = layout;
  const memory = new WebAssembly.Memory({ initial: pagesFor(layout, 1) });
  const instance = new WebAssembly.Instance(moduleOf(bytes), { env: { memory } });
  const run = instance.exports.run as (groups: number, steps: number) => void;
  const doubles = (): Float64Array => new Float64Array(memory.buffer);
  doubles().set(tableValues(ziggurat), layout.tables / 8);
  doubles().set(numbers, layout.numbers / 8);
  doubles().set(samples, layout.samples / 8);
  return {
    load(starts) {
      const count = Math.ceil(starts.length / width);
      const missing = pagesFor(layout, count) - memory.buffer.byteLength / pageSize;
      if (missing > 0) memory.grow(missing);
      const view = doubles();
      const whole = new Uint32Array(memory.buffer);
      const group = (i: number): number => groups + Math.floor(i / width) * groupSize;
      const at = (i: number, row: number): number => group(i) / 8 + row * width + (i % width);
      for (let i = 0; i < count * width; i++) {
        // the last group is filled up with a trajectory that is there already
        const { theta, distance, stream } = starts[Math.min(i, starts.length - 1)];
        for (let row = 0; row < carried + 2; row++) view[at(i, row)] = row < dimension ? theta[row] : 0;
        view[at(i, dimension)] = distance;
        for (let mark = 0; mark < marks; mark++) view[at(i, carried + 2 + mark)] = Infinity;
        if (marks > 0) view[at(i, carried + 2 + marks)] = 0;
        whole.set(stream, (group(i) + states) / 4 + 4 * (i % width));
      }
      return {
        run: (steps) => {
          // the module looks for its end after the first group
          if (count > 0) run(count, steps);
        },
        distance: (i) => view[at(i, dimension)],
        readPoint: (i, out, to) => {
          for (let row = 0; row < dimension; row++) out[to + row] = view[at(i, row)];
        },
        gained: (i) => view[at(i, dimension + 1)],
        isDiverged: (i) => whole[2 * at(i, carried)] !== 0,
        isStopped: (i) => whole[2 * at(i, carried + 1)] !== 0,
        firstMarked: (i, mark) => view[at(i, carried + 2 + mark)],
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
