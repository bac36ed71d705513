import { describe, expect, test } from 'vitest';
import { checkAll } from '../../src/reproduce/check.js';
import { fig1 } from '../../src/reproduce/experiments/fig1.js';
import { fig2 } from '../../src/reproduce/experiments/fig2.js';
import { experiments } from '../../src/reproduce/experiments.js';
import { failing, findings, mutated, scaled, sound } from './laboratory.js';

/** What is broken in the engine, the cells that show it, and the claims that fail. */
const mutations = [
  [fig1, 'noise too large by √2', scaled('zeta', Math.SQRT2), ['zeta 2.1212', 'zeta 2.3030'], ['law']],
  [fig1, 'noise too small by √2', scaled('zeta', Math.SQRT1_2), ['zeta 2.1212', 'zeta 2.3030'], ['law']],
  [fig1, 'a drift twice as large', scaled('mu', 2), ['zeta 2.1212', 'zeta 2.3030'], ['law']],
  [fig2, 'noise too small by √2', scaled('zeta', Math.SQRT1_2), ['rate'], ['rate']],
  [fig2, 'noise too large by √2', scaled('zeta', Math.SQRT2), ['rate'], ['rate']],
  [fig2, 'half the learning rate', scaled('eta', 0.5), ['rate'], ['rate']],
  [fig2, 'twice the learning rate', scaled('eta', 2), ['rate', 'sgd'], ['rate', 'sgd']],
] as const;

describe('a broken engine fails a claim that a sound one passes', () => {
  const named = mutations.map(
    ([experiment, what, ...rest]) => [`${experiment.name}, ${what}`, experiment, ...rest] as const,
  );
  test.each(named)('%s', async (_, experiment, change, cells, ids) => {
    expect(failing(experiment.checks, await findings(experiment, cells, mutated(change)), ids)).toEqual(ids);
  });

  test.each(experiments.map((experiment) => [experiment.name, experiment] as const))('sound: %s', async (name, one) => {
    const own = named.filter(([, { name: other }]) => other === name);
    const cells = own.flatMap(([, , , ids]) => ids);
    const ids = own.flatMap(([, , , , checks]) => checks);
    expect(failing(one.checks, await findings(one, cells, sound), ids)).toEqual([]);
  });
});

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
