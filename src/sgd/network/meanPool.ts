import type { MeanPoolLayer } from './layer.js';
import type { OpenLayer } from './openLayer.js';

/** Means over 2 × 2 patches; see openLayer. */
export function openMeanPool({ height, width, channels }: MeanPoolLayer, batch: number): OpenLayer {
  const size = height * width * channels;
  const outputs = new Float64Array((batch * size) / 4);
  const errors = new Float64Array(batch * size);
  /** The pooled number that number i of an image belongs to. */
  const pooled = Int32Array.from({ length: size }, (_, i) => {
    const pixel = Math.floor(i / channels);
    const [y, x] = [Math.floor(pixel / width), pixel % width];
    return ((y >> 1) * (width >> 1) + (x >> 1)) * channels + (i % channels);
  });
  return {
    outputs,
    forward(x) {
      outputs.fill(0);
      for (let b = 0; b < batch; b++) {
        for (let i = 0; i < size; i++) outputs[(b * size) / 4 + pooled[i]] += x[b * size + i] / 4;
      }
    },
    backward(slope) {
      for (let b = 0; b < batch; b++) {
        for (let i = 0; i < size; i++) errors[b * size + i] = slope[(b * size) / 4 + pooled[i]] / 4;
      }
      return errors;
    },
  };
}
