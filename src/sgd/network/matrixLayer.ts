import { activate } from './activation.js';
import { type ConvolutionLayer, type DenseLayer, kernelSize, matrixOf } from './layer.js';
import type { OpenLayer } from './openLayer.js';

/** A dense layer, or a convolution as one on the patches of its image; see openLayer. */
export function openMatrixLayer(layer: DenseLayer | ConvolutionLayer, batch: number): OpenLayer {
  const { rows, units, bias } = matrixOf(layer) as NonNullable<ReturnType<typeof matrixOf>>;
  const patches = layer.kind === 'dense' ? null : patchMap(layer);
  const perSample = layer.kind === 'dense' ? 1 : layer.height * layer.width;
  const count = batch * perSample;
  const size = patches === null ? rows : layer.kind === 'dense' ? 0 : perSample * layer.channels;
  const gathered = new Float64Array(patches === null ? 0 : count * rows);
  const outputs = new Float64Array(count * units);
  const slopes = new Float64Array(count * units);
  const errors = new Float64Array(count * rows);
  const scattered = new Float64Array(patches === null ? 0 : batch * size);
  let inputs: Float64Array = gathered;
  return {
    outputs,
    forward(x, weights) {
      inputs = x;
      if (patches !== null) {
        for (let b = 0, at = 0; b < batch; b++) {
          for (let i = 0; i < patches.length; i++, at++) gathered[at] = patches[i] < 0 ? 0 : x[b * size + patches[i]];
        }
        inputs = gathered;
      }
      for (let r = 0; r < count; r++) {
        const out = r * units;
        for (let o = 0; o < units; o++) outputs[out + o] = bias ? weights[rows * units + o] : 0;
        for (let i = 0; i < rows; i++) {
          const value = inputs[r * rows + i];
          const row = i * units;
          for (let o = 0; o < units; o++) outputs[out + o] += value * weights[row + o];
        }
      }
      activate(layer.activation, outputs, slopes);
    },
    backward(slope, weights, gradient, wantsInputs) {
      gradient.fill(0);
      for (let i = 0; i < count * units; i++) slopes[i] *= slope[i];
      for (let r = 0; r < count; r++) {
        const out = r * units;
        for (let i = 0; i < rows; i++) {
          const value = inputs[r * rows + i];
          const row = i * units;
          for (let o = 0; o < units; o++) gradient[row + o] += value * slopes[out + o];
        }
        if (bias) for (let o = 0; o < units; o++) gradient[rows * units + o] += slopes[out + o];
      }
      if (!wantsInputs) return errors;
      for (let r = 0; r < count; r++) {
        const out = r * units;
        for (let i = 0; i < rows; i++) {
          const row = i * units;
          let sum = 0;
          for (let o = 0; o < units; o++) sum += weights[row + o] * slopes[out + o];
          errors[r * rows + i] = sum;
        }
      }
      if (patches === null) return errors;
      scattered.fill(0);
      for (let b = 0, at = 0; b < batch; b++) {
        for (let i = 0; i < patches.length; i++, at++) {
          if (patches[i] >= 0) scattered[b * size + patches[i]] += errors[at];
        }
      }
      return scattered;
    },
  };
}

/** Where each number of each patch stands in an image, pixel after pixel; −1 beyond its border. */
function patchMap({ height, width, channels }: ConvolutionLayer): Int32Array {
  const reach = (kernelSize - 1) / 2;
  const places: number[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let dy = -reach; dy <= reach; dy++) {
        for (let dx = -reach; dx <= reach; dx++) {
          const isInside = y + dy >= 0 && y + dy < height && x + dx >= 0 && x + dx < width;
          for (let c = 0; c < channels; c++) places.push(isInside ? ((y + dy) * width + x + dx) * channels + c : -1);
        }
      }
    }
  }
  return Int32Array.from(places);
}
