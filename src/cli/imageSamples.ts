import type { Samples } from '../sgd/network/trainNetwork.js';
import type { ImageSet, Images } from './imageSets.js';

/**
 * The first images of a set for training and for testing, averaged over `patch` × `patch` pixels, rows and columns beyond
 * whole patches and `border` patches at every side left out.
 *
 * Inputs are height × width × channels, the channel counting fastest, shifted and scaled to mean 0 and standard deviation
 * ½ over the training images; targets are one-hot.
 */
export function imageSamples(
  { train, test }: ImageSet,
  counts: { readonly train: number; readonly test: number },
  { patch, border }: { readonly patch: number; readonly border: number } = { patch: 1, border: 0 },
): { readonly train: Samples; readonly test: Samples } {
  const [ofTrain, ofTest] = [Math.min(counts.train, train.count), Math.min(counts.test, test.count)];
  const first = averaged(train, ofTrain, patch, border);
  const mean = first.reduce((sum, x) => sum + x, 0) / first.length;
  const deviation = Math.sqrt(first.reduce((sum, x) => sum + (x - mean) ** 2, 0) / first.length);
  const scaled = (pixels: Float64Array): Float64Array => pixels.map((x) => (x - mean) / deviation / 2);
  return {
    train: { inputs: scaled(first), targets: oneHot(train, ofTrain), count: ofTrain },
    test: { inputs: scaled(averaged(test, ofTest, patch, border)), targets: oneHot(test, ofTest), count: ofTest },
  };
}

function averaged(images: Images, count: number, patch: number, border: number): Float64Array {
  const { pixels, channels } = images;
  const [height, width] = [images.height, images.width].map((side) => Math.floor(side / patch) - 2 * border);
  const out = new Float64Array(count * height * width * channels);
  for (let n = 0, at = 0; n < count; n++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        for (let c = 0; c < channels; c++, at++) {
          let sum = 0;
          for (let dy = 0; dy < patch; dy++) {
            const row = (n * images.height + (y + border) * patch + dy) * images.width;
            for (let dx = 0; dx < patch; dx++) sum += pixels[(row + (x + border) * patch + dx) * channels + c];
          }
          out[at] = sum / patch ** 2;
        }
      }
    }
  }
  return out;
}

function oneHot({ labels, classes }: Images, count: number): Float64Array {
  const out = new Float64Array(count * classes);
  for (let n = 0; n < count; n++) out[n * classes + labels[n]] = 1;
  return out;
}
