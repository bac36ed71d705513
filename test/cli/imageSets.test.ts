import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { InputError } from '../../src/arithmetic/inputError.js';
import { imageSamples } from '../../src/cli/imageSamples.js';
import { readCifar, readMnist } from '../../src/cli/imageSets.js';

const folder = (): string => mkdtempSync(join(tmpdir(), 'images-'));

/** Pixel (row, column) of colour c of image n. */
const value = (n: number, row: number, column: number, c: number): number =>
  (n * 7 + row * 3 + column * 5 + c * 50) % 256;

function cifarRecord(n: number, labels: readonly number[]): number[] {
  const planes = [0, 1, 2].flatMap((c) =>
    Array.from({ length: 1024 }, (_, i) => value(n, Math.floor(i / 32), i % 32, c)),
  );
  return [...labels, ...planes];
}

describe('CIFAR binaries', () => {
  test('of ten classes are five batches and a test batch, read with the colour counting fastest', () => {
    const at = folder();
    for (let batch = 1; batch <= 5; batch++) {
      writeFileSync(join(at, `data_batch_${batch}.bin`), Buffer.from(cifarRecord(batch - 1, [batch])));
    }
    writeFileSync(join(at, 'test_batch.bin'), Buffer.from(cifarRecord(9, [7])));
    const { train, test: held } = readCifar(at);
    expect([...train.labels]).toEqual([1, 2, 3, 4, 5]);
    expect([...held.labels]).toEqual([7]);
    expect(train).toMatchObject({ count: 5, height: 32, width: 32, channels: 3, classes: 10 });
    expect(train.pixels[((4 * 32 + 11) * 32 + 20) * 3 + 2]).toBe(value(4, 11, 20, 2));
  });

  test('of a hundred classes have a coarse label before the fine one', () => {
    const at = folder();
    writeFileSync(join(at, 'train.bin'), Buffer.from([...cifarRecord(0, [3, 77]), ...cifarRecord(1, [1, 5])]));
    writeFileSync(join(at, 'test.bin'), Buffer.from(cifarRecord(2, [0, 99])));
    const { train, test: held } = readCifar(at);
    expect([...train.labels, ...held.labels]).toEqual([77, 5, 99]);
    expect(train.classes).toBe(100);
  });

  test('that were cut off, or are not there, are refused', () => {
    const at = folder();
    expect(() => readCifar(at)).toThrow(/it has no file data_batch_1.bin/);
    writeFileSync(join(at, 'train.bin'), Buffer.from(cifarRecord(0, [3, 77]).slice(1)));
    writeFileSync(join(at, 'test.bin'), Buffer.from(cifarRecord(2, [0, 99])));
    expect(() => readCifar(at)).toThrow(InputError);
  });
});

describe('idx files', () => {
  test('of MNIST are those of the package', () => {
    const { train, test: held } = readMnist();
    expect([train.count, held.count, train.height, train.width]).toEqual([60_000, 10_000, 28, 28]);
    expect([...train.labels.subarray(0, 8)]).toEqual([5, 0, 4, 1, 9, 2, 1, 3]);
  });
});

test('images become samples of mean 0 and standard deviation 1/2, averaged over patches of each colour', () => {
  const pixels = Uint8Array.from({ length: 4 * 4 * 2 }, (_, i) => 3 * i);
  const images = { count: 1, height: 4, width: 4, channels: 2, pixels, labels: Uint8Array.of(2), classes: 3 };
  const { train } = imageSamples({ train: images, test: images }, { train: 5, test: 5 }, { patch: 2, border: 0 });
  // 3·2·(mean of column and 4·row over a patch) + 3c
  const means = [0, 1].flatMap((row) =>
    [0, 1].flatMap((column) => [0, 1].map((c) => 6 * (8 * row + 2 * column + 2.5) + 3 * c)),
  );
  const mean = means.reduce((sum, x) => sum + x, 0) / 8;
  const deviation = Math.sqrt(means.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 8);
  expect(train.count).toBe(1);
  expect([...train.targets]).toEqual([0, 0, 1]);
  for (const [i, x] of train.inputs.entries()) expect(x).toBeCloseTo((means[i] - mean) / deviation / 2, 12);
});
