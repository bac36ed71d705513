import { describe, expect, test } from 'vitest';
import { type Discovery, discoverSets } from '../../src/discovery/discover.js';
import { rank } from '../../src/numeric/rationalMatrix.js';
import { scalarNetwork } from './networks.js';

/** Whether the equations of `outer` follow from those of `inner`. */
const contains = (outer: Discovery, inner: Discovery): boolean =>
  rank([...inner.derivation.set.rows, ...outer.derivation.set.rows]) === inner.derivation.codimension;

function expectLattice(found: readonly Discovery[]): void {
  for (const [i, one] of found.entries()) {
    const around = found.filter((other) => other !== one && contains(other, one));
    expect(one.within).toEqual(around.map(({ name }) => name));
    for (const other of around) expect(found.indexOf(other)).toBeLessThan(i);
  }
}

const count = (found: readonly Discovery[], codimension: number): number =>
  found
    .filter(({ derivation }) => derivation.codimension === codimension)
    .reduce((total, { unlistedImages }) => total + 1 + unlistedImages, 0);

describe('the lattice of the sets of n interchangeable tanh neurons (partitions with signs and a class of zeros)', () => {
  test('3 neurons: 9 maximal sets, 13 and 1 below them', () => {
    const found = discoverSets(scalarNetwork(3, 'tanh'));
    expectLattice(found);
    expect(found.filter(({ within }) => within.length === 0)).toHaveLength(9);
    expect([2, 4, 6].map((codimension) => count(found, codimension))).toEqual([9, 13, 1]);
  });

  test('4 neurons: 16, 58, 40 and 1', () => {
    const found = discoverSets(scalarNetwork(4, 'tanh'));
    expectLattice(found);
    expect([2, 4, 6, 8].map((codimension) => count(found, codimension))).toEqual([16, 58, 40, 1]);
    expect(found).toHaveLength(25);
  });

  test('6 neurons, 12 parameters: 4087 sets in 63 rows, all proved', () => {
    const found = discoverSets(scalarNetwork(6, 'tanh'));
    expect(found).toHaveLength(63);
    expect(found.every(({ derivation }) => derivation.invariance.status === 'proved')).toBe(true);
    expect(found.filter(({ within }) => within.length === 0)).toHaveLength(36);
    expect(found.reduce((total, { unlistedImages }) => total + 1 + unlistedImages, 0)).toBe(4087);
  });

  test('3 gelu neurons: vanishing and identical neurons meet, without opposite ones', () => {
    const found = discoverSets(scalarNetwork(3, 'gelu'));
    expectLattice(found);
    expect([2, 4, 6].map((codimension) => count(found, codimension))).toEqual([6, 7, 1]);
  });
});
