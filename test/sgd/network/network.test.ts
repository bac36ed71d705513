import { describe, expect, test } from 'vitest';
import { randomStream } from '../../../src/numeric/random.js';
import { type Layer, sizesOf, weightCount } from '../../../src/sgd/network/layer.js';
import { openNetwork } from '../../../src/sgd/network/network.js';
import { fanInStart, trainNetwork } from '../../../src/sgd/network/trainNetwork.js';

const dense = (inputs: number, outputs: number, activation: 'identity' | 'tanh' | 'gelu', bias = true): Layer => ({
  kind: 'dense',
  inputs,
  outputs,
  bias,
  activation,
});
const networks: Record<string, readonly Layer[]> = {
  'dense layers': [dense(3, 5, 'gelu'), dense(5, 4, 'tanh', false), dense(4, 2, 'identity')],
  convolutions: [
    { kind: 'convolution', height: 4, width: 6, channels: 2, filters: 3, bias: true, activation: 'gelu' },
    { kind: 'meanPool', height: 4, width: 6, channels: 3 },
    { kind: 'convolution', height: 2, width: 3, channels: 3, filters: 2, bias: false, activation: 'tanh' },
    dense(12, 2, 'identity'),
  ],
  'sums with earlier signals': [
    { kind: 'convolution', height: 4, width: 2, channels: 1, filters: 2, bias: true, activation: 'gelu' },
    { kind: 'convolution', height: 4, width: 2, channels: 2, filters: 3, bias: true, activation: 'tanh' },
    { kind: 'convolution', height: 4, width: 2, channels: 3, filters: 3, bias: false, activation: 'identity' },
    { kind: 'residual', height: 4, width: 2, channels: 3, from: 0, fromChannels: 2, activation: 'gelu' },
    { kind: 'meanPool', height: 4, width: 2, channels: 3 },
    { kind: 'residual', height: 2, width: 1, channels: 3, from: 4, fromChannels: 3, activation: 'identity' },
    dense(6, 2, 'identity'),
  ],
};

const batch = 3;
const draw = (count: number, index: number): Float64Array => {
  const stream = randomStream(11, index);
  return Float64Array.from({ length: count }, () => stream.normal());
};

describe.each(Object.entries(networks))('%s', (_, layers) => {
  const sizes = layers.map(weightCount);
  const weights = sizes.map((size, i) => draw(size, i));
  const x = draw(batch * sizesOf(layers[0]).inputs, 100);
  const slope = draw(batch * sizesOf(layers[layers.length - 1]).outputs, 101);

  test('the gradient is the difference quotient', () => {
    const value = (at: readonly Float64Array[]): number =>
      openNetwork(layers, batch, sizes)
        .forward(x, at)
        .reduce((sum, y, i) => sum + y * slope[i], 0);
    const network = openNetwork(layers, batch, sizes);
    network.forward(x, weights);
    const gradients = network.backward(Float64Array.from(slope), weights).map((one) => Float64Array.from(one));
    const step = 1e-5;
    for (const [layer, one] of weights.entries()) {
      for (let i = 0; i < one.length; i++) {
        const moved = (by: number) =>
          weights.map((w, k) => (k === layer ? w.map((v, j) => (j === i ? v + by : v)) : w));
        const quotient = (value(moved(step)) - value(moved(-step))) / (2 * step);
        expect(gradients[layer][i]).toBeCloseTo(quotient, 6);
      }
    }
  });

  test('a sample gives the same in any batch', () => {
    const width = sizesOf(layers[0]).inputs;
    const all = Float64Array.from(openNetwork(layers, batch, sizes).forward(x, weights));
    const height = all.length / batch;
    for (let b = 0; b < batch; b++) {
      const alone = openNetwork(layers, 1, sizes).forward(x.slice(b * width, (b + 1) * width), weights);
      expect([...alone]).toEqual([...all.slice(b * height, (b + 1) * height)]);
    }
  });
});

test('a convolution sums each pixel of the patch times its weight, with zeros beyond the border', () => {
  const layer: Layer = {
    kind: 'convolution',
    height: 2,
    width: 2,
    channels: 1,
    filters: 1,
    bias: true,
    activation: 'identity',
  };
  const kernel = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 0.5);
  const outputs = openNetwork([layer], 1, [10]).forward(Float64Array.of(1, 10, 100, 1000), [kernel]);
  // at the upper left: 5·1 + 6·10 + 8·100 + 9·1000
  expect([...outputs]).toEqual([9865.5, 8754.5, 6532.5, 5421.5]);
});

test('layers that do not fit are refused', () => {
  expect(() => openNetwork([dense(3, 5, 'tanh'), dense(4, 2, 'tanh')], 1, [])).toThrow(
    /layer 1 takes 4 numbers, layer 0 gives 5/,
  );
});

describe('training', () => {
  const layers = [dense(2, 1, 'identity', false)];
  const samples = { inputs: Float64Array.of(1, 0, 0, 2), targets: Float64Array.of(3, -4), count: 2 };
  const plain = {
    layers,
    samples,
    batch: 2,
    rate: () => 0.1,
    momentum: 0,
    weightDecay: 0,
    start: () => Float64Array.of(1, 1),
  };

  test('a step of the full batch is a step of gradient descent on half the mean square', async () => {
    const recorded = await trainNetwork(plain, [0, 1], { seed: 1 });
    // gradient: (1 − 3)·1/2 and (2 + 4)·2/2
    expect([...(recorded?.[0][0] ?? [])]).toEqual([1, 1]);
    expect(recorded?.[1][0][0]).toBeCloseTo(1.1, 14);
    expect(recorded?.[1][0][1]).toBeCloseTo(0.4, 14);
  });

  test('momentum carries on, weight decay pulls to 0, the schedule counts steps', async () => {
    const recorded = await trainNetwork(
      { ...plain, momentum: 0.5, weightDecay: 0.2, rate: (step) => (step === 0 ? 0.1 : 0.01) },
      [1, 2],
      { seed: 1 },
    );
    const first = [-1 + 0.2, 6 + 0.2];
    const after = [1 + 0.08, 1 - 0.62];
    const second = [
      0.5 * first[0] + (after[0] - 3) / 2 + 0.2 * after[0],
      0.5 * first[1] + (2 * after[1] + 4) + 0.2 * after[1],
    ];
    const expected = after.map((w, i) => w - 0.01 * second[i]);
    for (const [i, value] of expected.entries()) expect(recorded?.[1][0][i]).toBeCloseTo(value, 12);
  });

  test('a replica depends on its seed and index alone', async () => {
    const noisy = { ...plain, batch: 1, start: fanInStart };
    const run = (replica: number) => trainNetwork(noisy, [20], { seed: 5, replica });
    expect(await run(3)).toEqual(await run(3));
    expect(await run(3)).not.toEqual(await run(4));
  });
});

test('a sum adds an earlier signal to its first channels', () => {
  const layers: readonly Layer[] = [
    { kind: 'convolution', height: 1, width: 1, channels: 1, filters: 1, bias: true, activation: 'identity' },
    { kind: 'convolution', height: 1, width: 1, channels: 1, filters: 2, bias: true, activation: 'identity' },
    { kind: 'residual', height: 1, width: 1, channels: 2, from: 0, fromChannels: 1, activation: 'identity' },
  ];
  const weights = layers.map((layer) => new Float64Array(weightCount(layer)));
  weights[0][9] = 3;
  weights[1].set([5, 7], 18);
  expect([...openNetwork(layers, 1, layers.map(weightCount)).forward(Float64Array.of(1), weights)]).toEqual([8, 7]);
  const wrong: Layer = {
    kind: 'residual',
    height: 1,
    width: 1,
    channels: 2,
    from: 0,
    fromChannels: 2,
    activation: 'tanh',
  };
  expect(() => openNetwork([...layers.slice(0, 2), wrong], 1, layers.map(weightCount))).toThrow(RangeError);
});
