import { meanOf } from '../../numeric/statistics.js';
import { atLeast, type Check } from '../check.js';
import { markedLine } from '../curves.js';
import type { Experiment } from '../experiment.js';
import { type Findings, seriesIn } from '../findings.js';
import { type LinearRun, linearCell } from '../linearNetwork.js';
import { matrixEntries, teacherSquare } from './diagonalData.js';

const peak = 3;
const replicas = 3;
const drops = [1100, 2000, 8000];
const short = { peak, warmUp: 5000, firstDrop: 6000, secondDrop: 9000, steps: 14_000 };
/** the authors' schedule: the rate grows by 3e-4 a step for 10,000 steps */
const theirs = { peak, warmUp: 10_000, firstDrop: 50_000, secondDrop: 53_000, steps: 100_001 };
const theirBatches = [1, 2, 4, 8, 16, 1024];

/** Figure 6 for a linear network: large learning rates held for longer leave fewer modes. */
export const fig6Linear: Experiment = {
  name: 'fig6-linear',
  title: 'A linear network with warm-up and drops of the learning rate',
  source:
    'run/run_teacher_student_general.py (no notebook plots it): X ~ U[0, 1)/8 of 1024 × 64, teacher of rank 8, labels with noise 1/16, V₀, U₀ ~ U[0, 1/2), batches without repeats, the rate grows by 3e-4 a step for 10,000 steps, a tenth at 50,000, a hundredth at 53,000, 100,001 steps; batches 1 to 1024. Quick runs shorten warm-up, plateau and tail',
  cells: (size) => {
    const runs: [string, Omit<LinearRun, 'replica'>][] = [
      ...drops.map((drop): [string, Omit<LinearRun, 'replica'>] => [
        `drop ${drop}`,
        { batch: 1, peak, warmUp: 1000, firstDrop: drop, secondDrop: drop + 3000, steps: drop + 7000 },
      ]),
      ...[1, 4].map((batch): [string, Omit<LinearRun, 'replica'>] => [`batch ${batch}`, { ...short, batch }]),
    ];
    const all = runs.flatMap(([id, run]) =>
      Array.from({ length: replicas }, (_, replica) => linearCell(`${id} replica ${replica}`, { ...run, replica })),
    );
    if (size === 'quick') return all;
    const whole = theirBatches.map((batch) =>
      linearCell(`schedule batch ${batch} replica 0`, {
        ...theirs,
        ...(batch === 1024 && { warmUp: 4000 }),
        batch,
        replica: 0,
      }),
    );
    return [...all, ...whole];
  },
  checks: checks(),
  pictures: (found) => [
    {
      name: 'modes',
      title: 'Modes above 0.05 and test loss at the end',
      subtitle: 'batch 1; the learning rate drops to a tenth at the step shown; means of three replicas',
      panels: (['modes', 'test'] as const).map((what) => ({
        x: { label: 'step of the first drop' },
        y: { label: what === 'modes' ? 'modes' : 'test loss' },
        curves: markedLine(
          'mean of three replicas',
          drops.map((x) => ({ x, y: mean(found, `drop ${x}`, what) })),
        ),
      })),
    },
  ],
};

/** The mean of what is left at the end over the replicas of a run. */
function mean(found: Findings, run: string, what: 'modes' | 'test'): number {
  const ids = [...found.keys()].filter((id) => id.startsWith(`${run} replica`));
  return meanOf(ids.map((id) => seriesIn(found, id, what)[1]));
}

function checks(): Check[] {
  const check = (
    id: string,
    statement: string,
    statistic: string,
    runs: readonly [string, string],
    what: 'modes' | 'test',
    bound: number,
  ): Check => ({
    id,
    statement,
    statistic,
    measure: (found) => {
      const [a, b] = runs.map((run) => mean(found, run, what));
      return atLeast(a - b, bound, `${a.toPrecision(4)} and ${b.toPrecision(4)}`);
    },
  });
  return [
    check(
      'longer',
      'the longer at the large rate, the fewer modes',
      'modes with the drop at 1,100 minus those with it at 8,000',
      ['drop 1100', 'drop 8000'],
      'modes',
      5,
    ),
    check(
      'longer-test',
      'and the lower the test loss',
      'test loss with the drop at 1,100 minus that with it at 8,000',
      ['drop 1100', 'drop 8000'],
      'test',
      2e-4,
    ),
    check(
      'batch',
      'smaller batches leave fewer modes',
      'modes at batch 4 minus those at batch 1',
      ['batch 4', 'batch 1'],
      'modes',
      6,
    ),
    check(
      'batch-test',
      'and a lower test loss',
      'test loss at batch 4 minus that at batch 1',
      ['batch 4', 'batch 1'],
      'test',
      5e-4,
    ),
    {
      id: 'modes',
      statement: 'at batch 1 as many modes are left as in the independent simulation, 39',
      statistic: 'modes with the drop at 8,000',
      measure: (found) => ({ value: mean(found, 'drop 8000', 'modes'), within: [36, 42] }),
    },
    {
      id: 'null',
      statement: 'every run is worse than predicting 0, which the paper does not say',
      statistic: 'smallest test loss of all runs; that of 0 is 0.001151',
      kind: 'reported',
      measure: (found) =>
        atLeast(
          Math.min(...[...found.keys()].map((id) => seriesIn(found, id, 'test')[1])),
          teacherSquare / matrixEntries,
        ),
    },
  ];
}
