import type { Model } from '../../model/model.js';
import { readModel } from '../../model/readModel.js';
import { itemBranch } from '../../numeric/branches.js';
import { fold } from '../../numeric/random.js';
import { meanEstimate } from '../../numeric/statistics.js';
import { atLeast, atMost, type Check } from '../check.js';
import { markedLine } from '../curves.js';
import type { Cell, Experiment } from '../experiment.js';
import { type Findings, seriesIn } from '../findings.js';

const neurons = 16;
const points = 16;
const sizes = { quick: 24, full: 96 } as const;
const steps = 20_000;
const looks = Array.from({ length: 41 }, (_, i) => (i * steps) / 40);
/** a neuron whose weights (w, a) are shorter than this is dead */
const deadBelow = 0.1;
const configurations = [
  { eta: 0.05, zeta: 0 },
  { eta: 0.05, zeta: 0.5 },
  { eta: 0.05, zeta: 1 },
  { eta: 0.05, zeta: 1.5 },
  { eta: 0.1, zeta: 1 },
] as const;

/** Ours: a wide scalar network without weight decay, in which noise alone kills neurons. */
export const wide: Experiment = {
  name: 'wide',
  title: 'Noise alone kills neurons of a wide scalar network',
  source:
    'ours, figure 3 widened: Σ a_i tanh(w_i x) of 16 neurons from N(0, 1), y = sin 2x at 16 points in [−2, 2], SGD with batches of one and label noise ζ, no weight decay, 20,000 steps',
  cells: (size) =>
    configurations.map(
      ({ eta, zeta }, i): Cell => ({
        id: cell(eta, zeta),
        run: async ({ observeTraining }, { seed, signal }) => {
          const model = network(eta, zeta, sizes[size]);
          const options = { seed: fold(seed, itemBranch(i)), recordedSteps: looks, signal };
          const paths = await observeTraining(model, model.sets[0], options);
          if (paths === null) return null;
          const live = looks.map((_, look) =>
            meanEstimate(
              paths.map((path) => liveAt(path, look)),
              0.95,
            ),
          );
          return {
            eta,
            zeta,
            t: looks.map((step) => step * eta),
            live: live.map(({ mean }) => mean),
            low: live.map(({ interval: [low] }) => low),
            high: live.map(({ interval: [, high] }) => high),
          };
        },
      }),
    ),
  checks: checks(),
  pictures: (found) => [
    {
      name: 'live',
      title: 'Live neurons of 16, mean over replicas',
      subtitle: 'bars: 95 % intervals',
      panels: [
        {
          x: { label: 't = η·step' },
          y: { label: 'live neurons' },
          curves: configurations.flatMap(({ eta, zeta }) => {
            const series = (what: string): readonly number[] => seriesIn(found, cell(eta, zeta), what);
            const all = series('t').map((x, i) => ({
              x,
              y: series('live')[i],
              low: series('low')[i],
              high: series('high')[i],
            }));
            return markedLine(`η = ${eta}, ζ = ${zeta}`, all, 8);
          }),
        },
      ],
    },
  ],
};

const cell = (eta: number, zeta: number): string => `eta ${eta} zeta ${zeta}`;

function network(eta: number, zeta: number, replicas: number): Model {
  const each = (text: (i: number) => string): string[] => Array.from({ length: neurons }, (_, i) => text(i + 1));
  const xs = Array.from({ length: points }, (_, i) => -2 + (4 * i) / (points - 1));
  const text = `
name: wide scalar network
parameters: [${[...each((i) => `w${i}`), ...each((i) => `a${i}`)].join(', ')}]
inputs: [x]
targets: [y]
output: ${each((i) => `a${i}*tanh(w${i}*x)`).join(' + ')}
loss: squared
constants: { eta: ${eta}, zeta: ${zeta} }
learningRate: eta
noise:
  - { kind: label, std: zeta, batch: 1, sampling: with-replacement }
sets:
  - { name: first neuron, equations: [w1, a1] }
simulate: { trajectories: ${replicas}, init: { normal: 1 } }
data: { samples: [${xs.map((x) => `[${x}, ${Math.sin(2 * x)}]`).join(', ')}] }
`;
  return readModel(text, 'wide');
}

function liveAt(path: Float64Array, look: number): number {
  const first = 2 * neurons * look;
  let live = 0;
  for (let i = first; i < first + neurons; i++) if (Math.hypot(path[i], path[i + neurons]) >= deadBelow) live++;
  return live;
}

function checks(): Check[] {
  const at = (found: Findings, eta: number, zeta: number, step: number): number =>
    seriesIn(found, cell(eta, zeta), 'live')[looks.indexOf(step)] ?? Number.NaN;
  return [
    {
      id: 'none',
      statement: 'without label noise nearly all neurons live',
      statistic: 'mean live neurons at step 20,000, η = 0.05, ζ = 0',
      measure: (found) => atLeast(at(found, 0.05, 0, steps), 14.5),
    },
    {
      id: 'noise',
      statement: 'noise kills neurons without any weight decay',
      statistic: 'mean live neurons at step 20,000, η = 0.05, ζ = 1',
      measure: (found) => ({ value: at(found, 0.05, 1, steps), within: [6.5, 11.5] }),
    },
    {
      id: 'more-noise',
      statement: 'more noise kills more',
      statistic: 'mean live neurons at step 20,000, η = 0.05, ζ = 1.5',
      measure: (found) => atMost(at(found, 0.05, 1.5, steps), 7),
    },
    {
      id: 'equal-time',
      statement: 'a larger learning rate kills more at equal time, not only because more time passes',
      statistic: 'live neurons at η = 0.05 minus those at η = 0.1, both at t = 1,000, ζ = 1',
      measure: (found) => {
        const [slow, fast] = [at(found, 0.05, 1, steps), at(found, 0.1, 1, steps / 2)];
        return atLeast(slow - fast, 2.5, `${slow.toFixed(1)} and ${fast.toFixed(1)}`);
      },
    },
    {
      id: 'falls',
      statement: 'the number of live neurons falls with ζ',
      statistic: 'mean live neurons at ζ = 0.5 minus those at ζ = 1.5, step 20,000, η = 0.05',
      kind: 'reported',
      measure: (found) =>
        atLeast(
          at(found, 0.05, 0.5, steps) - at(found, 0.05, 1.5, steps),
          0,
          `at ζ = 0, 0.5, 1, 1.5: ${[0, 0.5, 1, 1.5].map((zeta) => at(found, 0.05, zeta, steps).toFixed(1)).join(', ')}`,
        ),
    },
  ];
}
