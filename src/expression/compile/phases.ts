import { operandsOf } from './operation.js';
import type { Program } from './program.js';

/** The positions of a program in the order in which a target works them out. */
export interface Phases {
  /** what no sample changes and no sum is needed for */
  readonly before: readonly number[];
  readonly sums: readonly number[];
  /** once a sample */
  readonly inside: readonly number[];
  /** once, with the sums known */
  readonly after: readonly number[];
}

/** Splits a program at its sums over the samples. Throws RangeError where a sample's own value depends on such a sum. */
export function phasesOf({ operations }: Program): Phases {
  const before: number[] = [];
  const sums: number[] = [];
  const inside: number[] = [];
  const after: number[] = [];
  const phases: (readonly number[])[] = [];
  operations.forEach((operation, position) => {
    const earlier = operandsOf(operation).map((operand) => phases[operand]);
    const isInside = operation.kind === 'sampled' || earlier.includes(inside);
    const isAfter = earlier.includes(after) || earlier.includes(sums);
    if (isAfter && (isInside || operation.kind === 'sum')) {
      throw new RangeError('phasesOf: the value of a sample depends on a sum over all of them');
    }
    const phase = operation.kind === 'sum' ? sums : isInside ? inside : isAfter ? after : before;
    phase.push(position);
    phases.push(phase);
  });
  return { before, sums, inside, after };
}
