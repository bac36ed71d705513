import { describe, expect, test } from 'vitest';
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
