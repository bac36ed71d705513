import { memoised } from '../../../arithmetic/memoised.js';
import type { FunctionName } from '../../syntax/functionName.js';
import { type Operation, operandsOf } from '../operation.js';
import type { Phases } from '../phases.js';
import type { Program } from '../program.js';
import type { Body } from './body.js';
import { operationCode } from './emitOperation.js';
import type { Code } from './encode.js';
import { f64x2, i32, loop, memory } from './vector.js';
import { isLong, vectorFunctions } from './vectorFunctions.js';

/** What a loop over the samples reads. */
export interface SampleBindings {
  readonly lanes: number;
  readonly sampleCount: number;
  /** addresses that grow from sample to sample, by `stride` bytes from `start` on */
  readonly pointers: readonly { readonly variable: Code; readonly start: Code; readonly stride: number }[];
  /** a sample's own value at the pointers */
  sampled(name: string, lane: number): Code;
  /** memory for values of some samples */
  readonly staging: { readonly address: number; readonly bytes: number };
}

/**
 * Adds the statements that add up a program's sums into `totals` (sums × lanes; variables that hold 0).
 *
 * Samples are taken some at a time. For these, the arguments of long functions are worked out and stored, each function
 * runs over all of them, and what follows reads its values: a short loop keeps its constants in registers, and several
 * of its turns are in flight at once.
 */
export function emitSamples(
  body: Body,
  program: Program,
  { sums, inside }: Phases,
  known: (position: number, lane: number) => Code,
  totals: readonly (readonly Code[])[],
  bindings: SampleBindings,
): void {
  const { lanes, pointers, sampleCount, staging } = bindings;
  const stages = new SampleStages(program, inside, sums);
  const vector = 16;
  const row = vector * lanes;
  const most = Math.floor(staging.bytes / (row * Math.max(1, stages.slots.length)));
  const tile = Math.min(sampleCount, Math.max(shortestTile, most));
  const slotSize = tile * row;
  const slotOf = new Map(stages.slots.map((position, slot) => [position, slot * slotSize]));
  const bases = pointers.map(({ start }) => body.let(start, 'i32'));
  const samplesLeft = body.let(i32.constant(sampleCount), 'i32');
  const stagePointer = body.variable('i32');
  const oneTile = body.block(() => {
    const most = i32.constant(tile);
    const count = body.let(i32.select(samplesLeft, most, i32.lessUnsigned(samplesLeft, most)), 'i32');
    for (let level = 0; level < stages.levels; level++) {
      for (let lane = 0; lane < lanes; lane++) eachSample(level, lane, count);
      for (const [name, called] of stages.calls(level)) eachCall(name, called, count);
    }
    for (const [p, { stride }] of pointers.entries())
      body.set(bases[p], i32.add(bases[p], i32.mul(count, i32.constant(stride))));
    body.set(samplesLeft, i32.sub(samplesLeft, count));
  });
  body.add(loop(oneTile, samplesLeft));

  /** One lane's values of a level: arguments and what later levels need are stored, sums go on. */
  function eachSample(level: number, lane: number, count: Code): void {
    const { stored, added } = stages.work(level);
    if (stored.length + added.length === 0) return;
    for (const [p, { variable }] of pointers.entries()) body.set(variable, bases[p]);
    body.set(stagePointer, i32.constant(staging.address));
    const left = body.let(count, 'i32');
    const oneSample = body.block(() => {
      const at = (position: number): number => (slotOf.get(position) as number) + vector * lane;
      const inner = memoised<number, Code>((position, code) => {
        if (!stages.isInside(position)) return known(position, lane);
        const operation = program.operations[position];
        if (operation.kind === 'sampled') return body.let(bindings.sampled(operation.name, lane));
        if (stages.isStored(position, level)) return body.let(memory.load(stagePointer, at(position)));
        return operationCode(body, operation as Computed, operandsOf(operation).map(code));
      });
      for (const { value, slot } of stored) body.add(memory.store(stagePointer, at(slot), inner(value)));
      for (const { sum, value } of added) {
        const total = totals[sums.indexOf(sum)][lane];
        body.set(total, f64x2.add(total, inner(value)));
      }
      for (const { variable, stride } of pointers) body.set(variable, i32.add(variable, i32.constant(stride)));
      body.set(stagePointer, i32.add(stagePointer, i32.constant(row)));
      body.set(left, i32.sub(left, i32.constant(1)));
    });
    body.add(loop(oneSample, left));
  }

  /** A function over the stored arguments of several calls, in place. */
  function eachCall(name: FunctionName, called: readonly number[], count: Code): void {
    const run = vectorFunctions[name];
    if (run === undefined) throw new RangeError(`emitSamples: no ${name} in WebAssembly`);
    const first = body.let(i32.constant(staging.address + (slotOf.get(called[0]) as number)), 'i32');
    const callsLeft = body.let(i32.constant(called.length), 'i32');
    const { before, inner } = body.hoisted(() => {
      const value = run(body, body.let(memory.load(stagePointer, 0)));
      body.add(memory.store(stagePointer, 0, value));
      body.set(stagePointer, i32.add(stagePointer, i32.constant(vector)));
    });
    body.add(before);
    const oneCall = body.block(() => {
      body.set(stagePointer, first);
      const left = body.let(i32.mul(count, i32.constant(lanes)), 'i32');
      const oneVector = body.block(() => {
        body.add(inner);
        body.set(left, i32.sub(left, i32.constant(1)));
      });
      body.add(loop(oneVector, left));
      body.set(first, i32.add(first, i32.constant(slotSize)));
      body.set(callsLeft, i32.sub(callsLeft, i32.constant(1)));
    });
    body.add(loop(oneCall, callsLeft));
  }
}

type Computed = Exclude<Operation, { kind: 'number' | 'input' | 'sampled' | 'sum' }>;

/** Fewer samples at a time would not repay a loop's beginning. */
const shortestTile = 8;

/** Which values of a sample are worked out when: a level begins with the values of the long functions of the one before. */
class SampleStages {
  readonly levels: number;
  /** positions whose values are stored, those of one function at one level side by side */
  readonly slots: readonly number[];
  private readonly inside: ReadonlySet<number>;
  /** the level at which a value is worked out; that of a long function begins with its argument */
  private readonly level = new Map<number, number>();

  constructor(
    private readonly program: Program,
    inside: readonly number[],
    private readonly sums: readonly number[],
  ) {
    this.inside = new Set(inside);
    for (const position of inside) this.level.set(position, this.operandLevel(position));
    const calls = inside.filter((position) => this.isLong(position));
    const key = (position: number): string => `${this.level.get(position)} ${this.functionOf(position)}`;
    const grouped = [...new Set(calls.map(key))].flatMap((one) => calls.filter((position) => key(position) === one));
    const kept = inside.filter((position) => !this.isLong(position) && this.isKept(position));
    this.slots = [...grouped, ...kept];
    this.levels = 1 + Math.max(...sums.map((sum) => this.available(this.addend(sum))));
  }

  isInside(position: number): boolean {
    return this.inside.has(position);
  }

  /** Whether a value stands in its slot when a level works. */
  isStored(position: number, level: number): boolean {
    if (!this.slots.includes(position)) return false;
    return this.isLong(position) || (this.level.get(position) as number) < level;
  }

  /** The long functions called at a level, by name. */
  calls(level: number): Map<FunctionName, number[]> {
    const found = new Map<FunctionName, number[]>();
    for (const position of this.slots) {
      if (!this.isLong(position) || this.level.get(position) !== level) continue;
      const name = this.functionOf(position);
      found.set(name, [...(found.get(name) ?? []), position]);
    }
    return found;
  }

  /** What a level stores (a value, and whose slot), and what it adds to sums. */
  work(level: number): { stored: { value: number; slot: number }[]; added: { sum: number; value: number }[] } {
    const stored = this.slots
      .filter((position) => this.level.get(position) === level)
      .map((slot) => ({ slot, value: this.isLong(slot) ? operandsOf(this.program.operations[slot])[0] : slot }));
    const added = this.sums
      .map((sum) => ({ sum, value: this.addend(sum) }))
      .filter(({ value }) => this.available(value) === level);
    return { stored, added };
  }

  private addend(sum: number): number {
    return operandsOf(this.program.operations[sum])[0];
  }

  private isLong(position: number): boolean {
    const operation = this.program.operations[position];
    return operation.kind === 'call' && isLong(operation.function);
  }

  private functionOf(position: number): FunctionName {
    return (this.program.operations[position] as Extract<Operation, { kind: 'call' }>).function;
  }

  private operandLevel(position: number): number {
    return Math.max(0, ...operandsOf(this.program.operations[position]).map((operand) => this.available(operand)));
  }

  private available(position: number): number {
    const level = this.level.get(position) ?? 0;
    return this.isInside(position) && this.isLong(position) ? level + 1 : level;
  }

  /** Whether a later level needs a value that is more than one operation on what is at hand. */
  private isKept(position: number): boolean {
    const { operations } = this.program;
    const isAtHand = (operand: number): boolean => !this.isInside(operand) || operations[operand].kind === 'sampled';
    if (operations[position].kind === 'sampled' || operandsOf(operations[position]).every(isAtHand)) return false;
    const own = this.level.get(position) as number;
    return [...this.inside].some(
      (user) => operandsOf(operations[user]).includes(position) && (this.level.get(user) as number) > own,
    );
  }
}
