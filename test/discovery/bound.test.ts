import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { withinWork, workSpent } from '../../src/arithmetic/withinWork.js';
import type { Bound } from '../../src/discovery/bound.js';
import { coordinateSets } from '../../src/discovery/coordinateSets.js';
import { discoverSets } from '../../src/discovery/discover.js';
import { equivalentForms } from '../../src/discovery/equivalentForms.js';
import { formulasOf } from '../../src/discovery/formulas.js';
import { latticeOf } from '../../src/discovery/lattice.js';
import { symmetryProver } from '../../src/discovery/provedSymmetry.js';
import { coordinateSubspace } from '../../src/discovery/signedPartition.js';
import { structureOf } from '../../src/discovery/structure.js';
import { searchSymmetries } from '../../src/discovery/symmetrySearch.js';
import { readModel } from '../../src/model/readModel.js';
import { discoverResultJson } from '../../src/report/discoverJson.js';
import { discoverText } from '../../src/report/discoverText.js';
import { discoverResult } from '../../src/report/resultSchema.js';
import { scalarNetwork, sdeModel } from './networks.js';

/** The bounds that a search tells of. */
function boundsOf(search: (onBound: (bound: Bound) => void) => unknown): Bound[] {
  const bounds: Bound[] = [];
  search((bound) => bounds.push(bound));
  return bounds;
}

const numbersTo = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

describe('a search that reaches a bound says so', () => {
  test('six unlike coordinates stay 0 one by one: 57 intersections, of which 30 are listed', () => {
    const parameters = numbersTo(6).map((i) => `t${i}`);
    const model = sdeModel(
      parameters,
      parameters.map((name, i) => `-${i + 1}*${name}^3`),
      parameters.map((name) => [`${name}^2`]),
    );
    const bounds: Bound[] = [];
    const discoveries = discoverSets(model, { onBound: (bound) => bounds.push(bound) });
    expect(discoveries).toHaveLength(6 + 30);
    expect(bounds).toEqual(['listed intersections']);

    const result = discoverResultJson('1', 1, {
      model,
      source: 'model.yaml',
      discoveries,
      bounds,
      baseOf: () => ({ moves: false, averaged: null }),
    });
    expect(discoverResult.parse(result).models[0].bounds).toEqual(bounds);
    expect(discoverText(result)).toMatch(
      /\n\nThe list may not be complete: there are more intersections of these sets/,
    );
  });

  test('13 coordinate subspaces have 8191 intersections', () => {
    const sets = numbersTo(13).map((i) => coordinateSubspace(13, [i - 1]));
    expect(boundsOf((onBound) => latticeOf(sets, [], [], onBound))).toEqual(['intersections']);
    expect(boundsOf((onBound) => latticeOf(sets.slice(1), [], [], onBound))).toEqual([]);
  });

  test('two neurons take more than one partial map', () => {
    const formulas = formulasOf(scalarNetwork(2, 'tanh'));
    const structure = structureOf(equivalentForms(formulas)[0]);
    const search = { known: [], isSymmetry: symmetryProver(formulas) };
    expect(boundsOf((onBound) => searchSymmetries(structure, { ...search, most: 1, onBound }))).toEqual(['symmetries']);
    expect(boundsOf((onBound) => searchSymmetries(structure, { ...search, most: 4000, onBound }))).toEqual([]);
  });

  test('a drift of ten products, each of which vanishes with either factor: 2^10 ways to be 0', () => {
    const factors = numbersTo(10).flatMap((i) => [`u${i}`, `v${i}`]);
    const products = numbersTo(10).map((i) => `u${i}*v${i}`);
    const model = sdeModel(
      ['t', ...factors],
      [products.join(' + '), ...factors.map((name) => `-${name}`)],
      ['t', ...factors].map((name) => [name]),
    );
    expect(boundsOf((onBound) => coordinateSets(model, formulasOf(model), onBound))).toEqual(['vanishing gradients']);
  });

  test('two interchangeable neurons reach none', () => {
    expect(boundsOf((onBound) => discoverSets(scalarNetwork(2, 'gelu'), { onBound }))).toEqual([]);
  });
});

describe('a net of tanh neurons with biases, on five inputs', () => {
  const written = readFileSync('examples/two-layer-net.yaml', 'utf8');
  const netOf = (neurons: number) => readModel(written.replace(/\b8\b/g, String(neurons)), 'net.yaml');
  const setsOf = (neurons: number) => neurons + neurons * (neurons - 1);

  test('of 4 neurons has 4 + 12 maximal sets, every one proved, and fewer of them within less work', () => {
    const begun = workSpent();
    const whole = discoverSets(netOf(4));
    const spent = workSpent() - begun;
    const maximal = whole.filter(({ within }) => within.length === 0);
    expect(maximal).toHaveLength(setsOf(4));
    expect(whole.map(({ invariance }) => invariance.status)).toEqual(whole.map(() => 'proved'));
    for (const share of [0.95, 0.7, 0.4, 0.01]) {
      const bounds: Bound[] = [];
      const part = withinWork(share * spent, () => discoverSets(netOf(4), { onBound: (bound) => bounds.push(bound) }));
      const names = (part as typeof whole).map(({ name }) => name);
      expect(names).toEqual(whole.map(({ name }) => name).slice(0, names.length));
      expect(bounds).toContain('time limit');
    }
  });

  test.runIf(process.env.CHECK_FULL)(
    'of 32 neurons has 1,024, found within the 60 s of work of a command',
    () => {
      const bounds: Bound[] = [];
      const found = withinWork(60 * 500_000, () => discoverSets(netOf(32), { onBound: (bound) => bounds.push(bound) }));
      expect(found).toHaveLength(setsOf(32));
      expect(bounds).toEqual(['intersections']);
    },
    300_000,
  );
});
