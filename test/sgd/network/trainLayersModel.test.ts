import * as Layers from '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import { type RandomStream, randomStream } from '../../../src/numeric/random.js';
import type { Layer } from '../../../src/sgd/network/layer.js';
import { type TrainedLayers, trainLayersModel } from '../../../src/sgd/network/trainLayersModel.js';
import { fanInStart, type NetworkTraining, type Samples, trainNetwork } from '../../../src/sgd/network/trainNetwork.js';
import { describeBackends } from '../backends.js';

const stream = randomStream(2, 0);
const draws = (count: number): Float64Array => Float64Array.from({ length: count }, () => stream.normal());
const samples = (inputs: number, outputs: number): Samples => ({
  inputs: draws(40 * inputs),
  targets: draws(40 * outputs),
  count: 40,
});

/** The start of fanInStart, tensor by tensor: kernels by their inputs, biases 0. */
const start = (shape: readonly number[], from: RandomStream): Float64Array => {
  const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1);
  const weights = new Float64Array(rows * (shape.at(-1) as number));
  if (shape.length > 1) for (let i = 0; i < weights.length; i++) weights[i] = from.normal() / Math.sqrt(rows);
  return weights;
};

const settings = { batch: 5, momentum: 0.9, weightDecay: 0.01, rate: (step: number) => (step < 10 ? 0.05 : 0.01) };
const recordedSteps = [0, 1, 20];

// every copy of TensorFlow.js in a process shares one engine, and with it the names of variables: one copy makes them all
describeBackends('a model of TensorFlow.js’s layers', (opened) => {
  const both = async (layers: readonly Layer[], model: (tfl: typeof Layers) => unknown, data: Samples) => {
    const training: NetworkTraining = { ...settings, layers, samples: data, start: fanInStart };
    const byHand = await trainNetwork(training, recordedSteps, { seed: 4 });
    const trained = model(Layers) as TrainedLayers;
    const found = await trainLayersModel(
      opened(),
      { ...settings, model: trained, samples: data, start },
      recordedSteps,
      { seed: 4 },
    );
    return { byHand: byHand ?? [], found: found ?? [] };
  };

  const expectEqual = ({ byHand, found }: Awaited<ReturnType<typeof both>>): void => {
    expect(found.length).toBe(3);
    for (const [look, weights] of byHand.entries()) {
      const [expected, all] = [weights, found[look]].map((arrays) => arrays.flatMap((one) => [...one]));
      expect(all.length).toBe(expected.length);
      for (const [i, value] of expected.entries()) expect(all[i]).toBeCloseTo(value, 4);
    }
    // and training moves them
    expect(Math.abs(byHand[2][0][0] - byHand[0][0][0])).toBeGreaterThan(1e-3);
  };

  it('of dense layers takes the path of the same network in doubles', async () => {
    const layers: Layer[] = [
      { kind: 'dense', inputs: 6, outputs: 8, bias: true, activation: 'tanh' },
      { kind: 'dense', inputs: 8, outputs: 3, bias: true, activation: 'identity' },
    ];
    const model = (tfl: typeof Layers) =>
      tfl.sequential({
        layers: [tfl.layers.dense({ inputShape: [6], units: 8, activation: 'tanh' }), tfl.layers.dense({ units: 3 })],
      });
    expectEqual(await both(layers, model, samples(6, 3)));
  });

  it('of convolutions and means of patches too', async () => {
    const layers: Layer[] = [
      { kind: 'convolution', height: 6, width: 4, channels: 2, filters: 5, bias: true, activation: 'tanh' },
      { kind: 'meanPool', height: 6, width: 4, channels: 5 },
      { kind: 'dense', inputs: 30, outputs: 3, bias: false, activation: 'identity' },
    ];
    const model = (tfl: typeof Layers) =>
      tfl.sequential({
        layers: [
          tfl.layers.conv2d({ inputShape: [6, 4, 2], filters: 5, kernelSize: 3, padding: 'same', activation: 'tanh' }),
          tfl.layers.averagePooling2d({ poolSize: 2 }),
          tfl.layers.flatten(),
          tfl.layers.dense({ units: 3, useBias: false }),
        ],
      });
    expectEqual(await both(layers, model, samples(48, 3)));
  });

  it('with a way around a block moves, and twins in it stay twins', async () => {
    const tfl = Layers;
    const input = tfl.input({ shape: [4, 4, 1] });
    const first = tfl.layers.conv2d({ filters: 2, kernelSize: 3, padding: 'same', activation: 'tanh' }).apply(input);
    const inner = tfl.layers.conv2d({ filters: 2, kernelSize: 3, padding: 'same', activation: 'tanh' }).apply(first);
    const joined = tfl.layers.add().apply([first, inner] as Layers.SymbolicTensor[]);
    const output = tfl.layers.dense({ units: 1 }).apply(tfl.layers.flatten().apply(joined));
    const model = tfl.model({ inputs: input, outputs: output as Layers.SymbolicTensor });
    const data = samples(16, 1);
    // weights that differ in channels alone begin equal, those of the last layer by pairs
    const twins = (shape: readonly number[], from: RandomStream): Float64Array => {
      const weights = start(shape, from);
      const together = shape.length === 4 ? shape[2] * shape[3] : shape.length === 2 ? 2 : 1;
      return weights.map((_, i) => weights[together * Math.floor(i / together)]);
    };
    const options = {
      ...settings,
      weightDecay: 0,
      model: model as unknown as TrainedLayers,
      samples: data,
      start: twins,
    };
    const found = await trainLayersModel(opened(), options, [0, 30], { seed: 1 });
    const [before, after] = found ?? [];
    expect(Math.abs(after[0][0] - before[0][0])).toBeGreaterThan(1e-3);
    for (const kernel of [after[0], after[2]]) {
      for (let i = 0; i < kernel.length; i += 2) expect(kernel[i + 1]).toBeCloseTo(kernel[i], 5);
    }
  });
});
