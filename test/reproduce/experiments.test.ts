import { describe, expect, test } from 'vitest';
import { checkAll } from '../../src/reproduce/check.js';
import { fig2 } from '../../src/reproduce/experiments/fig2.js';
import { experiments } from '../../src/reproduce/experiments.js';
import { failing, findings, sound } from './laboratory.js';

describe.each(experiments.map((experiment) => [experiment.name, experiment] as const))('%s', (_, experiment) => {
  test('no two cells, checks or pictures have one name', () => {
    for (const size of ['quick', 'full'] as const) {
      const cells = experiment.cells(size).map(({ id }) => id);
      expect(new Set(cells).size).toBe(cells.length);
    }
    const ids = experiment.checks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test('without findings no gating claim passes', () => {
    const passed = checkAll(experiment.checks, new Map()).filter(({ kind, pass }) => kind === 'gating' && pass);
    expect(passed.map(({ id }) => id)).toEqual([]);
  });

  test.runIf(process.env.CHECK_FULL).each([1, 2, 3])(
    'all claims pass at seed %i',
    async (seed) => {
      expect(failing(experiment.checks, await findings(experiment, 'all', sound, seed))).toEqual([]);
    },
    600_000,
  );
});

test('the first of the authors’ learning rates in figure 2 is 0: gradient flow, and all leave the neuron', async () => {
  const moved: number[] = [];
  const early: typeof sound = {
    ...sound,
    observe: async (model, set, options) => {
      const outcomes = await sound.observe(model, set, { ...options, recordedSteps: [0, 3000], threads: 1 });
      moved.push(...(outcomes ?? []).map(({ series }) => series[1] - series[0]));
      return outcomes;
    },
  };
  expect((await findings(fig2, ['eta 0.0000'], early, 1, 'full')).get('eta 0.0000')).toMatchObject({ ratio: 0 });
  expect(moved.length).toBe(1000);
  expect(Math.min(...moved)).toBeGreaterThan(0);
});
