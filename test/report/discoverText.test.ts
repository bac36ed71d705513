import { expect, test } from 'vitest';
import { discoverText } from '../../src/report/discoverText.js';
import type { DiscoverResult } from '../../src/report/resultSchema.js';

function textOf(value: number | null, attractive: 'above' | 'below' | null): string {
  const threshold = { parameter: 'mu', expression: 'zeta^2/2', latex: '', value, attractive, regions: [] };
  const condition = { supQ: null, infQ: null, alpha: null, says: 'silent', expression: null, latex: null };
  const set = {
    name: 's',
    equations: ['x'],
    codimension: 1,
    reason: 'symmetry',
    generator: 'flip x',
    within: [],
    unlistedImages: 0,
    images: [],
    rotations: [],
    invariance: { status: 'proved', reason: 'identity' },
    condition,
    thresholds: [threshold],
    dataThresholds: [],
    derived: true,
    baseMoves: false,
    averaged: null,
  };
  return discoverText({
    models: [{ name: 'm', source: 'm', parameters: ['x'], sets: [set], bounds: [] }],
  } as unknown as DiscoverResult);
}

test('a threshold without a side attracts beyond it, and one that is not finite is none', () => {
  expect(textOf(2, 'above')).toContain('attractive, all else held, where mu > zeta^2/2 = 2');
  expect(textOf(2, null)).toContain('attractive, all else held, where mu beyond zeta^2/2 = 2');
  expect(textOf(Number.POSITIVE_INFINITY, null)).not.toContain('zeta');
});
