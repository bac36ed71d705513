import type { Model } from '../../model/model.js';
import { readModel } from '../../model/readModel.js';
import type { Check } from '../check.js';
import type { Cell, Experiment } from '../experiment.js';
import { measuredExponent } from '../exponentCell.js';
import { type Findings, numberIn } from '../findings.js';

/** inputs and outputs of the neuron */
const widths = [1, 2, 3, 4];
const eta = 0.01;
/** s² = ηζ² = 1: exponents are in units of the noise */
const zeta = 10;
const sizes = { quick: 200, full: 800 } as const;

/** Ours: label noise on a neuron with several inputs and outputs, without any signal in the data. */
export const vectorNeurons: Experiment = {
  name: 'vector-neurons',
  title: 'Label noise repels wide neurons',
  source:
    'ours: f = a tanh(w·x) with p inputs, p outputs and targets 0 at inputs of covariance I, label noise alone, s² = ηζ² = 1; theory §8: the exponent of the dead neuron is s²(p − 2)/2',
  cells: (size) => [
    ...widths.map((p) => exponentOf(`sde ${p}`, p, 'sde', sizes[size])),
    exponentOf('sgd 3', 3, 'sgd', sizes[size]),
  ],
  checks: checks(),
  pictures: (found) => [
    {
      name: 'exponents',
      title: 'Exponent of a dead neuron with p inputs and p outputs',
      subtitle: 'below 0 noise kills it, above 0 noise brings it to life; bars: intervals at level 0.999',
      panels: [
        {
          x: { label: 'p' },
          y: { label: 'exponent / s²' },
          curves: [
            {
              name: 'SDE, measured',
              style: 'points',
              points: widths.map((x) => ({ x, ...measured(found, `sde ${x}`) })),
            },
            { name: 'SGD, measured', style: 'points', points: [{ x: 3, ...measured(found, 'sgd 3') }] },
            { name: '(p − 2)/2', style: 'dashed', points: widths.map((x) => ({ x, y: (x - 2) / 2 })) },
          ],
          rules: [{ axis: 'y', at: 0, label: '' }],
        },
      ],
    },
  ],
};

function exponentOf(id: string, p: number, process: 'sde' | 'sgd', trajectories: number): Cell {
  return {
    id,
    run: async (laboratory, options) => {
      const measured = await measuredExponent(neuron(p, trajectories), process, laboratory, options);
      return measured && { p, ...measured };
    },
  };
}

function neuron(p: number, trajectories: number): Model {
  const each = (text: (i: number) => string): string[] => Array.from({ length: p }, (_, i) => text(i + 1));
  // √p e_i for i = 1..p has the covariance I
  const samples = each(
    (i) => `[${[...each((j) => (i === j ? `${Math.sqrt(p)}` : '0')), ...each(() => '0')].join(', ')}]`,
  );
  const pre = each((i) => `w${i}*x${i}`).join(' + ');
  const text = `
name: neuron with ${p} inputs and outputs
parameters: [${[...each((i) => `w${i}`), ...each((i) => `a${i}`)].join(', ')}]
inputs: [${each((i) => `x${i}`).join(', ')}]
targets: [${each((i) => `y${i}`).join(', ')}]
output: [${each((i) => `a${i}*tanh(${pre})`).join(', ')}]
loss: squared
constants: { eta: ${eta}, zeta: ${zeta} }
learningRate: eta
noise:
  - { kind: label, std: zeta, batch: 1, sampling: none }
sets:
  - { name: dead neuron, equations: [${[...each((i) => `w${i}`), ...each((i) => `a${i}`)].join(', ')}] }
simulate: { horizon: 40, dt: 0.0025, trajectories: ${trajectories}, epsilon: 0.01 }
data: { samples: [${samples.join(', ')}] }
`;
  return readModel(text, `vector-neurons ${p}`);
}

function measured(found: Findings, cell: string) {
  const number = (name: string): number => numberIn(found, cell, name);
  return { y: number('measured'), low: number('low'), high: number('high') };
}

/** Wide enough for the step and for what a trajectory remembers of its first direction, narrower than the gaps. */
const tolerance = 0.12;

function checks(): Check[] {
  const said = [
    'noise kills a neuron of one input and output',
    'of two it does neither',
    'of three it repels',
    'of four more so',
  ];
  return [
    ...widths.map(
      (p, i): Check => ({
        id: `p=${p}`,
        statement: said[i],
        statistic: `exponent of the SDE over s² at p = q = ${p}; theory: ${(p - 2) / 2}`,
        measure: (found) => ({
          value: measured(found, `sde ${p}`).y,
          within: [(p - 2) / 2 - tolerance, (p - 2) / 2 + tolerance],
        }),
      }),
    ),
    {
      id: 'sgd',
      statement: 'SGD itself is repelled too',
      statistic: 'lower end of the interval of the exponent of SGD over s², p = q = 3',
      measure: (found) => ({ value: measured(found, 'sgd 3').low, within: [0, 1] }),
    },
  ];
}
