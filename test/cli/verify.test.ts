import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { CommonOptions } from '../../src/cli/options.js';
import { verify } from '../../src/cli/verify.js';
import type { Model } from '../../src/model/model.js';
import { verifyResult } from '../../src/report/resultSchema.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import type { Engines } from '../../src/verify/engines.js';
import { builtin } from '../builtin.js';
import { evidence } from '../verify/fixtures.js';
import { fixedEngines as engines, plain, runWith } from './fixedEngines.js';

function run(
  names: readonly string[],
  options: Partial<CommonOptions> & { explain?: true; builtin?: true } = {},
  by = engines,
) {
  return runWith(verify, names, { ...plain, ...options }, by);
}

describe('collapse verify', () => {
  test('prints the theory table', async () => {
    const { status, stdout, stderr } = await run(['M1']);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toContain('AGREE');
  });

  test('prints JSON with --json, one entry a model in the order given, each once', async () => {
    const { stdout } = await run(['m4', 'M1', 'M4'], { json: true });
    const { models } = verifyResult.parse(JSON.parse(stdout));
    expect(models.map(({ source }) => source)).toEqual(['M4', 'M1']);
  });

  test('--builtin verifies every model that ships', async () => {
    const { stdout } = await run([], { json: true, builtin: true });
    const sources = verifyResult.parse(JSON.parse(stdout)).models.map(({ source }) => source);
    expect(sources).toEqual(['M1', 'M2', 'M2-paper', 'M3', 'M4', 'M4-large', 'M5', 'M6', 'M7', 'M9', 'M10']);
  });

  test('a disagreement exits 3 with --strict alone', async () => {
    expect((await run(['M4'])).status).toBe(0);
    expect((await run(['M4'], { strict: true })).status).toBe(3);
    expect((await run(['M1'], { strict: true })).status).toBe(0);
  });

  test('--out writes JSON and table, whichever is printed', async () => {
    const out = join(mkdtempSync(join(tmpdir(), 'collapse-')), 'results');
    const { stdout } = await run(['M1'], { out, explain: true });
    expect(readdirSync(out).sort()).toEqual(['report.html', 'result.json', 'table.txt']);
    expect(readFileSync(join(out, 'table.txt'), 'utf8')).toBe(stdout);
    expect(JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')).schema).toBe(1);
  });

  test('--quick makes ensembles smaller and stands in the replay command', async () => {
    const asked: Model['simulation'][] = [];
    const counting: Engines = {
      ...engines,
      simulate: async ({ simulation }: Model) => {
        asked.push(simulation);
        return evidence('sde', -0.5);
      },
    };
    const { stdout } = await run(['M1'], { quick: true, json: true }, counting);
    const { trajectories, averagingSteps } = builtin('M1').simulation;
    expect(asked[0].trajectories).toBeLessThanOrEqual(trajectories / 8);
    // averages over a moving base point stop at 2^17 steps where their sign is clear
    expect(asked[0].averagingSteps).toBeLessThanOrEqual(Math.min(averagingSteps, 2 ** 17) / 4);
    expect(stdout).toContain('collapse verify M1 --seed 1 --quick');
  });

  test('of several models --set replaces a constant in those that have it', async () => {
    const seen = new Map<string, number | undefined>();
    const looking: Engines = {
      ...engines,
      derive: (model, set) => {
        const eta = model.constants.get('eta');
        seen.set(model.name, eta && Number(eta.numerator) / Number(eta.denominator));
        return deriveSet(model, set);
      },
    };
    await run(['M1', 'M4'], { set: new Map([['eta', { numerator: 1n, denominator: 8n }]]) }, looking);
    expect([...seen]).toEqual([
      ['quartic well', undefined],
      ['scalar linear chain', 0.125],
    ]);
  });

  test('Ctrl-C keeps what was done, prints it and exits 130', async () => {
    const interrupted: Engines = {
      ...engines,
      train: async (model, _set, options) => {
        if (model.dynamics.kind === 'loss') process.emit('SIGINT');
        expect(options.signal?.aborted).toBe(model.dynamics.kind === 'loss');
        return null;
      },
    };
    const listeners = process.listenerCount('SIGINT');
    const { status, stdout, stderr } = await run(['M1', 'M4', 'M2'], { json: true }, interrupted);
    expect(status).toBe(130);
    expect(stderr).toContain('interrupted: 2 of 3 models');
    const { models } = verifyResult.parse(JSON.parse(stdout));
    expect(models.map(({ source }) => source)).toEqual(['M1', 'M4']);
    expect(process.listenerCount('SIGINT')).toBe(listeners);
  });
});
