import { InputError } from '../arithmetic/inputError.js';

/** The i-th of n parts of a list of work items, i from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Reads `--shard i/n`. Throws InputError. */
export function readShard(text: string): Shard {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const [index, count] = match === null ? [0, 0] : [Number(match[1]), Number(match[2])];
  if (index < 1 || index > count || count > mostShards) {
    throw new InputError(`--shard ${text}`, 'no part of a whole', `i/n with i from 1 to n, n at most ${mostShards}`);
  }
  return { index, count };
}

const mostShards = 100_000;

/** The work items of a part: every n-th in the order of work, so that each part shows the whole picture early too. */
export function itemsOf(order: readonly number[], { index, count }: Shard): number[] {
  return order.filter((_, i) => i % count === index - 1);
}
