import { phasesOf } from '../phases.js';
import type { Program } from '../program.js';
import type { Body } from './body.js';
import { operationCode } from './emitOperation.js';
import { emitSamples, type SampleBindings } from './emitSamples.js';
import type { Code } from './encode.js';
import { vectorFunctions } from './vectorFunctions.js';

/** Where a program's values come from, as code; lanes are the vectors in flight. */
export interface VectorBindings extends SampleBindings {
  input(name: string, lane: number): Code;
  /** a number of the program, so that equal programs with other numbers are one module */
  number(value: number): Code;
}

/** Whether WebAssembly has every operation of a program. */
export function isVectorisable({ operations }: Program): boolean {
  return operations.every(
    (operation) => operation.kind !== 'call' || vectorFunctions[operation.function] !== undefined,
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
  const emit = (position: number): Code[] => {
    const operation = program.operations[position];
    switch (operation.kind) {
      case 'number': {
        const code = bindings.number(operation.value);
        shared.add(position);
        return everyLane(() => code);
      }
      case 'input':
        return everyLane((lane) => bindings.input(operation.name, lane));
      case 'sum':
        return everyLane(() => body.let(body.double(0)));
      case 'sampled':
        throw new RangeError('emitVector: a sample of its own outside the loop over samples');
      default: {
        const { operands } = operation;
        const inLane = (lane: number): Code =>
          operationCode(
            body,
            operation,
            operands.map((operand) => values[operand][lane]),
          );
        if (!operands.every((operand) => shared.has(operand))) return everyLane(inLane);
        const code = inLane(0);
        shared.add(position);
        return everyLane(() => code);
      }
    }
  };
  const phases = phasesOf(program);
  for (const position of [...phases.before, ...phases.sums]) values[position] = emit(position);
  if (phases.sums.length > 0) {
    const totals = phases.sums.map((sum) => values[sum]);
    emitSamples(body, program, phases, (position, lane) => values[position][lane], totals, bindings);
  }
  for (const position of phases.after) values[position] = emit(position);
  return program.results.map((result) => values[result]);
}
