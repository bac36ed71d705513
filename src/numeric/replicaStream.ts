import { stepStream } from './normalStream.js';
import { type RandomStream, randomStream } from './random.js';

/** What a replica in training draws from. */
export interface ReplicaStream extends RandomStream {
  /** the position of what is drawn beside normal numbers, and back to it */
  saveSamples(): readonly number[];
  restoreSamples(saved: readonly number[]): void;
  /** the state from which its normal numbers go on (see StepStream) */
  normalState(): Uint32Array;
}

/**
 * The stream of one replica in training: samples, permutations and uniform numbers of random.ts, and the normal numbers of
 * normalStream.ts, which cost a fraction of those. Seed and index are whole numbers in [0, 2⁵³); others throw RangeError.
 */
export function replicaStream(seed: number, index: number): ReplicaStream {
  const samples = randomStream(seed, index);
  const normals = stepStream(seed, index);
  return {
    uint32: () => samples.uint32(),
    uniform: () => samples.uniform(),
    normal: () => normals.normal(),
    below: (n) => samples.below(n),
    permutation: (n) => samples.permutation(n),
    subset: (n, count) => samples.subset(n, count),
    normalState: () => normals.state(),
    saveSamples: () => samples.save(),
    restoreSamples: (saved) => samples.restore(saved),
  };
}
