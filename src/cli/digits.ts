import type { Samples } from '../sgd/network/trainNetwork.js';
import { imageSamples } from './imageSamples.js';
import { readMnist } from './imageSets.js';

/** Handwritten digits for training and for testing. */
export interface Digits {
  readonly train: Samples;
  readonly test: Samples;
}

/**
 * The first digits of MNIST, averaged to `size` × `size` pixels (7, or 12: 14 without the border); see imageSamples. Throws
 * InputError where they are not installed.
 */
export function readDigits(size: 7 | 12): Digits {
  const shape = size === 7 ? { patch: 4, border: 0 } : { patch: 2, border: 1 };
  return imageSamples(readMnist(), { train: 10_000, test: 2000 }, shape);
}
