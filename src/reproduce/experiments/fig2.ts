import { fromNumber } from '../../arithmetic/rational.js';
import { numericRows } from '../../model/constants.js';
import type { Model } from '../../model/model.js';
import { readModel } from '../../model/readModel.js';
import { atLeast, atMost, type Check } from '../check.js';
import { crossingOf } from '../curves.js';
import type { Cell, Experiment, Laboratory, Size } from '../experiment.js';
import { exponentCell, exponentCheck } from '../exponentCell.js';
import { type Findings, numberIn, seriesIn } from '../findings.js';
import { shareCell } from '../shareCell.js';

const dt = 0.01;
const epsilon = 0.01;
const sizes = {
  quick: { ratios: [0.6, 0.8, 1, 1.1, 1.25, 1.5], trajectories: 400, steps: [3030, 7071, 15_152, 31_313] },
  full: { ratios: null, trajectories: 1000, steps: [3030, 7071, 15_152, 31_313, 63_636, 100_000] },
} as const;
/** the authors' grid of learning rates: 5 in [0, 1], 40 in [1.05, 2.5], 5 in [2.6, 4] */
const authorsRates = [...between(0, 1, 5), ...between(1.05, 2.5, 40), ...between(2.6, 4, 5)];
/** what the checks read, as multiples of the threshold */
const decisive: readonly number[] = sizes.quick.ratios;
/** [steps of the early time, of the late one]: t = 30 and t = 313 */
const times = [3030, 31_313] as const;

/** Figure 2: label noise kills a tanh neuron once the learning rate passes a threshold of the data. */
export const fig2: Experiment = {
  name: 'fig2',
  title: 'Label noise kills a scalar tanh neuron',
  source:
    'nbs/Fig2.ipynb cells 3-15: w₂ tanh(w₁x), 32 samples x ~ N(0, 1), y = x + 0.1 N(0, 1), ζ = 1, SDE by Euler–Maruyama with dt = 0.01 to T = 1000, 50 η × 1,000 trajectories, start 1e-3 N(0, I), near means ‖w‖ < 1e-2. The data are those of the built-in model M2; the legend of the authors says steps 400 to 6400 where the curves are of 3,030 to 63,636',
  cells: (size) => [...cellsOf(size), exponentCell('rate', neuron(2.5)), exponentCell('sgd', neuron(1.5), 'sgd')],
  checks: checks(),
  pictures: (found) => [
    {
      name: 'collapse',
      title: 'Share of trajectories near the vanished neuron',
      subtitle: 'the curves of all times cross where ηζ²/2 = Σxy/Σx²',
      panels: [
        {
          x: { label: 'η / threshold' },
          y: { label: 'share with ‖w‖ < 1e-2' },
          curves: stepsIn(found).map((step, i) => ({
            name: `t = ${Number((step * dt).toFixed(1))}`,
            style: 'line',
            points: ratiosIn(found).map((x) => ({ x, y: shares(found, x)[i] })),
          })),
          rules: [{ axis: 'x', at: 1, label: 'threshold' }],
        },
      ],
    },
  ],
};

const cellName = (ratio: number): string => `ratio ${ratio.toFixed(4)}`;

/**
 * M2 at ζ = 1 and a learning rate that is a multiple of its threshold, 2 Σxy/Σx² (theory §8). At η = 0, the first of the
 * authors' rates, the SDE in units of t is gradient flow, as it is without label noise.
 */
function neuron(ratio: number): (laboratory: Laboratory) => Model {
  return ({ builtin }) => {
    const text = builtin('M2');
    const eta = (ratio || 1) * thresholdOf(readModel(text, 'M2'));
    const set = new Map([
      ['eta', fromNumber(eta)],
      ['zeta', fromNumber(ratio === 0 ? 0 : 1)],
    ]);
    const model = readModel(text, 'M2', { set });
    return { ...model, simulation: { ...model.simulation, dt, initialScale: 1e-3, epsilon } };
  };
}

function thresholdOf({ dynamics }: Model): number {
  if (dynamics.kind !== 'loss') throw new RangeError('M2 has data');
  const rows = numericRows(dynamics.data);
  let [xy, xx] = [0, 0];
  for (let i = 0; i < rows.length; i += 2) {
    xy += rows[i] * rows[i + 1];
    xx += rows[i] ** 2;
  }
  return (2 * Math.abs(xy)) / xx;
}

function cellsOf(size: Size): Cell[] {
  const cell = (id: string, branch: number, ratioIn: (laboratory: Laboratory) => number): Cell =>
    shareCell(id, branch, sizes[size], (laboratory) => {
      const ratio = ratioIn(laboratory);
      return [neuron(ratio)(laboratory), { ratio }];
    });
  const own = decisive.map((ratio, i) => cell(cellName(ratio), i, () => ratio));
  if (size === 'quick') return own;
  const theirs = authorsRates.map((eta, i) =>
    cell(
      `eta ${eta.toFixed(4)}`,
      decisive.length + i,
      ({ builtin }) => eta / thresholdOf(readModel(builtin('M2'), 'M2')),
    ),
  );
  return [...own, ...theirs];
}

function between(from: number, to: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => from + ((to - from) * i) / (count - 1));
}

function ensembles(found: Findings): { ratio: number; steps: readonly number[]; share: readonly number[] }[] {
  const all = [...found.values()].flatMap(({ ratio, steps, share }) =>
    typeof ratio === 'number' ? [{ ratio, steps: steps as readonly number[], share: share as readonly number[] }] : [],
  );
  return all.sort((a, b) => a.ratio - b.ratio);
}

function ratiosIn(found: Findings): number[] {
  return ensembles(found).map(({ ratio }) => ratio);
}

function stepsIn(found: Findings): readonly number[] {
  return ensembles(found)[0]?.steps ?? [];
}

function shares(found: Findings, ratio: number): readonly number[] {
  return ensembles(found).find((one) => one.ratio === ratio)?.share ?? [];
}

function checks(): Check[] {
  const [early, late] = times;
  const at = (found: Findings, ratio: number, step: number): number =>
    seriesIn(found, cellName(ratio), 'share')[seriesIn(found, cellName(ratio), 'steps').indexOf(step)];
  const change = (found: Findings, ratio: number): number => at(found, ratio, late) - at(found, ratio, early);
  return [
    {
      id: 'low',
      statement: 'well below the threshold the neuron lives',
      statistic: 'share near at t = 313, ratio 0.6',
      measure: (found) => atMost(at(found, 0.6, late), 0.05),
    },
    {
      id: 'high',
      statement: 'above it the neuron dies',
      statistic: 'smaller share near at t = 313 of ratios 1.25 and 1.5',
      measure: (found) => atLeast(Math.min(at(found, 1.25, late), at(found, 1.5, late)), 0.97),
    },
    {
      id: 'falls',
      statement: 'below the threshold the share near falls with time',
      statistic: 'share at t = 313 minus share at t = 30, ratio 0.8',
      measure: (found) => atMost(change(found, 0.8), -0.1),
    },
    {
      id: 'rises',
      statement: 'above the threshold it rises: the curves of different times cross between, where the theory puts it',
      statistic: 'share at t = 313 minus share at t = 30, ratio 1.1',
      measure: (found) => atLeast(change(found, 1.1), 0.06),
    },
    {
      id: 'crossing',
      statement: 'the curves of t = 30 and t = 313 cross near ratio 1',
      statistic: 'ratio at which the two shares are equal',
      kind: 'reported',
      measure: (found) => ({
        value: crossingOf(
          decisive.slice(1).map((x) => ({ x, y: change(found, x) })),
          0,
        ),
        within: [0.9, 1.1],
      }),
    },
    exponentCheck('rate', 'near the dead neuron log-distance grows at the rate that theory §6 gives for the chain'),
    {
      id: 'sde-not-sgd',
      statement: 'at ratio 1.5 the SDE is attracted and SGD itself is repelled: figure 2 is of the SDE',
      statistic: 'predicted exponent of SGD; that of the SDE is below 0',
      measure: (found) => {
        const sde = numberIn(found, 'sgd', 'sde');
        return atLeast(sde < 0 ? numberIn(found, 'sgd', 'sgd') : Number.NaN, 0, `SDE ${sde.toFixed(4)}`);
      },
    },
    exponentCheck('sgd', 'at ratio 1.5 SGD itself is repelled at the rate that theory §6 gives for SGD'),
  ];
}
