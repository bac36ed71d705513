import { meanOf } from '../../numeric/statistics.js';
import { atLeast, type Check } from '../check.js';
import type { Experiment, Size } from '../experiment.js';
import type { Findings } from '../findings.js';
import { hiddenCount, imageCells, neuronsPicture, overReplicas } from '../imageNetwork.js';
import { resNet18, vgg16, wideStart } from './cifarNetworks.js';

/** by which `quick` divides the filters */
const narrower = 16;
const networks = [
  { name: 'VGG16', layers: vgg16 },
  { name: 'ResNet18', layers: resNet18 },
] as const;
const rates = [
  { eta: 0.001, weightDecay: 5e-4 },
  { eta: 0.01, weightDecay: 5e-4 },
] as const;
type Network = (typeof networks)[number];
const configurationsOf = ({ name }: Network) => rates.map((rate) => ({ network: name, ...rate }));
const looksOf = { quick: [0, 100, 200], full: [0, 2500, 5000, 10_000, 20_000, 40_000] } as const;

/** Figures 3 and 4 on the images of the paper, for those who have them. */
export const deepCifar: Experiment = {
  name: 'deep-cifar',
  title: 'Independent neurons of networks shaped like VGG16 and ResNet18 on CIFAR-10',
  source:
    'nbs/FIG3_FIG4.ipynb: VGG16 and ResNet18 on CIFAR-10. Here without batch normalisation, GELU in place of ReLU, mean-pooling, squared loss, batch 32, momentum 0.9, weight decay 5e-4, the first 10,000 images, N(0, 2/inputs) at the start; of ResNet18 the first convolution of each block is counted, whose channels are its own; quick: a sixteenth of the filters, 200 steps',
  cells: (size) =>
    networks.flatMap((network) =>
      imageCells(configurationsOf(network), 1, {
        layers: layersOf(network, size),
        images: ({ cifar }) => cifar(),
        start: wideStart,
        batch: 32,
        recordedSteps: looksOf[size],
      }),
    ),
  checks: networks.flatMap(checks),
  pictures: (found) => {
    const size = sizeOf(found);
    const counts = networks.map((network) => `${hiddenCount(layersOf(network, size))} (${network.name})`);
    const title = `Independent neurons of ${counts.join(' and ')}`;
    return [neuronsPicture(title, found, networks.flatMap(configurationsOf), 'independent', looksOf[size])];
  },
};

const layersOf = (network: Network, size: Size) => network.layers(size === 'quick' ? narrower : 1);

function sizeOf(found: Findings): Size {
  const steps = [...found.values()][0]?.steps;
  return Array.isArray(steps) && steps.length === looksOf.quick.length ? 'quick' : 'full';
}

function checks(network: Network): Check[] {
  const atEnd = (found: Findings, which: 0 | 1, series: string): number =>
    meanOf(overReplicas(found, configurationsOf(network)[which], series, looksOf[sizeOf(found)].length - 1));
  const check = (id: string, statement: string, statistic: string, series: string, sign: 1 | -1): Check => ({
    id: `${id}-${network.name}`,
    statement: `${network.name}: ${statement}`,
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
