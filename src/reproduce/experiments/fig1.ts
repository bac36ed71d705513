import { fromNumber } from '../../arithmetic/rational.js';
import type { Model } from '../../model/model.js';
import { readModel } from '../../model/readModel.js';
import { atLeast, atMost, type Check } from '../check.js';
import { crossingOf, interceptOf } from '../curves.js';
import type { Cell, Experiment, Laboratory, Size } from '../experiment.js';
import { exponentCell, exponentCheck } from '../exponentCell.js';
import { type Findings, seriesIn } from '../findings.js';
import type { Curve } from '../picture.js';
import { shareCell } from '../shareCell.js';
import { quarticWellLaw, quarticWellSteps } from './quarticWellLaw.js';

const mu = 1.5;
const dt = 0.0025;
const startScale = 2;
const epsilon = 1e-15; // θ² < 1e-30
const sizes = {
  quick: {
    zetas: [50, 54, 60, 62, 64, 66, 68, 70, 72, 76, 80, 84, 98].map((i) => (i * 3) / 99).concat(Math.sqrt(3)),
    trajectories: 400,
    steps: quarticWellSteps.slice(0, 3),
  },
  full: {
    zetas: Array.from({ length: 100 }, (_, i) => (i * 3) / 99),
    trajectories: 1000,
    steps: [...quarticWellSteps],
  },
} as const;
const pathZetas = [0.1, 1, 2.5];

/** Figure 1: noise that grows with the weight stabilises the top of a double well. */
export const fig1: Experiment = {
  name: 'fig1',
  title: 'Noise stabilises the top of a double well',
  source:
    'nbs/Fig1.ipynb cell 3: dθ = (μθ − θ³) dt + ζθ dW, μ = 1.5, Euler–Maruyama with dt = 0.0025, θ₀ ~ 2 N(0, 1) shared by all ζ; 100 ζ in [0, 3] × 1,000 trajectories × 80,001 steps',
  cells: (size) => [...cellsOf(size), ...pathZetas.map(pathCell), exponentCell('rate', well(2))],
  checks: checks(),
  pictures: (found) => [
    {
      name: 'collapse',
      title: 'Share of trajectories with θ² < 1e-30',
      subtitle: 'points: measured; curves: the exact law of the chain',
      panels: [
        {
          x: { label: 'ζ' },
          y: { label: 'share' },
          curves: stepsIn(found).flatMap((step, i): Curve[] => [
            {
              name: `t = ${Math.round(step * dt)}`,
              style: 'points',
              points: zetasIn(found).map((x) => ({ x, y: share(found, x)[i] })),
            },
            {
              name: `t = ${Math.round(step * dt)}`,
              style: 'dashed',
              points: quarticWellLaw.map(([x, law]) => ({ x, y: law[i] })),
            },
          ]),
          rules: [{ axis: 'x', at: Math.sqrt(2 * mu), label: '√(2μ)' }],
        },
      ],
    },
    {
      name: 'paths',
      title: 'Ten trajectories at each of three ζ',
      panels: pathZetas.map((zeta) => ({
        x: { label: 't' },
        y: { label: `θ at ζ = ${zeta}` },
        curves: Array.from({ length: 10 }, (_, i): Curve => {
          const times = seriesIn(found, `path ${zeta}`, 't');
          const path = seriesIn(found, `path ${zeta}`, `theta ${i}`);
          return { name: `${i + 1}`, style: 'line', points: path.map((y, k) => ({ x: times[k], y })) };
        }),
      })),
    },
  ],
};

const cellName = (zeta: number): string => `zeta ${zeta.toFixed(4)}`;

/** The well of M1 at the authors' numbers. */
function well(zeta: number): (laboratory: Laboratory) => Model {
  return ({ builtin }) => {
    const set = new Map([
      ['mu', fromNumber(mu)],
      ['zeta', fromNumber(zeta)],
    ]);
    const model = readModel(builtin('M1'), 'M1', { set });
    return { ...model, simulation: { ...model.simulation, dt, initialPoint: [0], initialScale: startScale, epsilon } };
  };
}

function cellsOf(size: Size): Cell[] {
  const { zetas, ...ensemble } = sizes[size];
  return zetas.map((zeta, i) =>
    shareCell(cellName(zeta), i, ensemble, (laboratory) => [well(zeta)(laboratory), { zeta }]),
  );
}

function pathCell(zeta: number): Cell {
  const steps = Array.from({ length: 201 }, (_, i) => i * 50);
  return {
    id: `path ${zeta}`,
    run: async (laboratory, { seed, signal }) => {
      const model = well(zeta)(laboratory);
      const ensemble = { ...model, simulation: { ...model.simulation, trajectories: 10 } };
      const options = { seed, recordedSteps: steps, keepsPoints: true, signal };
      const outcomes = await laboratory.observe(ensemble, model.sets[0], options);
      if (outcomes?.length !== 10) return null;
      // from the floor on a trajectory is on the set
      const paths = outcomes.map(({ points }, i) => [
        `theta ${i}`,
        Array.from(points ?? [], (x) => (Number.isNaN(x) ? 0 : x)),
      ]);
      return { zeta, t: steps.map((step) => step * dt), ...Object.fromEntries(paths) };
    },
  };
}

function zetasIn(found: Findings): number[] {
  return [...found].flatMap(([id, { zeta }]) => (id.startsWith('zeta') ? [zeta as number] : [])).sort((a, b) => a - b);
}

function stepsIn(found: Findings): readonly number[] {
  return seriesIn(found, cellName(zetasIn(found)[0] ?? Number.NaN), 'steps');
}

function share(found: Findings, zeta: number): readonly number[] {
  return seriesIn(found, cellName(zeta), 'share');
}

/** ζ at which half of the trajectories have collapsed, after each of the steps. */
function halves(found: Findings): number[] {
  const zetas = zetasIn(found);
  return stepsIn(found).map((_, i) =>
    crossingOf(
      zetas.map((zeta) => ({ x: zeta, y: share(found, zeta)[i] })),
      0.5,
    ),
  );
}

function checks(): Check[] {
  const last = (values: readonly number[]): number => values[values.length - 1];
  return [
    {
      id: 'law',
      statement: 'after each recorded time the share that collapsed follows the exact law of the chain, in every cell',
      statistic: 'largest deviation of a share from the law, in units of 4.5 standard errors + 2/n',
      measure: (found) => {
        const deviations = quarticWellLaw.flatMap(([zeta, law]) => {
          if (!found.has(cellName(zeta))) return [];
          const n = found.get(cellName(zeta))?.trajectories as number;
          return share(found, zeta).map(
            (p, i) => Math.abs(p - law[i]) / (4.5 * Math.sqrt((law[i] * (1 - law[i])) / n) + 2 / n),
          );
        });
        return atMost(Math.max(...deviations), 1, `${deviations.length} shares`);
      },
    },
    {
      id: 'below',
      statement: 'below the threshold √(2μ) trajectories stay in the wells',
      statistic: 'largest share collapsed at ζ ≤ 1.52, last time',
      measure: (found) =>
        atMost(
          Math.max(
            ...zetasIn(found)
              .filter((z) => z <= 1.52)
              .map((z) => last(share(found, z))),
          ),
          0.01,
        ),
    },
    {
      id: 'above',
      statement: 'well above the threshold all trajectories collapse',
      statistic: 'smallest share collapsed at ζ ≥ 2.2, last time',
      measure: (found) =>
        atLeast(
          Math.min(
            ...zetasIn(found)
              .filter((z) => z >= 2.2)
              .map((z) => last(share(found, z))),
          ),
          0.98,
        ),
    },
    {
      id: 'limit',
      statement: 'the 50 % point moves towards √(2μ) = 1.7321 as time grows: there is no jump at any finite time',
      statistic: 'square root of the intercept of ζ½² against 1/T',
      measure: (found) => {
        const points = halves(found).map((zeta, i) => ({ x: 1 / (stepsIn(found)[i] * dt), y: zeta ** 2 }));
        const detail = `50 % points ${halves(found)
          .map((zeta) => zeta.toFixed(4))
          .join(', ')}`;
        return { value: Math.sqrt(interceptOf(points)), within: [1.63, 1.79], detail };
      },
    },
    exponentCheck('rate', 'near the top log-distance grows at the rate that theory §6 gives for the chain'),
  ];
}
