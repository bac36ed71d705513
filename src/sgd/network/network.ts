import { type Layer, sizesOf } from './layer.js';
import { openMatrixLayer } from './matrixLayer.js';
import { openMeanPool } from './meanPool.js';
import type { OpenLayer } from './openLayer.js';
import { type OpenResidual, openResidual } from './residual.js';

/** A network with room for batches of one size. */
export interface OpenNetwork {
  /** outputs for a batch × inputs, batch × outputs */
  forward(x: Float64Array, weights: readonly Float64Array[]): Float64Array;
  /**
   * Gradients in the weights, one array a layer, of a loss whose slopes in the outputs of the last `forward` are given,
   * batch × outputs.
   */
  backward(slope: Float64Array, weights: readonly Float64Array[]): readonly Float64Array[];
  /** Slopes of that loss in the inputs, batch × inputs. */
  backwardToInputs(slope: Float64Array, weights: readonly Float64Array[]): Float64Array;
  /** what every layer gave in the last `forward`, batch × its outputs */
  readonly signals: readonly Float64Array[];
}

/** Backpropagation by hand in doubles, for a batch of fixed size. Throws RangeError where layers do not fit together. */
export function openNetwork(layers: readonly Layer[], batch: number, weightSizes: readonly number[]): OpenNetwork {
  for (const [i, layer] of layers.slice(1).entries()) {
    const [before, after] = [sizesOf(layers[i]).outputs, sizesOf(layer).inputs];
    if (before !== after) throw new RangeError(`layer ${i + 1} takes ${after} numbers, layer ${i} gives ${before}`);
  }
  const opened: OpenLayer[] = [];
  const sums: OpenResidual[] = [];
  for (const layer of layers) {
    if (layer.kind === 'residual') {
      const { from, height, width, fromChannels } = layer;
      if (opened[from]?.outputs.length !== batch * height * width * fromChannels) {
        throw new RangeError(
          `layer ${opened.length} adds ${height} × ${width} × ${fromChannels} numbers of layer ${from}`,
        );
      }
      const sum = openResidual(layer, batch, opened[from].outputs);
      sums.push(sum);
      opened.push(sum);
    } else opened.push(layer.kind === 'meanPool' ? openMeanPool(layer, batch) : openMatrixLayer(layer, batch));
  }
  const gradients = weightSizes.map((size) => new Float64Array(size));
  const back = (slope: Float64Array, weights: readonly Float64Array[], wantsInputs: boolean): Float64Array => {
    let signal = slope;
    for (let i = opened.length - 1; i >= 0; i--) {
      for (const { from, earlierSlopes } of sums) {
        if (from === i) for (let k = 0; k < signal.length; k++) signal[k] += earlierSlopes[k];
      }
      signal = opened[i].backward(signal, weights[i], gradients[i], wantsInputs || i > 0);
    }
    return signal;
  };
  return {
    signals: opened.map(({ outputs }) => outputs),
    forward(x, weights) {
      let signal = x;
      for (const [i, layer] of opened.entries()) {
        layer.forward(signal, weights[i]);
        signal = layer.outputs;
      }
      return signal;
    },
    backward(slope, weights) {
      back(slope, weights, false);
      return gradients;
    },
    backwardToInputs: (slope, weights) => back(slope, weights, true),
  };
}
