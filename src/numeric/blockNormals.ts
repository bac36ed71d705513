import { Body, local } from '../expression/compile/wasm/body.js';
import { exp, log } from '../expression/compile/wasm/elementary.js';
import type { Code, WasmFunction } from '../expression/compile/wasm/encode.js';
import { control, f64, i64 } from '../expression/compile/wasm/scalar.js';
import { i32, loop, when } from '../expression/compile/wasm/vector.js';
import { layers, tailStart, type Ziggurat } from './ziggurat.js';

/** Where normal numbers are drawn to, and from what. */
export interface NormalPlaces {
  /** address of the tables of the ziggurat (see tableBytes) */
  readonly tables: number;
  /** trajectories in a group, whose numbers stand side by side */
  readonly width: number;
  /** from a group's address to its streams' states, two 64-bit words each */
  readonly states: number;
  /** address of the first number */
  readonly normals: number;
}

/** Bytes that the tables take: what numeric/ziggurat.ts calls steps, then densities. */
export const tableBytes = 8 * (2 * layers + layers + 1);

/** The tables as doubles. */
export function tableValues({ steps, densities }: Ziggurat): Float64Array {
  return Float64Array.of(...steps, ...densities);
}

/**
 * Two functions: the first, `seldom(state, word)`, gives the normal number that a word begins; the second,
 * `fill(group, count)`, draws the next `count` numbers of each trajectory of a group: row after row, one trajectory a
 * column. `index` is the number that the first has in its module.
 *
 * They are the numbers of numeric/normalStream.ts, but for roundings in the tail.
 */
export function normalFunctions(words: Map<bigint, number>, places: NormalPlaces, index: number): WasmFunction[] {
  return [seldomFunction(words, places), fillFunction(words, places, index)];
}

function fillFunction(words: Map<bigint, number>, { tables, width, states, normals }: NormalPlaces, index: number) {
  const body = new Body(2, words);
  const [group, count] = [0, 1].map(local);
  const state = body.let(i32.add(group, i32.constant(states)), 'i32');
  const column = body.let(i32.constant(normals), 'i32');
  const columnsLeft = body.let(i32.constant(width), 'i32');
  const s0 = body.variable('i64');
  const s1 = body.variable('i64');
  const eachColumn = body.block(() => {
    body.set(s0, i64.load(state, 0));
    body.set(s1, i64.load(state, 8));
    const next = body.let(column, 'i32');
    const left = body.let(count, 'i32');
    const eachNormal = body.block(() => {
      const word = draw(body, s0, s1);
      const { x, edge } = pointOf(body, tables, word);
      const ordinary = f64.store(next, 0, x);
      const isSeldom = body.let([...f64.lt(f64.abs(x), edge), 0x45], 'i32');
      body.add(ordinary);
      body.add(
        when(
          isSeldom,
          body.block(() => {
            body.add(i64.store(state, 0, s0));
            body.add(i64.store(state, 8, s1));
            body.add(f64.store(next, 0, control.call(index, state, word)));
            body.set(s0, i64.load(state, 0));
            body.set(s1, i64.load(state, 8));
          }),
        ),
      );
      body.set(next, i32.add(next, i32.constant(8 * width)));
      body.set(left, i32.sub(left, i32.constant(1)));
    });
    body.add(loop(eachNormal, left));
    body.add(i64.store(state, 0, s0));
    body.add(i64.store(state, 8, s1));
    body.set(state, i32.add(state, i32.constant(16)));
    body.set(column, i32.add(column, i32.constant(8)));
    body.set(columnsLeft, i32.sub(columnsLeft, i32.constant(1)));
  });
  body.add(loop(eachColumn, columnsLeft));
  return { name: 'fill', parameters: ['i32', 'i32'] as const, locals: body.locals, body: body.code };
}

function seldomFunction(words: Map<bigint, number>, { tables }: NormalPlaces) {
  const body = new Body(2, words);
  const [state, word] = [0, 1].map(local);
  const s0 = body.let(i64.load(state, 0), 'i64');
  const s1 = body.let(i64.load(state, 8), 'i64');
  const uniform = (): Code => {
    const half = f64.add(f64.fromWord(i64.shrUnsigned(draw(body, s0, s1), 12)), f64.constant(0.5));
    return body.let(f64.mul(half, f64.constant(2 ** -52)), 'f64');
  };
  const minusLogOfUniform = (): Code => {
    const logarithm = log(body, body.let(f64.splat(uniform())));
    return body.let(f64.neg(f64.first(logarithm)), 'f64');
  };
  const result = body.variable('f64');
  // depths: 0 the loop, 1 the block around it, whose end returns the result
  const attempts = body.block(() => {
    const { x, edge, layer } = pointOf(body, tables, word);
    body.set(result, x);
    body.add(control.leaveIf(1, f64.lt(f64.abs(x), edge)));
    const tail = body.block(() => {
      const beyond = body.variable('f64');
      const attempt = body.block(() => {
        body.set(beyond, f64.div(minusLogOfUniform(), f64.constant(tailStart)));
        const height = minusLogOfUniform();
        body.add(control.leaveIf(0, f64.le(f64.add(height, height), f64.mul(beyond, beyond))));
      });
      body.add(control.again(attempt));
      body.set(result, f64.copysign(f64.add(f64.constant(tailStart), beyond), x));
      body.add(control.leave(2));
    });
    body.add(when(i32.isZero(layer), tail));
    const densities = i32.add(i32.constant(tables + 16 * layers), i32.shr(layer, 1));
    const below = body.let(f64.load(densities, 0), 'f64');
    const above = f64.load(densities, 8);
    const height = body.let(f64.add(below, f64.mul(uniform(), f64.sub(above, below))), 'f64');
    const exponent = body.let(f64.splat(f64.mul(f64.constant(-0.5), f64.mul(x, x))));
    body.add(control.leaveIf(1, f64.lt(height, f64.first(exp(body, exponent)))));
    body.set(word, draw(body, s0, s1));
    body.add(control.leave(0));
  });
  body.add(control.block(control.again(attempts)));
  body.add(i64.store(state, 0, s0));
  body.add(i64.store(state, 8, s1));
  return {
    name: 'seldom',
    parameters: ['i32', 'i64'] as const,
    result: 'f64' as const,
    locals: body.locals,
    body: [...body.code, ...result],
  };
}

/** A word of xoroshiro128++, whose state is in two locals. */
function draw(body: Body, s0: Code, s1: Code): Code {
  const word = body.let(i64.add(i64.rotl(i64.add(s0, s1), 17), s0), 'i64');
  body.set(s1, i64.xor(s1, s0));
  body.set(s0, i64.xor(i64.xor(i64.rotl(s0, 49), s1), i64.shl(s1, 21)));
  body.set(s1, i64.rotl(s1, 28));
  return word;
}

/** The point under the layer that a word chooses, the edge of the layer above, and 16 times the layer's number. */
function pointOf(body: Body, tables: number, word: Code): { x: Code; edge: Code; layer: Code } {
  const layer = body.let(i32.and(i32.shl(i64.wrap(word), 4), i32.constant(16 * (layers - 1))), 'i32');
  const whole = f64.fromWord(i64.or(i64.shrSigned(word, 11), i64.constant(1n)));
  const x = body.let(f64.mul(whole, f64.load(layer, tables)), 'f64');
  return { x, edge: f64.load(layer, tables + 8), layer };
}
