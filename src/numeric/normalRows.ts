import { Body, constantBytes } from '../expression/compile/wasm/body.js';
import { encodeModule } from '../expression/compile/wasm/encode.js';
import { normalFunctions, tableBytes, tableValues } from './blockNormals.js';
import { ziggurat } from './ziggurat.js';

/** Normal numbers of many streams at once, in a memory of WebAssembly that other modules may share. */
export interface NormalRows {
  readonly memory: WebAssembly.Memory;
  /** the constants at the beginning of the memory (see Body); other modules add theirs */
  readonly words: Map<bigint, number>;
  /** doubles in a row, one a stream and some to fill it up; a multiple of 8 */
  readonly stride: number;
  /** address of the first row, of as many as were asked for */
  readonly rows: number;
  /** first address that is free */
  readonly end: number;
  /** draws so many rows, each stream's next numbers down its column */
  fill(count: number): void;
  /** the states from which the streams go on (see StepStream) */
  states(): Uint32Array[];
  /** goes back to such states */
  restore(states: readonly ArrayLike<number>[]): void;
}

/** Opens streams at their states, with room for a number of rows; the numbers are those of normalStream.ts. */
export function openNormalRows(states: readonly Uint32Array[], rows: number): NormalRows {
  const stride = oddEights(states.length);
  const tables = constantBytes;
  const statesAt = 16 * Math.ceil((tables + tableBytes) / 16);
  const normals = statesAt + 16 * stride;
  const end = normals + 8 * stride * rows;
  const { module, words } = compiled(stride, normals);
  const memory = new WebAssembly.Memory({ initial: Math.ceil(end / pageSize) });
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  const fill = instance.exports.fill as (group: number, count: number) => void;
  new Float64Array(memory.buffer).set(tableValues(ziggurat), tables / 8);
  const restore: NormalRows['restore'] = (states) => {
    for (let i = 0; i < stride && states.length > 0; i++) {
      new Uint32Array(memory.buffer).set(states[Math.min(i, states.length - 1)], statesAt / 4 + 4 * i);
    }
  };
  restore(states);
  return {
    restore,
    memory,
    words,
    stride,
    rows: normals,
    end,
    fill: (count) => {
      if (count > 0) fill(statesAt, count);
    },
    states: () => states.map((_, i) => new Uint32Array(memory.buffer, statesAt + 16 * i, 4).slice()),
  };
}

/** The module that draws, and the constants that it keeps in its memory: compiled once for groups of one size. */
function compiled(stride: number, normals: number): { module: WebAssembly.Module; words: Map<bigint, number> } {
  const known = modules.get(stride);
  if (known !== undefined) return { module: known.module, words: new Map(known.words) };
  const words = new Map<bigint, number>();
  const functions = normalFunctions(words, { tables: constantBytes, width: stride, states: 0, normals }, 0);
  const bytes = encodeModule(1, functions, new Body(0, words).constants);
  const module = new WebAssembly.Module(bytes as BufferSource);
  if (modules.size >= mostModules) modules.delete(modules.keys().next().value as number);
  modules.set(stride, { module, words: new Map(words) });
  return { module, words };
}

const modules = new Map<number, { readonly module: WebAssembly.Module; readonly words: ReadonlyMap<bigint, number> }>();

/** The oldest is forgotten beyond this many. */
const mostModules = 20;

const pageSize = 65536;

/** Rows of an odd number of cache lines do not crowd into the same sets of a cache. */
function oddEights(count: number): number {
  const eights = Math.max(1, Math.ceil(count / 8));
  return 8 * (eights % 2 === 0 ? eights + 1 : eights);
}
