import { describe, expect, test } from 'vitest';
import { rank } from '../../src/arithmetic/rowEchelonForm.js';
import { type Discovery, discoverSets } from '../../src/discovery/discover.js';
import { findGenerators } from '../../src/discovery/generators.js';
import { latticeOf } from '../../src/discovery/lattice.js';
import { codimensionOf } from '../../src/discovery/signedPartition.js';
import { printExpression } from '../../src/expression/syntax/print.js';
import type { Model } from '../../src/model/model.js';
import { scalarNetwork } from './networks.js';

/** Whether the equations of `outer` follow from those of `inner`. */
const contains = (outer: Discovery, inner: Discovery): boolean =>
  rank([...inner.set.rows, ...outer.set.rows]) === inner.codimension;

function expectLattice(found: readonly Discovery[]): void {
  for (const [i, one] of found.entries()) {
    const around = found.filter((other) => other !== one && contains(other, one));
    expect(one.within).toEqual(around.map(({ name }) => name));
    for (const other of around) expect(found.indexOf(other)).toBeLessThan(i);
  }
}

/** How many sets of a codimension a model has. */
function countOf(model: Model): (codimension: number) => number {
  const { generators, symmetries } = findGenerators(model, {});
  const sets = latticeOf(
    generators.map(({ set }) => set),
    symmetries,
    [],
  );
  return (codimension) =>
    sets
      .filter(({ set }) => codimensionOf(set) === codimension)
      .reduce((total, { unlistedImages }) => total + 1 + unlistedImages.length, 0);
}

describe('the lattice of the sets of n interchangeable tanh neurons (partitions with signs and a class of zeros)', () => {
  test('3 neurons: 9 maximal sets, 13 and 1 below them', () => {
    const found = discoverSets(scalarNetwork(3, 'tanh'));
    expectLattice(found);
    expect(found.filter(({ within }) => within.length === 0)).toHaveLength(9);
    expect(found).toHaveLength(13);
    expect([2, 4, 6].map(countOf(scalarNetwork(3, 'tanh')))).toEqual([9, 13, 1]);
    const written = found.flatMap(({ set, unlistedImages }) => [set.equations, ...unlistedImages]);
    const texts = written.map((equations) => equations.map((one) => printExpression(one)).join(', '));
    expect(new Set(texts).size).toBe(23);
  });

  test('4 neurons: 16, 58, 40 and 1; 3 gelu neurons, which have no opposite: 6, 7 and 1', () => {
    expect([2, 4, 6, 8].map(countOf(scalarNetwork(4, 'tanh')))).toEqual([16, 58, 40, 1]);
    expect([2, 4, 6].map(countOf(scalarNetwork(3, 'gelu')))).toEqual([6, 7, 1]);
  });

  test('6 neurons, 12 parameters: 4087 sets in 63 rows, all proved', () => {
    const found = discoverSets(scalarNetwork(6, 'tanh'));
    expect(found).toHaveLength(63);
    expect(found.every(({ invariance }) => invariance.status === 'proved')).toBe(true);
    expect(found.filter(({ within }) => within.length === 0)).toHaveLength(36);
    expect(found.reduce((total, { unlistedImages }) => total + 1 + unlistedImages.length, 0)).toBe(4087);
  });
});
