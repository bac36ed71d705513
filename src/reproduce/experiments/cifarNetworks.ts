import type { RandomStream } from '../../numeric/random.js';
import type { Layer } from '../../sgd/network/layer.js';
import { fanInStart } from '../../sgd/network/trainNetwork.js';

/** Filters of the convolutions of VGG16 between its poolings; the last dense layer but one has as many as the last of these. */
const vggFilters = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];
/** Filters of ResNet18's stages of two blocks; the first convolution has as many as the first stage. */
const stages = [64, 128, 256, 512];
const blocksAStage = 2;
const side = 32;

/** The layers of VGG16 for images of 32 × 32 × 3 with its filters divided: GELU, mean-pooling, no batch normalisation. */
export function vgg16(divisor: number): Layer[] {
  const layers: Layer[] = [];
  let [height, channels] = [side, 3];
  for (const block of vggFilters) {
    for (const whole of block) {
      layers.push(convolution(height, channels, whole / divisor, 'gelu'));
      channels = whole / divisor;
    }
    layers.push({ kind: 'meanPool', height, width: height, channels });
    height /= 2;
  }
  const dense = { kind: 'dense' as const, inputs: channels, bias: true };
  return [
    ...layers,
    { ...dense, outputs: channels, activation: 'gelu' },
    { ...dense, outputs: 10, activation: 'identity' },
  ];
}

/**
 * Those of ResNet18 for such images: eight blocks of two convolutions around a sum. Where filters double, mean-pooling stands
 * in place of a stride and the sum takes zeros for the new channels.
 */
export function resNet18(divisor: number): Layer[] {
  let [height, channels] = [side, stages[0] / divisor];
  const layers: Layer[] = [convolution(height, 3, channels, 'gelu')];
  const pool = (): void => {
    layers.push({ kind: 'meanPool', height, width: height, channels });
    height /= 2;
  };
  for (const [at, whole] of stages.entries()) {
    if (at > 0) pool();
    for (let block = 0; block < blocksAStage; block++) {
      const filters = whole / divisor;
      const from = { from: layers.length - 1, fromChannels: channels };
      layers.push(convolution(height, channels, filters, 'gelu'), convolution(height, filters, filters, 'identity'));
      layers.push({ kind: 'residual', height, width: height, channels: filters, ...from, activation: 'gelu' });
      channels = filters;
    }
  }
  while (height > 1) pool();
  return [...layers, { kind: 'dense', inputs: channels, outputs: 10, bias: true, activation: 'identity' }];
}

/** From N(0, 2/inputs of a unit), so that signals reach the last layer; what eight sums add, an eighth of that. */
export function wideStart(layer: Layer, stream: RandomStream): Float64Array {
  const isAdded = layer.kind === 'convolution' && layer.activation === 'identity';
  const scale = Math.sqrt(isAdded ? 2 / (stages.length * blocksAStage) : 2);
  return fanInStart(layer, stream).map((weight) => scale * weight);
}

function convolution(height: number, channels: number, filters: number, activation: 'gelu' | 'identity'): Layer {
  return { kind: 'convolution', height, width: height, channels, filters, bias: true, activation };
}
