import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type CommonOptions, type TableFormat, tableFormatNames } from '../../src/cli/options.js';
import { table } from '../../src/cli/table.js';
import { verify } from '../../src/cli/verify.js';
import { builtinModels } from '../../src/model/builtin/index.js';
import { verifyResult } from '../../src/report/resultSchema.js';
import type { Engines } from '../../src/verify/engines.js';
import { readCsvText } from '../report/readCsvText.js';
import { derivation } from '../verify/fixtures.js';
import { collapse } from './collapse.js';
import { fixedEngines, plain, runWith } from './fixedEngines.js';

function run(
  names: readonly string[],
  options: Partial<CommonOptions> & { explain?: true; format?: TableFormat } = {},
  engines = fixedEngines,
) {
  return runWith(table, names, { ...plain, format: 'text', ...options }, engines);
}

describe('collapse table', () => {
  test('is the table of collapse verify, and its JSON the JSON of collapse verify', async () => {
    for (const json of [undefined, true] as const) {
      const options = { ...plain, ...(json ? { json } : {}) };
      const expected = await runWith(verify, ['M1', 'M4'], options, fixedEngines);
      expect(await run(['M1', 'M4'], options)).toEqual(expected);
    }
    expect((await run(['M1'], { format: 'json' })).stdout).toBe((await run(['M1'], { json: true })).stdout);
  });

  test('without names holds every built-in model', async () => {
    const quick: Engines = { ...fixedEngines, derive: (_model, set) => ({ ...derivation(), set }) };
    const { status, stdout } = await run([], { format: 'json' }, quick);
    expect(status).toBe(0);
    expect(verifyResult.parse(JSON.parse(stdout)).models.map(({ source }) => source)).toEqual(
      builtinModels.map(({ id }) => id),
    );
  });

  test.each([
    { format: 'text', extension: 'txt', holds: '│ M1 quartic well' },
    { format: 'md', extension: 'md', holds: '| M1 quartic well<br>' },
    { format: 'latex', extension: 'tex', holds: '\\sqrt{2 \\mu}' },
    { format: 'csv', extension: 'csv', holds: 'quartic well,hilltop,1,' },
    { format: 'json', extension: 'txt', holds: '"name": "quartic well"' },
  ] as const)('--format $format, and --out with table.$extension beside the JSON', async (expected) => {
    const { format, extension, holds } = expected;
    const out = join(mkdtempSync(join(tmpdir(), 'collapse-')), 'results');
    const { stdout } = await run(['M1'], { format, out, explain: true });
    expect(stdout).toContain(holds);
    expect(readdirSync(out).sort()).toEqual(['report.html', 'result.json', `table.${extension}`]);
    expect(readFileSync(join(out, format === 'json' ? 'result.json' : `table.${extension}`), 'utf8')).toBe(stdout);
  });

  test('a model named twice has its rows once', async () => {
    const [, ...rows] = readCsvText((await run(['m4', 'M1', 'M4'], { format: 'csv' })).stdout);
    expect(rows.map(([, , source]) => source)).toEqual(['M4', 'M1']);
  });

  test('a disagreement exits 3 with --strict alone', async () => {
    expect((await run(['M4'], { format: 'csv' })).status).toBe(0);
    expect((await run(['M4'], { format: 'csv', strict: true })).status).toBe(3);
  });

  test('Ctrl-C prints what was done and exits 130', async () => {
    const interrupted: Engines = {
      ...fixedEngines,
      simulate: async (...args) => {
        process.emit('SIGINT');
        return fixedEngines.simulate(...args);
      },
    };
    const { status, stdout, stderr } = await run(['M1', 'M4'], { format: 'csv' }, interrupted);
    expect(status).toBe(130);
    expect(stderr).toContain('interrupted: 1 of 2 models');
    expect(readCsvText(stdout).map(([, , source]) => source)).toEqual(['source', 'M1']);
  });

  test('an unknown format exits 2 with the known ones', async () => {
    const { status, stdout, stderr } = await collapse('table', 'M1', '--format', 'pdf');
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(tableFormatNames.join(', '));
  });

  test('a model that is not there exits 2 before anything is computed', async () => {
    const { status, stderr } = await collapse('table', 'M1', 'M99');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: M99: no such model/);
  });
});
