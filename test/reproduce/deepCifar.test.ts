import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openLaboratory } from '../../src/cli/laboratory.js';
import { deepCifar } from '../../src/reproduce/experiments/deepCifar.js';
import { collapse } from '../cli/collapse.js';

/* CIFAR-10's official form with made-up images: eight a batch. */
const folder = mkdtempSync(join(tmpdir(), 'cifar-'));
afterAll(() => rmSync(folder, { recursive: true }));
for (const name of ['data_batch_1', 'data_batch_2', 'data_batch_3', 'data_batch_4', 'data_batch_5', 'test_batch']) {
  const records = Uint8Array.from({ length: 8 * 3073 }, (_, i) =>
    i % 3073 === 0 ? (i / 3073) % 10 : (i * 7 + name.length) % 256,
  );
  writeFileSync(join(folder, `${name}.bin`), records);
}

test.each([
  // thirteen convolutions and a dense layer; the first convolutions of eight blocks
  ['VGG16', 14, 32],
  ['ResNet18', 8, 32],
])('a network shaped like %s trains on a folder of CIFAR, and its units are counted', async (name, count, last) => {
  const work = await openLaboratory(undefined, folder).cifar();
  expect([work.train.count, work.test.count, work.train.inputs.length]).toEqual([40, 8, 40 * 3072]);
  const short = {
    ...work,
    trainNetwork: ((training, _, options) =>
      work.trainNetwork(training, [0, 1, 2], options)) as typeof work.trainNetwork,
  };
  const laboratory = { ...openLaboratory(undefined), cifar: async () => short };
  const cell = deepCifar.cells('quick').find(({ id }) => id.startsWith(name));
  const found = await cell?.run(laboratory, { seed: 1 });
  expect(Object.keys(found ?? {}).filter((series) => series.startsWith('layer'))).toHaveLength(count);
  expect(found?.[`layer ${count}`]).toEqual([last, last, last]);
  const accuracy = (found?.accuracy ?? [Number.NaN]) as readonly number[];
  for (const share of accuracy) expect(share * 8).toBe(Math.round(share * 8));
});

test('images have to be named, and only this experiment takes them', async () => {
  const without = await collapse('reproduce', 'deep-cifar', '--quiet');
  expect([without.status, without.stderr]).toEqual([2, expect.stringContaining('no folder of images is named')]);
  const other = await collapse('reproduce', 'fig1', '--cifar', folder);
  expect([other.status, other.stderr]).toEqual([2, expect.stringContaining('no images of its own')]);
  const empty = await collapse('reproduce', 'deep', '--cifar', tmpdir(), '--quiet');
  expect([empty.status, empty.stderr]).toEqual([2, expect.stringContaining('no file data_batch_1.bin')]);
});
