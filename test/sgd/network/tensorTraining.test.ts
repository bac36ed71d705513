import { describe, expect, test } from 'vitest';
import { openBackend } from '../../../src/sgd/backend.js';
import type { Layer } from '../../../src/sgd/network/layer.js';
import { tensorNetworks } from '../../../src/sgd/network/tensorTraining.js';
import {
  accuracyOf,
  fanInStart,
  type NetworkTraining,
  networkTrainer,
  trainNetwork,
} from '../../../src/sgd/network/trainNetwork.js';
import { dense, drawnSamples } from '../probe/networks.js';

const images: readonly Layer[] = [
  { kind: 'convolution', height: 4, width: 6, channels: 2, filters: 3, bias: true, activation: 'gelu' },
  { kind: 'meanPool', height: 4, width: 6, channels: 3 },
  { kind: 'convolution', height: 2, width: 3, channels: 3, filters: 4, bias: false, activation: 'tanh' },
  { kind: 'residual', height: 2, width: 3, channels: 4, from: 1, fromChannels: 3, activation: 'gelu' },
  ...dense([24, 5, 3], 'gelu', true),
];

describe.each(['wasm', 'cpu'] as const)('on the backend %s', (name) => {
  test.each(['squared', 'cross-entropy'] as const)(
    'a network trains as in doubles, on the same batches: %s loss, momentum, decay, label noise',
    async (loss) => {
      const { tf } = await openBackend(name);
      const training: NetworkTraining = {
        layers: images,
        samples: drawnSamples(images, 12),
        loss,
        labelNoise: loss === 'squared' ? 0.3 : 0,
        batch: 4,
        rate: (step) => 0.05 / (1 + step / 10),
        momentum: 0.8,
        weightDecay: 0.01,
        start: fanInStart,
      };
      const networks = tensorNetworks(tf);
      const before = tf.memory().numTensors;
      const steps = [0, 7, 20];
      const found = (await networkTrainer(networks.begin)(training, steps, { seed: 4, replica: 2 })) ?? [];
      expect(tf.memory().numTensors).toBe(before);
      const exact = (await trainNetwork(training, steps, { seed: 4, replica: 2 })) ?? [];
      for (const [look, weights] of exact.entries()) {
        for (const [layer, values] of weights.entries()) {
          for (const [i, value] of values.entries()) expect(Math.abs(found[look][layer][i] - value)).toBeLessThan(2e-5);
        }
      }
      const moved = exact[2][0].some((value, i) => Math.abs(value - exact[0][0][i]) > 0.01);
      expect(moved).toBe(true);
      expect(networks.accuracyOf(images, exact[2], training.samples)).toBe(
        accuracyOf(images, exact[2], training.samples),
      );
    },
  );
});
