import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ReproduceOptions, reproduce } from '../../src/cli/reproduce.js';
import { reproduceResult } from '../../src/report/reproduceSchema.js';
import type { Laboratory } from '../../src/reproduce/experiment.js';
import { sound } from '../reproduce/laboratory.js';
import { collapse } from './collapse.js';
import { fixedEngines } from './fixedEngines.js';

/** Engines that see every trajectory on the set at once. */
const collapsed: Laboratory = {
  ...sound,
  ...fixedEngines,
  observe: async ({ simulation: { trajectories } }, _, { recordedSteps, keepsPoints }) =>
    Array.from({ length: trajectories }, () => ({
      end: 'on' as const,
      series: new Float64Array(recordedSteps.length).fill(-Infinity),
      passages: [0, Infinity] as const,
      ...(keepsPoints && { points: new Float64Array(recordedSteps.length) }),
    })),
};

async function reproduced(options: Partial<ReproduceOptions>) {
  let [stdout, stderr] = ['', ''];
  const output = {
    result: (text: string) => {
      stdout += text;
    },
    message: (text: string) => {
      stderr += text;
    },
  };
  const status = await reproduce('fig1', { seed: 1, shard: '1/1', ...options }, output, async () => collapsed);
  return { status, stdout, stderr };
}

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'reproduce-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('collapse reproduce', () => {
  test('says which claims fail, and with --strict exits with 3', async () => {
    const { status, stdout } = await reproduced({ strict: true });
    expect(status).toBe(3);
    expect(stdout).toMatch(/FAIL {6}below: .*\n.*last time: 1 \(at most 0\.01\)/);
    expect(stdout).toMatch(/pass {6}above: /);
    expect((await reproduced({})).status).toBe(0);
  });

  test('prints JSON of its schema', async () => {
    const { stdout } = await reproduced({ json: true });
    const result = reproduceResult.parse(JSON.parse(stdout));
    expect(result.checks.find(({ id }) => id === 'below')).toMatchObject({
      value: 1,
      interval: [null, 0.01],
      pass: false,
    });
  });

  test('parts that --resume puts together give what one run gives', async () => {
    const one = await reproduced({ json: true });
    for (const shard of ['1/3', '3/3']) {
      const { stdout, stderr } = await reproduced({ out: folder, shard });
      expect(stdout).toBe('');
      expect(stderr).toMatch(/of 18 cells are done; --resume goes on/);
    }
    expect((await reproduced({ out: folder, resume: true, json: true })).stdout).toBe(one.stdout);
    expect(readFileSync(join(folder, 'result.json'), 'utf8')).toBe(one.stdout);
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(['report.html', 'collapse.svg', 'collapse.png', 'paths.svg', 'paths.png']),
    );
  });

  test('parts that collapse merge puts together give what one run gives, and missing cells are named', async () => {
    const one = await reproduced({ json: true });
    await reproduced({ out: folder, shard: '1/2' });
    const { status, stderr } = await collapse('merge', folder);
    expect([status, stderr]).toEqual([
      2,
      expect.stringMatching(/cells are missing: .*collapse reproduce fig1 --quick/),
    ]);
    await reproduced({ out: folder, shard: '2/2' });
    const { stdout } = await collapse('merge', folder);
    expect(stdout).toBe((await reproduced({})).stdout);
    expect(readFileSync(join(folder, 'result.json'), 'utf8')).toBe(one.stdout);
    expect((await collapse('status', folder)).stdout).toContain('18 of 18 cells; parts: 2 done');
  });

  test('does not go on with a run of another seed', async () => {
    await reproduced({ out: folder });
    await expect(reproduced({ out: folder, resume: true, seed: 2 })).rejects.toThrow(/it belongs to a run with seed 1/);
    await expect(reproduced({ out: folder })).rejects.toThrow(/an experiment is there already/);
  });

  test('refuses what it does not know', async () => {
    const { status, stderr } = await collapse('reproduce', 'fig9');
    expect(status).toBe(2);
    expect(stderr).toMatch(/^error: fig9: no such experiment.*fig1, fig2/);
  });

  test('lists the experiments', async () => {
    const { status, stdout } = await collapse('reproduce', '--list');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^fig1 +Noise stabilises/);
  });
});
