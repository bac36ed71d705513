import { meanOf } from '../../numeric/statistics.js';
import type { DenseLayer } from '../../sgd/network/layer.js';
import { atLeast, atMost, type Check } from '../check.js';
import type { Experiment } from '../experiment.js';
import type { Findings } from '../findings.js';
import { digitsOf, hiddenCount, imageCells, neuronsPicture, overReplicas } from '../imageNetwork.js';

const dense = (inputs: number, outputs: number, activation: DenseLayer['activation'] = 'gelu'): DenseLayer => ({
  kind: 'dense',
  inputs,
  outputs,
  bias: true,
  activation,
});
const layers = [dense(49, 32), dense(32, 32), dense(32, 32), dense(32, 10, 'identity')];
const configurations = [
  { eta: 0.003, weightDecay: 0.003 },
  { eta: 0.01, weightDecay: 0.003 },
  { eta: 0.03, weightDecay: 0.003 },
  { eta: 0.03, weightDecay: 0 },
] as const;
const replicas = { quick: 4, full: 16 } as const;
const steps = 9000;
const looks = [0, 1000, 2000, 3000, 4000, 5000, 6000, 7000, 8000, steps];

/** Figures 3, 4 and 6 in spirit: neurons of a deep network become fewer at a larger learning rate. */
export const deep: Experiment = {
  name: 'deep',
  title: 'Independent neurons of a deep network on digits',
  source:
    'nbs/FIG3_FIG4.ipynb and FIG6.ipynb in spirit (theirs are VGG16 and ResNet18 on CIFAR): a GELU network 49-32-32-32-10 on 7 × 7 digits, squared loss, batch 8, momentum 0.9, weight decay, 9,000 steps; neurons by theory §9 with τ₁ = τ₂ = 0.1',
  cells: (size) =>
    imageCells(configurations, replicas[size], { layers, images: digitsOf(7), batch: 8, recordedSteps: looks }),
  checks: checks(),
  pictures: (found) => [
    neuronsPicture(
      `Independent neurons of ${hiddenCount(layers)}, mean over replicas`,
      found,
      configurations,
      'independent',
      looks,
    ),
  ],
};

const all = (found: Findings, eta: number, weightDecay: number, series: string, look: number): number[] =>
  overReplicas(found, { eta, weightDecay }, series, look);

function checks(): Check[] {
  const end = looks.length - 1;
  const share = (found: Findings, eta: number, weightDecay = 0.003): number =>
    meanOf(all(found, eta, weightDecay, 'independent', end)) / hiddenCount(layers);
  const shown = (found: Findings, eta: number, weightDecay = 0.003): string =>
    `${all(found, eta, weightDecay, 'independent', end).join(', ')} of ${hiddenCount(layers)}`;
  return [
    {
      id: 'large',
      statement: 'at the largest learning rate half of the neurons are left',
      statistic: 'share of independent neurons at step 9,000, η = 0.03, weight decay 0.003',
      measure: (found) => ({ value: share(found, 0.03), within: [0.4, 0.65], detail: shown(found, 0.03) }),
    },
    {
      id: 'middle',
      statement: 'between them the first neurons have gone',
      statistic: 'independent neurons at step 9,000, η = 0.01, weight decay 0.003',
      measure: (found) => ({
        value: meanOf(all(found, 0.01, 0.003, 'independent', end)),
        within: [76, 93],
        detail: shown(found, 0.01),
      }),
    },
    {
      id: 'small',
      statement: 'at the smallest all are',
      statistic: 'share of independent neurons at step 9,000, η = 0.003, weight decay 0.003',
      measure: (found) => atLeast(share(found, 0.003), 0.95, shown(found, 0.003)),
    },
    {
      id: 'control',
      statement:
        'without weight decay all are left at the largest learning rate too: here the collapse needs the decay',
      statistic: 'share of independent neurons at step 9,000, η = 0.03, no weight decay',
      measure: (found) => atLeast(share(found, 0.03, 0), 0.95, shown(found, 0.03, 0)),
    },
    {
      id: 'depth',
      statement: 'deeper layers lose more neurons',
      statistic: 'independent neurons of layer 3 minus those of layer 1, step 9,000, η = 0.03',
      measure: (found) => {
        const mean = (layer: number): number => meanOf(all(found, 0.03, 0.003, `layer ${layer}`, end));
        const layersShown = [1, 2, 3].map((layer) => mean(layer).toFixed(1)).join(', ');
        return { value: mean(3) - mean(1), within: [-Infinity, -Number.MIN_VALUE], detail: `layers: ${layersShown}` };
      },
    },
    {
      id: 'equal-time',
      statement: 'at equal time the learning rate hardly matters: it acts through time × decay',
      statistic: 'independent neurons at η = 0.03 and step 3,000 minus those at η = 0.01 and step 9,000, absolute',
      kind: 'reported',
      measure: (found) => {
        const fast = meanOf(all(found, 0.03, 0.003, 'independent', looks.indexOf(3000)));
        const slow = meanOf(all(found, 0.01, 0.003, 'independent', end));
        return atMost(Math.abs(fast - slow), 12, `${fast.toFixed(1)} and ${slow.toFixed(1)}`);
      },
    },
    {
      id: 'accuracy',
      statement: 'the decay costs accuracy',
      statistic: 'test accuracy without decay minus that with it, η = 0.03',
      kind: 'reported',
      measure: (found) => {
        const [without, with_] = [0, 0.003].map((decay) => meanOf(all(found, 0.03, decay, 'accuracy', end)));
        return atLeast(without - with_, 0, `${without.toFixed(3)} and ${with_.toFixed(3)}`);
      },
    },
  ];
}
