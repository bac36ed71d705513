import type { Program } from '../expression/compile/program.js';
import { Body, constantBytes, local } from '../expression/compile/wasm/body.js';
import { emitVector } from '../expression/compile/wasm/emitVector.js';
import { type Code, encodeModule } from '../expression/compile/wasm/encode.js';
import { fourNormalPairs, philoxRoundCount } from '../expression/compile/wasm/normals.js';
import { bits, i32, loop, memory, when } from '../expression/compile/wasm/vector.js';
import { partsOf } from './stepInputs.js';

/** Watched programs, and the sizes that their module is laid out by. */
export interface BlockShape {
  /** results: what is carried from step to step (θ, distance, …), whether it diverged, whether it stopped, see rescue */
  readonly program: Program;
  /** carried numbers to carried numbers, where the last result of `program` holds; null where there is none such */
  readonly rescue: Program | null;
  /** d */
  readonly dimension: number;
  /** normals a step */
  readonly normals: number;
  readonly sampleCount: number;
  /** numbers in a sample's row */
  readonly sampleWidth: number;
}

/** Where things stand in the memory of a module, in bytes; trajectories come in groups of `lanes` vectors of two. */
export interface BlockLayout {
  readonly lanes: number;
  /** trajectories in a group */
  readonly width: number;
  /** Philox's ten pairs of keys, each four times as a 32-bit word */
  readonly keys: number;
  /** the numbers of the program */
  readonly numbers: number;
  readonly samples: number;
  readonly normals: number;
  /** numbers carried from step to step: θ, distance and what is gained by rescaling */
  readonly carried: number;
  /** groups, one after the other: what is carried (rows of width doubles), diverged, stopped; stream index, upper word */
  readonly groups: number;
  readonly groupSize: number;
  /** steps between two fillings of the normals, an even number */
  readonly staged: number;
}

/**
 * The module that advances groups of trajectories many steps at a time, and what its memory must hold.
 *
 * `run(groups, steps, block, odd)` draws normal numbers from Philox block number `block` on, the second of its pair first
 * where odd is 1. A trajectory's numbers depend on nothing but its stream, whatever group it stands in. Numbers of the
 * program are read from memory: models that differ in them alone are one module.
 */
export function blockModule(shape: BlockShape): { bytes: Uint8Array; layout: BlockLayout; numbers: number[] } {
  const { program, rescue, dimension, normals, sampleCount, sampleWidth } = shape;
  const lanes = program.operations.length > crowded ? 2 : 4;
  const width = 2 * lanes;
  const operations = [...program.operations, ...(rescue?.operations ?? [])];
  const numbers = operations.flatMap((one) => (one.kind === 'number' ? [one.value] : []));
  const places = layOut(shape, lanes, numbers.length);
  const body = new Body(4);
  const [groups, steps, firstBlock, odd] = [0, 1, 2, 3].map(local);
  const hoisted = numbers.map((_, slot) => body.let(memory.splat(i32.constant(places.numbers), 8 * slot)));
  const group = body.let(i32.constant(places.groups), 'i32');
  const groupsLeft = body.let(groups, 'i32');
  const vectors = (count: number) =>
    Array.from({ length: count }, () => Array.from({ length: lanes }, () => body.variable()));
  const { carried } = places;
  const state = vectors(carried + 2);
  const place = (row: number, lane: number) => 8 * width * row + 16 * lane;
  const eachState = (visit: (variable: Code, row: number, lane: number) => void): void => {
    for (const [row, variables] of state.entries())
      for (const [lane, one] of variables.entries()) visit(one, row, lane);
  };
  const [diverged, stopped] = state.slice(carried);
  const number = (value: number): Code => hoisted[numbers.findIndex((one) => Object.is(one, value))];
  const carriedInput = (name: string, lane: number): Code => {
    const { kind, index } = partsOf(name);
    return state[kind === 'theta' ? index : kind === 'gained' ? dimension + 1 : dimension][lane];
  };
  /** One step, with the normals at an address. */
  const step = (drawn: Code): void => {
    const sample = body.variable('i32');
    const sampleNormals = body.variable('i32');
    const results = emitVector(body, program, {
      lanes,
      number,
      input: (name, lane) => {
        const { kind, index } = partsOf(name);
        return kind === 'normal' ? body.let(memory.load(drawn, place(index, lane))) : carriedInput(name, lane);
      },
      sampled: (name, lane) => {
        const { kind, index } = partsOf(name);
        return kind === 'datum'
          ? { code: memory.splat(sample, 8 * index), isShared: true }
          : { code: memory.load(sampleNormals, place(index, lane)), isShared: false };
      },
      sampleCount,
      beforeSamples: () => {
        body.set(sample, i32.constant(places.samples));
        body.set(sampleNormals, drawn);
      },
      afterSample: () => {
        body.set(sample, i32.add(sample, i32.constant(8 * sampleWidth)));
        body.set(sampleNormals, i32.add(sampleNormals, i32.constant(8 * width)));
      },
    });
    for (let lane = 0; lane < lanes; lane++) {
      const of = (result: number): Code => results[result][lane];
      body.set(diverged[lane], bits.or(diverged[lane], bits.andNot(of(carried), stopped[lane])));
      if (results.length > carried + 1) {
        body.set(stopped[lane], bits.or(stopped[lane], bits.andNot(of(carried + 1), diverged[lane])));
      }
      for (let row = 0; row < carried; row++) body.set(state[row][lane], of(row));
    }
    if (rescue !== null) rescued(rescue, results[carried + 2]);
  };
  /** Replaces what is carried in the lanes that are to be rescued; seldom, so that it stands behind a condition. */
  const rescued = (program: Program, outside: readonly Code[]): void => {
    const bindings = { lanes, number, input: carriedInput, sampled: () => unsampled, ...noSamples };
    const replace = body.block(() => {
      const results = emitVector(body, program, bindings);
      for (let row = 0; row < carried; row++) {
        for (let lane = 0; lane < lanes; lane++) {
          body.set(state[row][lane], bits.select(outside[lane], results[row][lane], state[row][lane]));
        }
      }
    });
    body.add(when(bits.any(outside.reduce((a, b) => bits.or(a, b))), replace));
  };
  const everyGroup = body.block(() => {
    eachState((variable, row, lane) => body.set(variable, memory.load(group, place(row, lane))));
    const stepsLeft = body.let(steps, 'i32');
    const block = body.let(firstBlock, 'i32');
    const stage = body.block(() => {
      const count = body.let(
        i32.select(stepsLeft, i32.constant(places.staged), i32.lessUnsigned(stepsLeft, i32.constant(places.staged))),
        'i32',
      );
      if (normals > 0) fillNormals(body, shape, places, group, block, count, odd);
      const drawn = body.let(i32.add(i32.constant(places.normals), i32.mul(odd, i32.constant(8 * width))), 'i32');
      const left = body.let(count, 'i32');
      const oneStep = body.block(() => {
        step(drawn);
        body.set(drawn, i32.add(drawn, i32.constant(8 * width * normals)));
        body.set(left, i32.sub(left, i32.constant(1)));
      });
      body.add(loop(oneStep, left));
      body.set(block, i32.add(block, i32.constant((places.staged * normals) / 2)));
      body.set(stepsLeft, i32.sub(stepsLeft, count));
      const ended = diverged.map((one, lane) => bits.or(one, stopped[lane])).reduce((a, b) => bits.and(a, b));
      // nothing is left to see once all trajectories of the group have ended
      body.add(
        when(
          bits.all(ended),
          body.block(() => body.set(stepsLeft, i32.constant(0))),
        ),
      );
    });
    body.add(loop(stage, stepsLeft));
    eachState((variable, row, lane) => body.add(memory.store(group, place(row, lane), variable)));
    body.set(group, i32.add(group, i32.constant(places.groupSize)));
    body.set(groupsLeft, i32.sub(groupsLeft, i32.constant(1)));
  });
  body.add(loop(everyGroup, groupsLeft));
  const run = { name: 'run', parameters: ['i32', 'i32', 'i32', 'i32'] as const, locals: body.locals, body: body.code };
  return { bytes: encodeModule(1, [run], body.constants), layout: places, numbers };
}

/** Fills the staged normals of a group: a pair a block, first and second for all trajectories. */
function fillNormals(
  body: Body,
  { normals }: BlockShape,
  { width, lanes, keys, carried, normals: place }: BlockLayout,
  group: Code,
  block: Code,
  count: Code,
  odd: Code,
): void {
  const pairs = i32.shr(i32.add(i32.add(i32.mul(count, i32.constant(normals)), odd), i32.constant(1)), 1);
  const left = body.let(pairs, 'i32');
  const counter = body.let(block, 'i32');
  const next = body.let(i32.constant(place), 'i32');
  const streams = 8 * width * (carried + 2);
  const onePair = body.block(() => {
    const round = (r: number): readonly [Code, Code] => [
      memory.load(i32.constant(keys), 32 * r),
      memory.load(i32.constant(keys), 32 * r + 16),
    ];
    const keyPairs = Array.from({ length: philoxRoundCount }, (_, r) => round(r));
    for (let four = 0; four < lanes / 2; four++) {
      const pair = fourNormalPairs(body, {
        count: body.let([...counter, 0xfd, 0x11]),
        indexLow: body.let(memory.load(group, streams + 16 * four)),
        upper: body.let(memory.load(group, streams + 4 * width + 16 * four)),
        keys: keyPairs,
      });
      for (const [half, [first, second]] of pair.entries()) {
        body.add(memory.store(next, 16 * (2 * four + half), first));
        body.add(memory.store(next, 8 * width + 16 * (2 * four + half), second));
      }
    }
    body.set(counter, i32.add(counter, i32.constant(1)));
    body.set(next, i32.add(next, i32.constant(16 * width)));
    body.set(left, i32.sub(left, i32.constant(1)));
  });
  body.add(loop(onePair, left));
}

function layOut(
  { rescue, dimension, normals, sampleCount, sampleWidth }: BlockShape,
  lanes: number,
  count: number,
): BlockLayout {
  const width = 2 * lanes;
  const staged = Math.max(2, 2 * Math.floor(stagedNormals / (2 * Math.max(1, normals))));
  const aligned = (bytes: number): number => 16 * Math.ceil(bytes / 16);
  const carried = dimension + (rescue === null ? 1 : 2);
  const keys = constantBytes;
  const numbers = keys + 32 * philoxRoundCount;
  const samples = aligned(numbers + 8 * count);
  const staging = aligned(samples + 8 * sampleCount * sampleWidth);
  const groups = staging + 8 * width * (staged * normals + 2);
  return {
    lanes,
    width,
    keys,
    numbers,
    samples,
    normals: staging,
    carried,
    groups,
    groupSize: 8 * width * (carried + 3),
    staged,
  };
}

const unsampled = { code: [], isShared: true };
const noSamples = { sampleCount: 0, beforeSamples: () => {}, afterSample: () => {} };

/** Vectors in flight fill the registers of long programs with two already. */
const crowded = 120;

/** Normals a trajectory between two fillings: 8 of them take 16 KiB, half of a first-level cache. */
const stagedNormals = 256;
