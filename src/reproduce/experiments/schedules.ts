import { itemBranch } from '../../numeric/branches.js';
import { fold } from '../../numeric/random.js';
import { meanEstimate } from '../../numeric/statistics.js';
import { atLeast, atMost, type Check } from '../check.js';
import { markedLine } from '../curves.js';
import { lookAt, runDiagonal } from '../diagonal.js';
import type { Cell, Experiment } from '../experiment.js';
import { type Findings, numberIn } from '../findings.js';

const drops = [500, 1000, 2000, 5000, 10_000, 20_000, 50_000];
const replicas = { quick: 16, full: 256 } as const;
const sigma = 20;
const afterDrop = 10_000;

/** Ours: when the learning rate drops decides how many modes survive. */
export const schedules: Experiment = {
  name: 'schedules',
  title: 'The later the drop of the learning rate, the fewer modes',
  source:
    'the paper claims it of deep networks (figure 6); here on the diagonal network of figure 5 at σ = 20, with the drop at seven steps from 500 to 50,000 and 10,000 steps after it',
  cells: (size) =>
    drops.map(
      (before, i): Cell => ({
        id: `drop ${before}`,
        run: async (laboratory, { seed, signal }) => {
          const run = { sigma, replicas: replicas[size], before, after: afterDrop, every: 500 };
          const options = { seed: fold(seed, itemBranch(i)), signal };
          const path = await runDiagonal(run, laboratory, options);
          if (path === null) return null;
          const looks = Array.from({ length: run.replicas }, (_, r) =>
            lookAt(path, path.steps.length - 1, r, run.replicas),
          );
          const estimate = (what: 'alive' | 'test') => {
            const values = looks.map((look) => look[what]);
            const { mean, interval } = meanEstimate(values, 0.95);
            return { [what]: mean, [`${what}Low`]: interval[0], [`${what}High`]: interval[1] };
          };
          return { ...estimate('alive'), ...estimate('test') };
        },
      }),
    ),
  checks: checks(),
  pictures: (found) => [
    {
      name: 'drops',
      title: 'What is left 10,000 steps after the drop',
      subtitle: 'σ = 20; means over replicas, bars: 95 % intervals',
      panels: (['alive', 'test'] as const).map((what) => ({
        x: { label: 'step of the drop', scale: 'log' as const },
        y: { label: what === 'alive' ? 'modes above 0.05' : 'test loss' },
        curves: markedLine(
          'mean over replicas',
          drops.map((x) => {
            const number = (name: string): number => numberIn(found, `drop ${x}`, name);
            return { x, y: number(what), low: number(`${what}Low`), high: number(`${what}High`) };
          }),
        ),
      })),
    },
  ],
};

function checks(): Check[] {
  const at = (found: Findings, drop: number, what: string): number => numberIn(found, `drop ${drop}`, what);
  return [
    {
      id: 'fewer',
      statement: 'each later drop leaves fewer modes',
      statistic: 'largest change of the mean number of modes from one drop to the next; half a mode is left to chance',
      measure: (found) => {
        const alive = drops.map((drop) => at(found, drop, 'alive'));
        const changes = alive.slice(1).map((value, i) => value - alive[i]);
        return atMost(Math.max(...changes), 0.5, alive.map((value) => value.toFixed(1)).join(', '));
      },
    },
    {
      id: 'half',
      statement: 'between the first drop and the last more than half of the modes that survive die',
      statistic: 'modes with the drop at 50,000 over modes with the drop at 500',
      measure: (found) => atMost(at(found, 50_000, 'alive') / at(found, 500, 'alive'), 0.5),
    },
    {
      id: 'test',
      statement: 'later drops lower the test loss',
      statistic: 'test loss with the drop at 1,000 minus that with it at 20,000',
      measure: (found) => atLeast(at(found, 1000, 'test') - at(found, 20_000, 'test'), 0),
    },
  ];
}
