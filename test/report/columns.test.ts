import { expect, test } from 'vitest';
import { derivationDocument } from '../../src/report/derivationText.js';
import { tableLinesText } from '../../src/report/numberTable.js';
import { sectionsText } from '../../src/report/sections.js';
import { wrapText } from '../../src/report/wrapText.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { builtin } from '../symbolic/models.js';

test.each([40, 60, 80, 100])('in a terminal of %i columns no line of a derivation is longer', (columns) => {
  for (const id of ['M2', 'M3', 'M10'] as const) {
    const model = builtin(id);
    const derivations = model.sets.map((set) => deriveSet(model, set));
    const lines = sectionsText(derivationDocument({ model, source: id, derivations }), columns).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns);
  }
});

test('a table wider than the terminal becomes a paragraph a row, empty cells left out', () => {
  const piece = (text: string) => ({ kind: 'words' as const, text });
  const table = {
    headings: ['constant', 'zero', 'attractive'],
    rows: [
      [piece('mu'), piece('[1.999999994, 2.000000006]'), piece('below')],
      [piece('eta'), piece('none found'), piece('')],
    ],
  };
  expect(tableLinesText(table as never, 80)).toHaveLength(3);
  expect(tableLinesText(table as never, 42)).toEqual([
    'mu; zero: [1.999999994, 2.000000006];',
    '  attractive: below',
    'eta; zero: none found',
  ]);
});

test('a line is not broken inside a slice', () => {
  expect(wrapText('on it W[1, :] = W[2, :]', 21)).toBe('on it W[1, :] =\nW[2, :]');
});
