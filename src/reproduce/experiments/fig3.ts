import type { Model } from '../../model/model.js';
import { readModel } from '../../model/readModel.js';
import { itemBranch } from '../../numeric/branches.js';
import { fold } from '../../numeric/random.js';
import { meanOf } from '../../numeric/statistics.js';
import { atLeast, atMost, type Check, type Measured } from '../check.js';
import { quantileOf } from '../curves.js';
import type { Cell, Experiment } from '../experiment.js';
import { type Findings, numberIn, seriesIn } from '../findings.js';

const replicas = 64; // the authors ran 8
const looks = Array.from({ length: 101 }, (_, i) => 100 * i);
const sigmaSweep = [0, 0.1, 0.2, 0.4, 0.8].map((sigma) => ({ eta: 0.1, sigma }));
const etaSweep = [0.1, 0.2, 0.3, 0.4, 0.5].map((eta) => ({ eta, sigma: 0.1 }));

/** Figure 3: two GELU neurons become one under momentum and label noise. */
export const fig3: Experiment = {
  name: 'fig3',
  title: 'Two GELU neurons become one',
  source:
    'nbs/one_hidden_layer/toy_model.ipynb cells 4-8: a₁ gelu(w₁x) + a₂ gelu(w₂x) on 8 samples (recovered from the seed), full batch, SGD with momentum 0.9, fresh label noise σ at each step, from w = (1, 0.6), a = (−0.6, −0.4); 10,001 steps, 8 seeds; D = (w₁ − w₂)² + (a₁ − a₂)²',
  cells: () =>
    [...sigmaSweep, ...etaSweep.slice(1)].map(
      ({ eta, sigma }, i): Cell => ({
        id: cell(eta, sigma),
        run: async ({ observeTraining }, { seed, signal }) => {
          const model = pair(eta, sigma);
          const options = { seed: fold(seed, itemBranch(i)), recordedSteps: looks, signal };
          const paths = await observeTraining(model, model.sets[0], options);
          if (paths === null) return null;
          const distances = paths.map((path) => looks.map((_, k) => squareDistance(path.subarray(4 * k, 4 * k + 4))));
          const at = (k: number): number[] => distances.map((one) => one[k]);
          const quantiles = (share: number): number[] => looks.map((_, k) => quantileOf(at(k), share));
          return {
            eta,
            sigma,
            steps: looks,
            median: quantiles(0.5),
            lowerQuartile: quantiles(0.25),
            upperQuartile: quantiles(0.75),
            apart: meanOf(at(looks.length - 1).map((distance) => Number(distance > 0.01))),
          };
        },
      }),
    ),
  checks: checks(),
  pictures: (found) =>
    [
      {
        name: 'noise',
        what: 'more noise at η = 0.1',
        note: 'down to where D is rounding',
        sweep: sigmaSweep,
        symbol: 'σ',
        value: 'sigma' as const,
      },
      {
        name: 'rate',
        what: 'larger learning rates at σ = 0.1',
        note: 'it hides which replicas part: from η = 0.4 on most of them do',
        sweep: etaSweep,
        symbol: 'η',
        value: 'eta' as const,
      },
    ].map(({ name, what, note, sweep, symbol, value }) => ({
      name,
      title: `Median distance of the two neurons: ${what}`,
      subtitle: note,
      panels: [
        {
          x: { label: 'step' },
          y: { label: 'D', scale: 'log' as const },
          curves: sweep.map((one) => ({
            name: `${symbol} = ${one[value]}`,
            style: 'line' as const,
            points: beforeRounding(seriesIn(found, cell(one.eta, one.sigma), 'median')),
          })),
        },
      ],
    })),
};

/** D until it is rounding, in weights of size 1, or 0, which has no logarithm. */
function beforeRounding(values: readonly number[]): { x: number; y: number }[] {
  const end = values.findIndex((y) => !(y > 1e-28));
  return values.slice(0, end < 0 ? values.length : end).map((y, i) => ({ x: looks[i], y }));
}

const cell = (eta: number, sigma: number): string => `eta ${eta} sigma ${sigma}`;

/** torch.manual_seed(0), draws 1–8 and 17–24 of randn. */
const samples: readonly (readonly [x: number, y: number])[] = [
  [1.5409960746765137, -0.5663174986839294],
  [-0.293428897857666, 0.3731146454811096],
  [-2.1787893772125244, -0.8919953107833862],
  [0.5684312582015991, -1.5091077089309692],
  [-1.0845223665237427, 0.3703935444355011],
  [-1.3985954523086548, 1.4565025568008423],
  [0.40334683656692505, 0.9398099184036255],
  [0.8380263447761536, 0.7748488187789917],
];

function pair(eta: number, sigma: number): Model {
  const text = `
name: two GELU neurons
parameters: [w1, w2, a1, a2]
inputs: [x]
targets: [y]
output: a1*gelu(w1*x) + a2*gelu(w2*x)
loss: squared
constants: { eta: ${eta}, sigma: ${sigma} }
learningRate: eta
momentum: 0.9
noise:
  - { kind: label, std: sigma, batch: full, sampling: none }
sets:
  - { name: identical neurons, equations: [w1 - w2, a1 - a2] }
simulate: { trajectories: ${replicas}, init: { point: { w1: 1, w2: 0.6, a1: -0.6, a2: -0.4 } } }
data: { samples: [${samples.map((sample) => `[${sample.join(', ')}]`).join(', ')}] }
`;
  return readModel(text, 'fig3');
}

function squareDistance([w1, w2, a1, a2]: Float64Array): number {
  return (w1 - w2) ** 2 + (a1 - a2) ** 2;
}

/** The number of a cell at the last step. */
function atEnd(found: Findings, { eta, sigma }: { eta: number; sigma: number }, what: string): number {
  return seriesIn(found, cell(eta, sigma), what)[looks.length - 1] ?? Number.NaN;
}

/** The smallest factor by which each number is below the one before, in powers of ten. */
function smallestFall(values: readonly number[]): Measured['value'] {
  const logs = values.map((value) => Math.log10(Math.max(value, Number.MIN_VALUE)));
  return Math.min(...logs.slice(1).map((log, i) => logs[i] - log));
}

function apartCheck(eta: number, sigma: number, within: readonly [number, number], statement: string): Check {
  return {
    id: `apart-${eta}-${sigma}`,
    statement,
    statistic: `share with D > 0.01 at step 10,000, η = ${eta}, σ = ${sigma}`,
    measure: (found) => ({ value: numberIn(found, cell(eta, sigma), 'apart'), within }),
  };
}

function checks(): Check[] {
  const shown = (values: readonly number[]): string => values.map((value) => value.toExponential(1)).join(', ');
  return [
    {
      id: 'sigma',
      statement: 'more noise makes the neurons equal faster',
      statistic: 'smallest fall, in powers of ten, of median D at step 10,000 from σ = 0 to 0.1, 0.2, 0.4',
      measure: (found) => {
        const medians = sigmaSweep.slice(0, 4).map((one) => atEnd(found, one, 'median'));
        return atLeast(smallestFall(medians), 2, shown(medians));
      },
    },
    {
      id: 'eta',
      statement: 'so does a larger learning rate, for those replicas that stay near',
      statistic: 'smallest fall, in powers of ten, of the lower quartile of D at step 10,000 from η = 0.1 to 0.2, 0.3',
      measure: (found) => {
        const quartiles = etaSweep.slice(0, 3).map((one) => atEnd(found, one, 'lowerQuartile'));
        return atLeast(smallestFall(quartiles), 4, shown(quartiles));
      },
    },
    {
      id: 'rate',
      statement: 'at σ = 0.2 they do so at the rate of the independent simulation, −12.7 decades by the end',
      statistic:
        'decimal logarithm of median D at step 10,000, η = 0.1, σ = 0.2 (its standard deviation over seeds: 0.13)',
      measure: (found) => ({ value: Math.log10(atEnd(found, sigmaSweep[2], 'median')), within: [-13.5, -11.9] }),
    },
    {
      id: 'no-noise',
      statement: 'without noise the neurons stay apart',
      statistic: 'D at step 10,000, η = 0.1, σ = 0',
      measure: (found) => ({ value: atEnd(found, sigmaSweep[0], 'median'), within: [9e-4, 1.05e-3] }),
    },
    apartCheck(0.3, 0.1, [0.05, 0.7], 'a larger learning rate does not always collapse: at η = 0.3 some replicas part'),
    apartCheck(0.4, 0.1, [0.4, 1], 'at η = 0.4 most of them part, which 8 seeds and a median do not show'),
    apartCheck(0.5, 0.1, [0.75, 1], 'at η = 0.5 nearly all of them part'),
    {
      id: 'apart-0.1-0.8',
      statement: 'at the largest noise most replicas still become one',
      statistic: 'share with D > 0.01 at step 10,000, η = 0.1, σ = 0.8',
      measure: (found) => atMost(numberIn(found, cell(0.1, 0.8), 'apart'), 0.45),
    },
  ];
}
