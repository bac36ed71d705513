import type { RandomStream } from '../../numeric/random.js';
import { meanOf } from '../../numeric/statistics.js';
import type { Layer } from '../../sgd/network/layer.js';
import { fanInStart } from '../../sgd/network/trainNetwork.js';
import { atLeast, type Check } from '../check.js';
import type { Experiment, Size } from '../experiment.js';
import type { Findings } from '../findings.js';
import { hiddenCount, imageCells, neuronsPicture, overReplicas } from '../imageNetwork.js';

/** Filters of the convolutions of VGG16 between its poolings; the last dense layer but one has as many as the last of these. */
const filters = [
  [64, 64],
  [128, 128],
  [256, 256, 256],
  [512, 512, 512],
  [512, 512, 512],
];
/** by which `quick` divides the filters */
const narrower = 16;
const configurations = [
  { eta: 0.001, weightDecay: 5e-4 },
  { eta: 0.01, weightDecay: 5e-4 },
] as const;
const looksOf = { quick: [0, 100, 200], full: [0, 2500, 5000, 10_000, 20_000, 40_000] } as const;

/** Figures 3 and 4 on the images of the paper, for those who have them. */
export const deepCifar: Experiment = {
  name: 'deep-cifar',
  title: 'Independent neurons of a network shaped like VGG16 on CIFAR-10',
  source:
    'nbs/FIG3_FIG4.ipynb: VGG16 on CIFAR-10. Here without batch normalisation, GELU in place of ReLU, mean-pooling, squared loss, batch 32, momentum 0.9, weight decay 5e-4, the first 10,000 images, N(0, 2/inputs) at the start; quick: a sixteenth of the filters, 200 steps',
  cells: (size) =>
    imageCells(configurations, 1, {
      layers: vgg16(size),
      images: ({ cifar }) => cifar(),
      start: wideStart,
      batch: 32,
      recordedSteps: looksOf[size],
    }),
  checks: checks(),
  pictures: (found) => {
    const size = sizeOf(found);
    const title = `Independent neurons of ${hiddenCount(vgg16(size))}`;
    return [neuronsPicture(title, found, configurations, 'independent', looksOf[size])];
  },
};

function vgg16(size: Size): Layer[] {
  const divisor = size === 'quick' ? narrower : 1;
  const layers: Layer[] = [];
  let [side, channels] = [32, 3];
  for (const block of filters) {
    for (const whole of block) {
      const own = whole / divisor;
      const image = { height: side, width: side, channels };
      layers.push({ kind: 'convolution', ...image, filters: own, bias: true, activation: 'gelu' });
      channels = own;
    }
    layers.push({ kind: 'meanPool', height: side, width: side, channels });
    side /= 2;
  }
  const dense = { kind: 'dense' as const, inputs: channels, bias: true };
  return [
    ...layers,
    { ...dense, outputs: channels, activation: 'gelu' },
    { ...dense, outputs: 10, activation: 'identity' },
  ];
}

/** From N(0, 2/inputs of a unit), so that signals reach the last layer. */
function wideStart(layer: Layer, stream: RandomStream): Float64Array {
  return fanInStart(layer, stream).map((weight) => Math.SQRT2 * weight);
}

function sizeOf(found: Findings): Size {
  const steps = [...found.values()][0]?.steps;
  return Array.isArray(steps) && steps.length === looksOf.quick.length ? 'quick' : 'full';
}

function checks(): Check[] {
  const atEnd = (found: Findings, which: 0 | 1, series: string): number =>
    meanOf(overReplicas(found, configurations[which], series, looksOf[sizeOf(found)].length - 1));
  const check = (id: string, statement: string, statistic: string, series: string, sign: 1 | -1): Check => ({
    id,
    statement,
    statistic,
    kind: 'reported',
    measure: (found) => {
      const [small, large] = [atEnd(found, 0, series), atEnd(found, 1, series)];
      return atLeast(sign * (small - large), 0, `${small} and ${large}`);
    },
  });
  return [
    check(
      'fewer',
      'a larger learning rate leaves fewer independent neurons, after as many steps',
      'independent neurons at the end, η = 0.001 minus those at η = 0.01',
      'independent',
      1,
    ),
    check(
      'accuracy',
      'it costs no accuracy',
      'accuracy on 2,000 test images at the end, η = 0.01 minus that at η = 0.001',
      'accuracy',
      -1,
    ),
  ];
}
