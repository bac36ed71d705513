import { describe, expect, test } from 'vitest';
import { checkAll } from '../../src/reproduce/check.js';
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
