import { hiddenUnits } from '../network/hiddenUnits.js';
import { sizesOf, weightCount } from '../network/layer.js';
import { openNetwork } from '../network/network.js';
import { type Batch, type NetworkTraining, slopesOf, type Weights } from '../network/trainNetwork.js';
import type { Units } from '../network/units.js';
import { LayerBlocks } from './unitBlock.js';
import type { UnitHessians } from './unitHessians.js';
import type { UnitSet } from './unitSet.js';

/** The blocks of sets for one batch, whose x is overwritten by the next. */
export interface BatchBlocks {
  losses(set: UnitSet): UnitHessians;
  /** the same against targets without their noise */
  cleanLosses(set: UnitSet): UnitHessians;
}

/** Reads blocks off batches of `count` samples at weights that may change between them. */
export function openBlockReader(
  { layers, loss = 'squared' }: Pick<NetworkTraining, 'layers' | 'loss'>,
  weights: Weights,
  count: number,
): (batch: Batch) => BatchBlocks {
  const network = openNetwork(layers, count, layers.map(weightCount));
  const height = sizesOf(layers[layers.length - 1]).outputs;
  const readers = layers.slice(0, -1).map((_, at) => new LayerBlocks(layers, at, count));
  return ({ inputs, targets, cleanTargets }) => {
    network.forward(inputs, weights);
    for (const [at, reader] of readers.entries()) {
      reader.read(at === 0 ? inputs : network.signals[at - 1], network.signals[at], weights);
    }
    const units = hiddenUnits(layers, weights);
    const read = (set: UnitSet, slopes: (outputs: Float64Array) => Float64Array): UnitHessians =>
      readers[set.layer].blockOf(set, units[set.layer] as Units, weights, slopes);
    return {
      losses: (set) => read(set, (outputs) => slopesOf(loss, outputs, targets, height)),
      cleanLosses: (set) => read(set, (outputs) => slopesOf(loss, outputs, cleanTargets, height)),
    };
  };
}
