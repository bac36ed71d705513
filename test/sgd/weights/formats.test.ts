import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openBackend } from '../../../src/sgd/backend.js';
import { readNpz } from '../../../src/sgd/weights/readNpz.js';
import { readSafetensors } from '../../../src/sgd/weights/readSafetensors.js';
import { collapse } from '../../cli/collapse.js';

const folder = mkdtempSync(join(tmpdir(), 'weights-'));
afterAll(() => rmSync(folder, { recursive: true }));

/* Written by NumPy: a kernel of eight units, the second equal to the first and the third a hundredth as long. */
const compressed = 'test/data/weights/compressed.npz';
const half = 'test/data/weights/half.npz';

describe('NumPy archives', () => {
  test('compressed or stored, in any precision and order of the indices, hold the same arrays', () => {
    const [exact, rounded] = [compressed, half].map((file) => readNpz(readFileSync(file), file));
    expect(exact.map(({ name, shape }) => [name, shape])).toEqual([
      ['dense/kernel', [5, 8]],
      ['dense/bias', [8]],
      ['out/kernel', [8, 3]],
    ]);
    for (const [i, { values }] of exact.entries()) {
      for (const [j, x] of rounded[i].values.entries()) expect(x).toBe(Math.fround(values[j]));
    }
    // NumPy's generator of seed 0 begins with it
    expect(exact[0].values[0]).toBe(0.1257302210933933);
  });

  test('anything else is refused', () => {
    expect(() => readNpz(Uint8Array.of(1, 2, 3), 'x.npz')).toThrow(/x\.npz: no zip archive/);
  });
});

/** A safetensors file, by its specification. */
function safetensors(tensors: Record<string, { shape: number[]; values: number[] }>): Uint8Array {
  const header: Record<string, object> = { __metadata__: { format: 'pt' } };
  let offset = 0;
  for (const [name, { shape, values }] of Object.entries(tensors)) {
    header[name] = { dtype: 'F32', shape, data_offsets: [offset, offset + 4 * values.length] };
    offset += 4 * values.length;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  const data = Float32Array.from(Object.values(tensors).flatMap(({ values }) => values));
  bytes.set(new Uint8Array(data.buffer), 8 + text.length);
  return bytes;
}

describe('safetensors', () => {
  test('holds its tensors', () => {
    const bytes = safetensors({ b: { shape: [2], values: [1, 2] }, a: { shape: [1, 3], values: [3, 4, 5] } });
    expect(readSafetensors(bytes, 'x')).toEqual([
      { name: 'b', shape: [2], values: Float64Array.of(1, 2) },
      { name: 'a', shape: [1, 3], values: Float64Array.of(3, 4, 5) },
    ]);
  });

  test('a file that was cut short is refused', () => {
    const bytes = safetensors({ a: { shape: [2], values: [1, 2] } });
    expect(() => readSafetensors(bytes.subarray(0, bytes.length - 1), 'x')).toThrow(/a does not fill its bytes/);
    expect(() => readSafetensors(bytes.subarray(0, 12), 'x')).toThrow(/header is longer/);
  });
});

describe('collapse analyze', () => {
  test('counts the same in NumPy and PyTorch order', async () => {
    const [kernel, bias, out] = readNpz(readFileSync(compressed), compressed);
    const turned = ({ shape: [rows, columns], values }: typeof kernel) => ({
      shape: [columns, rows],
      values: Array.from(values, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]),
    });
    const torch = join(folder, 'torch.safetensors');
    const biases = { shape: [8], values: [...bias.values] };
    writeFileSync(torch, safetensors({ 'fc1.weight': turned(kernel), 'fc1.bias': biases, 'fc2.weight': turned(out) }));
    const { status, stdout } = await collapse('analyze', compressed, torch, '--json');
    expect(status).toBe(0);
    const { files } = JSON.parse(stdout);
    const counts = {
      units: 8,
      vanishing: 1,
      independent: 6,
      greedy: 6,
      vanishedSinceStart: 1,
      mirrored: 0,
      rotations: 2,
    };
    expect(files.map(({ layers }: { layers: object[] }) => layers)).toEqual([
      [expect.objectContaining({ name: 'dense/kernel', outgoing: 'out/kernel', ...counts })],
      [expect.objectContaining({ name: 'fc1.weight', outgoing: 'fc2.weight', ...counts })],
    ]);
  });

  test('sees a layer that shrank as a whole against its start', async () => {
    const small = join(folder, 'small.safetensors');
    const start = join(folder, 'start.safetensors');
    const tensors = (scale: number) => ({
      'fc1.weight': { shape: [2, 2], values: [scale, 0, 0, scale] },
      'fc2.weight': { shape: [1, 2], values: [scale, scale] },
    });
    writeFileSync(small, safetensors(tensors(0.01)));
    writeFileSync(start, safetensors(tensors(1)));
    for (const option of [[], ['--initial', start]]) {
      const { stdout } = await collapse('analyze', small, '--json', ...option);
      expect(JSON.parse(stdout).files[0].layers).toEqual([
        expect.objectContaining({ vanishing: 0, vanishedSinceStart: 2, independent: 2 }),
      ]);
    }
  });

  test('reads what TensorFlow.js saves, convolutions too', async () => {
    const { tf } = await openBackend('cpu');
    const { sequential, layers } = await import('@tensorflow/tfjs-layers');
    const model = sequential({
      layers: [
        layers.conv2d({ inputShape: [4, 4, 1], filters: 3, kernelSize: 3, padding: 'same' }),
        layers.flatten(),
        layers.dense({ units: 2 }),
      ],
    });
    const [kernel, bias, out, last] = model.getWeights();
    const copied = tf.gather(kernel, tf.tensor1d([0, 0, 2], 'int32'), 3);
    const outAgain = tf.reshape(tf.gather(tf.reshape(out, [16, 3, 2]), tf.tensor1d([0, 0, 2], 'int32'), 1), [48, 2]);
    model.setWeights([copied, bias, outAgain, last]);
    await model.save({
      save: async ({ weightData, weightSpecs }) => {
        const weightsManifest = [{ paths: ['weights.bin'], weights: weightSpecs }];
        writeFileSync(join(folder, 'model.json'), JSON.stringify({ weightsManifest }));
        writeFileSync(join(folder, 'weights.bin'), new Uint8Array(weightData as ArrayBuffer));
        return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: 'JSON' as const } };
      },
    });
    const { stdout } = await collapse('analyze', join(folder, 'model.json'), '--json');
    expect(JSON.parse(stdout).files[0].layers).toEqual([
      expect.objectContaining({ kind: 'convolution', units: 3, vanishing: 0, independent: 2, greedy: 2 }),
    ]);
  });

  test('takes attention heads as units', async () => {
    const identity = (scale: (i: number) => number) =>
      Array.from({ length: 16 }, (_, i) => (i % 5 === 0 ? scale(i / 5) : 0));
    const square = (scale: (i: number) => number) => ({ shape: [4, 4], values: identity(scale) });
    const pruned = square((i) => (i < 2 ? 1 : 0.01));
    const file = join(folder, 'attention.safetensors');
    writeFileSync(
      file,
      safetensors({
        'attn.q_proj.weight': pruned,
        'attn.k_proj.weight': pruned,
        'attn.v_proj.weight': pruned,
        'attn.out_proj.weight': pruned,
      }),
    );
    const { stdout } = await collapse('analyze', file, '--heads', '2', '--json');
    expect(JSON.parse(stdout).files[0].layers).toContainEqual(
      expect.objectContaining({ kind: 'heads', units: 2, vanishing: 1, independent: 1 }),
    );
  });

  test('refuses what it cannot read', async () => {
    expect((await collapse('analyze', 'weights.bin')).stderr).toMatch(/weights\.bin: its ending tells no format/);
    expect((await collapse('analyze', 'none.npz')).stderr).toMatch(
      /none\.npz: the file cannot be read \(it is not there, ENOENT\)/,
    );
  });
});
