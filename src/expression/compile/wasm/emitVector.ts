import { phasesOf } from '../phases.js';
import type { Operation, Program } from '../program.js';
import type { Body } from './body.js';
import type { Code } from './encode.js';
import { bits, f64x2, i32, loop } from './vector.js';
import { vectorFunctions } from './vectorFunctions.js';

/** Where a program's values come from, as code; lanes are the vectors in flight. */
export interface VectorBindings {
  readonly lanes: number;
  input(name: string, lane: number): Code;
  /** a sample's own value, and whether it is the same in all lanes; `pointers` advance from sample to sample */
  sampled(name: string, lane: number): { readonly code: Code; readonly isShared: boolean };
  /** a number of the program, so that equal programs with other numbers are one module */
  number(value: number): Code;
  readonly sampleCount: number;
  /** what is done before the loop over the samples, and after each */
  readonly beforeSamples: () => void;
  readonly afterSample: () => void;
}

/** Whether WebAssembly has every operation of a program. */
export function isVectorisable({ operations }: Program): boolean {
  return operations.every(({ kind, ...operation }) =>
    kind === 'call'
      ? vectorFunctions[(operation as { function: keyof typeof vectorFunctions }).function] !== undefined
      : kind !== 'power',
  );
}

/**
 * Adds the statements that work out a program for `lanes` vectors of two, interleaved, and returns the code that reads
 * each result, results × lanes. Truths are masks.
 */
export function emitVector(body: Body, program: Program, bindings: VectorBindings): Code[][] {
  const { lanes } = bindings;
  const values: Code[][] = [];
  const shared = new Set<number>();
  const everyLane = (make: (lane: number) => Code): Code[] => Array.from({ length: lanes }, (_, lane) => make(lane));
  const emit = (position: number): void => {
    const operation = program.operations[position];
    switch (operation.kind) {
      case 'number': {
        const code = bindings.number(operation.value);
        shared.add(position);
        values[position] = everyLane(() => code);
        return;
      }
      case 'input':
        values[position] = everyLane((lane) => bindings.input(operation.name, lane));
        return;
      case 'sampled': {
        const first = bindings.sampled(operation.name, 0);
        if (first.isShared) {
          const code = body.let(first.code);
          shared.add(position);
          values[position] = everyLane(() => code);
        } else values[position] = everyLane((lane) => body.let(bindings.sampled(operation.name, lane).code));
        return;
      }
      case 'sum':
        values[position] = everyLane(() => body.let(body.double(0)));
        return;
      default: {
        const { operands } = operation;
        if (operands.every((operand) => shared.has(operand))) {
          const code = operationCode(
            body,
            operation,
            operands.map((operand) => values[operand][0]),
          );
          shared.add(position);
          values[position] = everyLane(() => code);
        } else {
          values[position] = everyLane((lane) =>
            operationCode(
              body,
              operation,
              operands.map((operand) => values[operand][lane]),
            ),
          );
        }
      }
    }
  };
  const { before, sums, inside, after } = phasesOf(program);
  for (const position of [...before, ...sums]) emit(position);
  if (sums.length > 0) {
    bindings.beforeSamples();
    const left = body.let(i32.constant(bindings.sampleCount), 'i32');
    const oneSample = body.block(() => {
      for (const position of inside) emit(position);
      for (const sum of sums) {
        const [operand] = (program.operations[sum] as Extract<Operation, { kind: 'sum' }>).operands;
        for (let lane = 0; lane < lanes; lane++) {
          body.set(values[sum][lane], f64x2.add(values[sum][lane], values[operand][lane]));
        }
      }
      bindings.afterSample();
      body.set(left, i32.sub(left, i32.constant(1)));
    });
    body.add(loop(oneSample, left));
  }
  for (const position of after) emit(position);
  return program.results.map((result) => values[result]);
}

function operationCode(
  body: Body,
  operation: Exclude<Operation, { kind: 'number' | 'input' | 'sampled' | 'sum' }>,
  operands: readonly Code[],
): Code {
  const [a, b, c] = operands;
  switch (operation.kind) {
    case 'add':
      return body.let(f64x2.add(a, b));
    case 'subtract':
      return body.let(f64x2.sub(a, b));
    case 'multiply':
      return body.let(f64x2.mul(a, b));
    case 'divide':
      return body.let(f64x2.div(a, b));
    case 'negate':
      return body.let(f64x2.neg(a));
    case 'compare':
      return body.let(comparison[operation.operator](a, b));
    case 'and':
      return body.let(bits.and(a, b));
    case 'or':
      return body.let(bits.or(a, b));
    case 'not':
      return body.let(bits.not(a));
    case 'select':
      return body.let(bits.select(a, b, c));
    case 'call': {
      const vectorFunction = vectorFunctions[operation.function];
      if (vectorFunction !== undefined) return vectorFunction(body, ...operands);
      throw new RangeError(`emitVector: no ${operation.function} in WebAssembly`);
    }
    case 'power':
      throw new RangeError('emitVector: no power in WebAssembly');
  }
}

const comparison = {
  '<': f64x2.lt,
  '<=': f64x2.le,
  '>': f64x2.gt,
  '>=': f64x2.ge,
  '==': f64x2.eq,
  '!=': f64x2.ne,
} as const;
