import { describe, expect, test } from 'vitest';
import type { Activation } from '../../../src/sgd/network/activation.js';
import { sizesOf, weightCount } from '../../../src/sgd/network/layer.js';
import { openNetwork } from '../../../src/sgd/network/network.js';
import { type NetworkLoss, slopesOf, type Weights } from '../../../src/sgd/network/trainNetwork.js';
import { openBlockReader } from '../../../src/sgd/probe/blockReader.js';
import { MeanBlock } from '../../../src/sgd/probe/meanBlock.js';
import { addBatch } from '../../../src/sgd/probe/unitHessians.js';
import type { UnitSet } from '../../../src/sgd/probe/unitSet.js';
import { dense, drawnSamples, drawnWeights, movedTo, normalPart, normals } from './networks.js';

const count = 5;
const cases: [string, readonly number[], Activation, boolean, NetworkLoss, UnitSet][] = [
  [
    'a vanishing unit of the first layer',
    [3, 4, 5, 2],
    'gelu',
    true,
    'squared',
    { kind: 'vanishing', layer: 0, unit: 2 },
  ],
  [
    'a vanishing unit of the last hidden layer',
    [3, 4, 5, 2],
    'tanh',
    false,
    'cross-entropy',
    { kind: 'vanishing', layer: 1, unit: 4 },
  ],
  [
    'merging units of the first layer',
    [3, 4, 5, 3, 2],
    'gelu',
    true,
    'cross-entropy',
    { kind: 'merging', layer: 0, unit: 0, twin: 3, sign: 1 },
  ],
  [
    'merging units of the last hidden layer',
    [3, 4, 5, 2],
    'gelu',
    false,
    'squared',
    { kind: 'merging', layer: 1, unit: 2, twin: 1, sign: 1 },
  ],
  [
    'units that merge up to their sign',
    [2, 6, 3, 2],
    'tanh',
    true,
    'squared',
    { kind: 'merging', layer: 0, unit: 1, twin: 5, sign: -1 },
  ],
];

describe.each(cases)('%s', (_, widths, activation, bias, loss, set) => {
  const layers = dense(widths, activation, bias);
  const sizes = layers.map(weightCount);
  const weights = drawnWeights(layers, 0.7);
  const { inputs, targets: drawn } = drawnSamples(layers, count);
  const targets = loss === 'squared' ? drawn : drawn.map(Math.abs);
  const height = sizesOf(layers[layers.length - 1]).outputs;
  const k = normalPart(layers, set, weights).length;
  const y = normals(k, 200);

  /** Normal gradient of the mean loss at a distance from the set. */
  const normalGradient = (at: Weights): Float64Array => {
    const network = openNetwork(layers, count, sizes);
    const slope = slopesOf(loss, network.forward(inputs, at), targets, height);
    return normalPart(
      layers,
      set,
      network.backward(
        slope.map((x) => x / count),
        at,
      ),
    );
  };
  const quotient = (): Float64Array => {
    const step = 1e-5;
    const [ahead, behind] = [step, -step].map((by) =>
      normalGradient(
        movedTo(
          layers,
          set,
          weights,
          y.map((x) => by * x),
        ),
      ),
    );
    return ahead.map((x, i) => (x - behind[i]) / (2 * step));
  };
  const blocks = openBlockReader({ layers, loss }, weights, count)({ inputs, targets, cleanTargets: targets });

  test('the set is invariant: its normal gradient vanishes', () => {
    for (const entry of normalGradient(movedTo(layers, set, weights, new Float64Array(k))))
      expect(entry).toBeCloseTo(0, 14);
  });

  test('the Hessian normal to it is the difference quotient of gradients of the whole network', () => {
    const product = new Float64Array(k);
    addBatch(blocks.losses(set), 1, y, product.fill(0));
    expect(Math.max(...product.map(Math.abs))).toBeGreaterThan(0.01);
    for (const [i, entry] of quotient().entries()) expect(product[i]).toBeCloseTo(entry, 7);
  });

  test('the mean over steps multiplies like them', () => {
    const block = blocks.losses(set);
    const mean = new MeanBlock(block.inputs, block.outputs);
    mean.add({ ...block, delta: block.delta.map((x) => 3 * x), bend: block.bend.map((x) => 3 * x) });
    mean.add({ ...block, delta: block.delta.map((x) => -x), bend: block.bend.map((x) => -x) });
    const product = new Float64Array(k);
    addBatch(block, 1, y, product.fill(0));
    const own = new Float64Array(k);
    mean.addProduct(1, y, own);
    for (let i = 0; i < k; i++) expect(own[i]).toBeCloseTo(product[i], 12);
  });
});
