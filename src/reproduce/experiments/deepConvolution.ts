import { meanOf } from '../../numeric/statistics.js';
import type { Layer } from '../../sgd/network/layer.js';
import { atLeast, type Check } from '../check.js';
import type { Experiment } from '../experiment.js';
import type { Findings } from '../findings.js';
import { digitsOf, imageCells, neuronsPicture, overReplicas } from '../imageNetwork.js';

const layers: readonly Layer[] = [
  { kind: 'convolution', height: 12, width: 12, channels: 1, filters: 8, bias: true, activation: 'gelu' },
  { kind: 'meanPool', height: 12, width: 12, channels: 8 },
  { kind: 'convolution', height: 6, width: 6, channels: 8, filters: 16, bias: true, activation: 'gelu' },
  { kind: 'meanPool', height: 6, width: 6, channels: 16 },
  { kind: 'dense', inputs: 144, outputs: 32, bias: true, activation: 'gelu' },
  { kind: 'dense', inputs: 32, outputs: 10, bias: true, activation: 'identity' },
];
const configurations = [
  { eta: 0.003, weightDecay: 0.003 },
  { eta: 0.03, weightDecay: 0.003 },
  { eta: 0.03, weightDecay: 0 },
] as const;
const replicas = { quick: 1, full: 8 } as const;
const looks = [0, 1000, 2000, 3000, 4000, 5000];

/** The same for a network with convolutions. */
export const deepConvolution: Experiment = {
  name: 'deep-conv',
  title: 'Independent neurons of a convolutional network on digits',
  source:
    'nbs/FIG3_FIG4.ipynb and FIG6.ipynb in spirit: 12 × 12 digits, convolution 3 × 3 with 8 filters, mean-pool, convolution with 16, mean-pool, dense 32, 10; GELU, squared loss, batch 8, momentum 0.9, weight decay, 5,000 steps',
  cells: (size) =>
    imageCells(configurations, replicas[size], { layers, images: digitsOf(12), batch: 8, recordedSteps: looks }),
  checks: checks(),
  pictures: (found) => [
    neuronsPicture('Independent neurons of the dense layer, of 32', found, configurations, 'layer 3', looks),
  ],
};

function mean(found: Findings, eta: number, weightDecay: number, series: string, look = looks.length - 1): number {
  return meanOf(overReplicas(found, { eta, weightDecay }, series, look));
}

function checks(): Check[] {
  return [
    {
      id: 'large',
      statement: 'at the larger learning rate half of the dense layer is left',
      statistic: 'independent neurons of the dense layer at step 5,000, η = 0.03, weight decay 0.003',
      measure: (found) => ({ value: mean(found, 0.03, 0.003, 'layer 3'), within: [8, 24] }),
    },
    {
      id: 'middle',
      statement: 'on the way there it has lost some: half or twice the learning rate would show all of them or the end',
      statistic: 'independent neurons of the dense layer at step 4,000, η = 0.03, weight decay 0.003',
      measure: (found) => ({ value: mean(found, 0.03, 0.003, 'layer 3', looks.indexOf(4000)), within: [15, 30] }),
    },
    {
      id: 'small',
      statement: 'at the smaller one all of it',
      statistic: 'the same at η = 0.003',
      measure: (found) => atLeast(mean(found, 0.003, 0.003, 'layer 3'), 31),
    },
    {
      id: 'control',
      statement: 'and all of it without weight decay',
      statistic: 'the same at η = 0.03 without weight decay',
      measure: (found) => atLeast(mean(found, 0.03, 0, 'layer 3'), 31),
    },
    {
      id: 'filters',
      statement: 'nearly all filters of the convolutions stay',
      statistic: 'independent filters of both convolutions at step 5,000, η = 0.03, weight decay 0.003',
      kind: 'reported',
      measure: (found) => atLeast(mean(found, 0.03, 0.003, 'layer 1') + mean(found, 0.03, 0.003, 'layer 2'), 20),
    },
  ];
}
