import { describe, expect, test } from 'vitest';
import type { Units } from '../../../src/sgd/network/units.js';
import {
  baseOn,
  offsetFrom,
  separation,
  standing,
  type UnitSet,
  unitSets,
  wayToCollapse,
} from '../../../src/sgd/probe/unitSet.js';
import { dense } from './networks.js';

/** Units of one incoming and one outgoing weight. */
const unitsOf = (...vectors: readonly (readonly [number, number])[]): Units => ({
  count: vectors.length,
  width: 2,
  vectors: Float64Array.from(vectors.flat()),
});
const weightsOf = (...vectors: readonly (readonly [number, number])[]) => [
  Float64Array.from(vectors, ([w]) => w),
  Float64Array.from(vectors, ([, a]) => a),
];
const thresholds = { tau1: 0.1, tau2: 0.1 };
const vanishing: UnitSet = { kind: 'vanishing', layer: 0, unit: 0 };
const merging: UnitSet = { kind: 'merging', layer: 0, unit: 0, twin: 1, sign: 1 };

describe('the sets of a network', () => {
  const vectors = [
    [3, 4],
    [0.1, 0],
    [-3, -4.1],
    [0, 0.2],
  ] as const;

  test('are the vanishing of each unit and its merging with the nearest one, each pair once', () => {
    const named = unitSets(dense([1, 4, 1], 'gelu', false), weightsOf(...vectors)).map((set) =>
      set.kind === 'vanishing' ? `${set.unit}` : `${set.unit} = ${set.sign} ${set.twin}`,
    );
    expect(named.slice(0, 4)).toEqual(['0', '1', '2', '3']);
    expect(named.slice(4)).not.toContain('0 = 1 2');
    expect(named.every((name) => !name.includes('-1'))).toBe(true);
  });

  test('of an odd activation hold opposite units too', () => {
    const sets = unitSets(dense([1, 4, 1], 'tanh', false), weightsOf(...vectors));
    const twins = sets.filter((set) => set.kind === 'merging' && [set.unit, set.twin].sort().join() === '0,2');
    expect(twins).toEqual([expect.objectContaining({ sign: -1 })]);
  });

  test('leave out the outputs, and a layer of one unit has no twins', () => {
    expect(unitSets(dense([2, 1, 3], 'tanh', true), [new Float64Array(3), new Float64Array(6)])).toEqual([vanishing]);
  });
});

test('a unit is the point of the set nearest to it and its offset along the normals', () => {
  const units = unitsOf([3, 1], [1, 2]);
  expect([...baseOn(units, merging)]).toEqual([2, 1.5]);
  const offset = offsetFrom(units, merging);
  expect(offset[0]).toBeCloseTo(Math.SQRT2, 14);
  expect(offset[1]).toBeCloseTo(-Math.SQRT1_2, 14);
  expect(separation(units, merging)).toBeCloseTo((2 * (4 + 1)) / (10 + 5), 14);
  const opposite: UnitSet = { ...merging, sign: -1 } as UnitSet;
  expect([...baseOn(units, opposite)]).toEqual([1, -0.5]);
  expect([...offsetFrom(units, vanishing)]).toEqual([3, 1]);
});

test('a unit has vanished when it is short, a pair has merged when it is near and neither is short', () => {
  expect(standing(unitsOf([0.05, 0], [1, 0]), vanishing, thresholds)).toBe('collapsed');
  expect(standing(unitsOf([0.2, 0], [1, 0]), vanishing, thresholds)).toBe('apart');
  expect(standing(unitsOf([1, 0], [0.9, 0]), merging, thresholds)).toBe('collapsed');
  expect(standing(unitsOf([1, 0], [0, 1]), merging, thresholds)).toBe('apart');
  expect(standing(unitsOf([0.01, 0], [0.01, 0], [1, 0]), merging, thresholds)).toBe('gone');
});

test('the way to a collapse is the factor that brings it about', () => {
  const units = unitsOf([0.5, 0], [1, 0]);
  const factor = wayToCollapse(units, vanishing, thresholds);
  expect(separation(unitsOf([0.5 * factor, 0], [1, 0]), vanishing)).toBeCloseTo(0.1, 14);
  expect(wayToCollapse(unitsOf([1, 0], [0, 1]), merging, thresholds)).toBeCloseTo(Math.sqrt(0.1 / 2), 14);
});
