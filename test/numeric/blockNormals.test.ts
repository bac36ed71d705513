import { describe, expect, it } from 'vitest';
import { Body, constantBytes } from '../../src/expression/compile/wasm/body.js';
import { encodeModule } from '../../src/expression/compile/wasm/encode.js';
import { normalFunctions, tableBytes, tableValues } from '../../src/numeric/blockNormals.js';
import { streamState, Xoroshiro } from '../../src/numeric/normalStream.js';
import { tailStart, ziggurat } from '../../src/numeric/ziggurat.js';

const width = 4;
const count = 50_000;
const places = { tables: constantBytes, width, states: 0, normals: 2 ** 16 };

/** Normal numbers of four streams as WebAssembly draws them, row after row, and the states that it leaves. */
function drawn(): { readonly normals: Float64Array; readonly states: Uint32Array } {
  const words = new Map<bigint, number>();
  const functions = normalFunctions(words, places, 0);
  const bytes = encodeModule(1, functions, new Body(0, words).constants);
  const memory = new WebAssembly.Memory({ initial: 1 + Math.ceil((8 * width * count) / 65536) });
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes as BufferSource), { env: { memory } });
  const group = constantBytes + 16 * Math.ceil(tableBytes / 16);
  new Float64Array(memory.buffer).set(tableValues(ziggurat), constantBytes / 8);
  for (let i = 0; i < width; i++) new Uint32Array(memory.buffer).set(streamState(3, i), group / 4 + 4 * i);
  (instance.exports.fill as (group: number, count: number) => void)(group, count);
  return {
    normals: new Float64Array(memory.buffer, places.normals, width * count),
    states: new Uint32Array(memory.buffer, group, 4 * width),
  };
}

describe('normal numbers in WebAssembly', () => {
  it('are those of the reference bit for bit, but for the last place in the tails, and leave its state', () => {
    const { normals, states } = drawn();
    let inTail = 0;
    for (let i = 0; i < width; i++) {
      const stream = new Xoroshiro(streamState(3, i));
      for (let row = 0; row < count; row++) {
        const expected = stream.normal();
        const value = normals[width * row + i];
        if (Math.abs(expected) < tailStart) expect(value).toBe(expected);
        else {
          inTail++;
          expect(Math.abs(value / expected - 1)).toBeLessThan(1e-15);
        }
      }
      expect([...states.slice(4 * i, 4 * i + 4)]).toEqual([...stream.state()]);
    }
    expect(inTail).toBeGreaterThan(20);
  });
});
