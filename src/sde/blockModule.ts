import type { Program } from '../expression/compile/program.js';
import { Body, local } from '../expression/compile/wasm/body.js';
import { emitVector } from '../expression/compile/wasm/emitVector.js';
import { type Code, encodeModule, type WasmFunction } from '../expression/compile/wasm/encode.js';
import { control, f64 } from '../expression/compile/wasm/scalar.js';
import { bits, f64x2, i32, loop, memory, when } from '../expression/compile/wasm/vector.js';
import { normalFunctions } from '../numeric/blockNormals.js';
import { type BlockLayout, type BlockShape, layOut } from './blockLayout.js';
import { partsOf } from './stepInputs.js';

/**
 * The module that advances groups of trajectories many steps at a time, and what its memory must hold.
 *
 * `run(groups, steps)` goes on from what the groups hold, and looks at them after every `period` steps and after the last.
 * A trajectory's numbers depend on nothing but its stream, whatever group it stands in. Numbers of the programs are read
 * from memory: models that differ in them alone are one module.
 */
export function blockModule(shape: BlockShape): { bytes: Uint8Array; layout: BlockLayout; numbers: number[] } {
  const { step, watch, rescue } = shape;
  const operations = [step, watch, ...(rescue === null ? [] : [rescue])].flatMap((program) => program.operations);
  const every = operations.flatMap((one) => (one.kind === 'number' ? [one.value] : []));
  const numbers = every.filter((value, i) => every.findIndex((one) => Object.is(one, value)) === i);
  const layout = layOut(shape, numbers.length);
  const words = new Map<bigint, number>();
  const drawing = normalFunctions(words, layout, 0);
  const functions = [...drawing, advanceFunction(words, shape, layout, numbers), runFunction(words, shape, layout)];
  return { bytes: encodeModule(1, functions, new Body(0, words).constants), layout, numbers };
}

/** The places of functions in the module. */
const fillIndex = 1;
const advanceIndex = 2;

/** Stages of each group in turn. A loop that calls is never long in one function, so that V8 comes to its best code soon. */
function runFunction(words: Map<bigint, number>, { normals }: BlockShape, layout: BlockLayout): WasmFunction {
  const body = new Body(2, words);
  const [groups, steps] = [0, 1].map(local);
  const group = body.let(i32.constant(layout.groups), 'i32');
  const everyGroup = body.block(() => {
    const stepsLeft = body.let(steps, 'i32');
    const stage = body.block(() => {
      const most = i32.constant(layout.staged);
      const count = body.let(i32.select(stepsLeft, most, i32.lessUnsigned(stepsLeft, most)), 'i32');
      if (normals > 0) body.add(control.call(fillIndex, group, i32.mul(count, i32.constant(normals))));
      body.set(stepsLeft, i32.sub(stepsLeft, count));
      // nothing is left to see once all trajectories of the group have ended
      const haveEnded = control.call(advanceIndex, group, count);
      body.set(stepsLeft, i32.select(i32.constant(0), stepsLeft, haveEnded));
    });
    body.add(loop(stage, stepsLeft));
    body.set(group, i32.add(group, i32.constant(layout.groupSize)));
    body.set(groups, i32.sub(groups, i32.constant(1)));
  });
  body.add(loop(everyGroup, groups));
  return { name: 'run', parameters: ['i32', 'i32'], locals: body.locals, body: body.code };
}

/** `advance(group, count)`: so many steps of a group with the normals that are staged; whether all of it has ended. */
function advanceFunction(
  words: Map<bigint, number>,
  shape: BlockShape,
  layout: BlockLayout,
  numbers: readonly number[],
): WasmFunction {
  const { dimension, normals, sampleCount, sampleWidth, period } = shape;
  const { lanes, width, carried, marks } = layout;
  const body = new Body(2, words);
  const [group, count] = [0, 1].map(local);
  const hoisted = numbers.map((_, slot) => body.let(memory.splat(i32.constant(layout.numbers), 8 * slot)));
  const number = (value: number): Code => hoisted[numbers.findIndex((one) => Object.is(one, value))];
  const place = (row: number, lane: number) => 8 * width * row + 16 * lane;
  const state = Array.from({ length: carried + 2 }, (_, row) =>
    Array.from({ length: lanes }, (_, lane) => body.let(memory.load(group, place(row, lane)))),
  );
  const [diverged, stopped] = state.slice(carried);
  const drawn = body.let(i32.constant(layout.normals), 'i32');
  const input = (name: string, lane: number): Code => {
    const { kind, index } = partsOf(name);
    if (kind === 'normal') return body.let(memory.load(drawn, place(index, lane)));
    return state[kind === 'theta' ? index : kind === 'gained' ? dimension + 1 : dimension][lane];
  };
  const sample = body.variable('i32');
  const sampleNormals = body.variable('i32');
  const work = (program: Program): Code[][] =>
    emitVector(body, program, {
      lanes,
      number,
      input,
      sampled: (name, lane) => {
        const { kind, index } = partsOf(name);
        return kind === 'datum' ? memory.splat(sample, 8 * index) : memory.load(sampleNormals, place(index, lane));
      },
      sampleCount,
      pointers: [
        { variable: sample, start: i32.constant(layout.samples), stride: 8 * sampleWidth },
        { variable: sampleNormals, start: drawn, stride: 8 * width },
      ],
      staging: { address: layout.values, bytes: layout.groups - layout.values },
    });
  const replace = (results: Code[][], where: readonly Code[] | null): void => {
    for (const [row, values] of results.entries()) {
      for (const [lane, value] of values.entries()) {
        const old = state[row][lane];
        body.set(old, where === null ? value : bits.select(where[lane], value, old));
      }
    }
  };
  // in memory: they are seldom touched
  const mark = (made: readonly Code[][], steps: Code): void => {
    const clock = place(carried + 2 + marks, 0);
    const now = body.let(f64x2.add(memory.load(group, clock), f64.splat(f64.fromCount(steps))));
    body.add(memory.store(group, clock, now));
    for (const [row, holds] of made.entries()) {
      for (let lane = 0; lane < lanes; lane++) {
        const at = place(carried + 2 + row, lane);
        const first = body.let(memory.load(group, at));
        const counts = bits.andNot(holds[lane], bits.or(diverged[lane], stopped[lane]));
        body.add(memory.store(group, at, bits.select(counts, f64x2.min(first, now), first)));
      }
    }
  };
  const look = (steps: Code): void => {
    const [distance, isUnbounded, isStopped, ...others] = work(shape.watch);
    if (marks > 0) mark(others.slice(0, marks), steps);
    for (let lane = 0; lane < lanes; lane++) {
      body.set(diverged[lane], bits.or(diverged[lane], bits.andNot(isUnbounded[lane], stopped[lane])));
      body.set(stopped[lane], bits.or(stopped[lane], bits.andNot(isStopped[lane], diverged[lane])));
    }
    for (let lane = 0; lane < lanes; lane++) body.set(state[dimension][lane], distance[lane]);
    if (shape.rescue === null) return;
    // seldom, so that it stands behind a condition
    const { rescue } = shape;
    const [isOutside] = others;
    const rescued = body.block(() => replace(work(rescue), isOutside));
    body.add(when(bits.any(isOutside.reduce((a, b) => bits.or(a, b))), rescued));
  };
  const oneLook = body.block(() => {
    const most = i32.constant(period);
    const steps = body.let(i32.select(count, most, i32.lessUnsigned(count, most)), 'i32');
    const left = body.let(steps, 'i32');
    body.set(count, i32.sub(count, steps));
    const oneStep = body.block(() => {
      replace(work(shape.step), null);
      body.set(drawn, i32.add(drawn, i32.constant(8 * width * normals)));
      body.set(left, i32.sub(left, i32.constant(1)));
    });
    body.add(loop(oneStep, left));
    look(steps);
  });
  body.add(loop(oneLook, count));
  for (const [row, variables] of state.entries())
    for (const [lane, one] of variables.entries()) body.add(memory.store(group, place(row, lane), one));
  const ended = diverged.map((one, lane) => bits.or(one, stopped[lane])).reduce((a, b) => bits.and(a, b));
  return {
    name: 'advance',
    parameters: ['i32', 'i32'],
    result: 'i32',
    locals: body.locals,
    body: [...body.code, ...bits.all(ended)],
  };
}
