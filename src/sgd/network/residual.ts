import { activate } from './activation.js';
import type { ResidualLayer } from './layer.js';
import type { OpenLayer } from './openLayer.js';

/** A sum with an earlier signal, which has slopes of its own. */
export interface OpenResidual extends OpenLayer {
  readonly from: number;
  /** the loss's slopes in the earlier signal by the last `backward`, as far as they come through this sum */
  readonly earlierSlopes: Float64Array;
}

/** x + an earlier signal, which stays in the same array; see openLayer. */
export function openResidual(layer: ResidualLayer, batch: number, earlier: Float64Array): OpenResidual {
  const { channels, fromChannels, from, activation } = layer;
  const size = batch * layer.height * layer.width * channels;
  const outputs = new Float64Array(size);
  const slopes = new Float64Array(size);
  const errors = new Float64Array(size);
  const earlierSlopes = new Float64Array(earlier.length);
  return {
    from,
    outputs,
    earlierSlopes,
    forward(x) {
      outputs.set(x);
      for (let i = 0; i < earlier.length; i++) {
        outputs[Math.floor(i / fromChannels) * channels + (i % fromChannels)] += earlier[i];
      }
      activate(activation, outputs, slopes);
    },
    backward(slope) {
      for (let i = 0; i < size; i++) errors[i] = slope[i] * slopes[i];
      for (let i = 0; i < earlier.length; i++) {
        earlierSlopes[i] = errors[Math.floor(i / fromChannels) * channels + (i % fromChannels)];
      }
      return errors;
    },
  };
}
