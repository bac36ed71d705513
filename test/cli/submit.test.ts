import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { slurmScript } from '../../src/cli/slurmScript.js';
import { collapse } from './collapse.js';

const folder = mkdtempSync(join(tmpdir(), 'submit-'));
const out = join(folder, 'parts of it');
const swept = ['M1', '--vary', 'zeta=0.5:3:6', '--vary', 'mu=1,2', '--out', out];
const submitted = ['submit', ...swept, '--slurm', '--array', '4', '--dry-run'];
const partOf = (index: number): Promise<unknown> => collapse('sweep', ...swept, '--shard', `${index}/4`, '--resume');

describe('collapse submit', () => {
  test('writes a script that bash reads and whose tasks are parts of the sweep', async () => {
    const { status, stdout, stderr } = await collapse(...submitted);
    expect([status, stderr]).toEqual([0, expect.stringContaining('to submit: sbatch')]);
    expect(stdout).toBe(readFileSync(join(out, 'submit.sbatch'), 'utf8'));
    expect(stdout).toContain('#SBATCH --array=1-4\n');
    expect(stdout).toContain(`sweep M1 --seed 1 --vary zeta=0.5:3:6 --vary mu=1,2 --measure none --out '${out}'`);
    expect(spawnSync('bash', ['-n', join(out, 'submit.sbatch')]).status).toBe(0);
  });

  test('a task run by hand does its part', async () => {
    const script = readFileSync(join(out, 'submit.sbatch'), 'utf8');
    // in place of vitest, which runs this process
    const byNode = script.replace(
      /^\S+ \S+ sweep/m,
      `${process.execPath} ${join(process.cwd(), 'dist/src/cli/main.js')} sweep`,
    );
    writeFileSync(join(folder, 'task.sh'), byNode);
    const env = { ...process.env, SLURM_ARRAY_TASK_ID: '2', SLURM_JOB_ID: '1' };
    const { status } = spawnSync('bash', [join(folder, 'task.sh')], { env, cwd: process.cwd() });
    expect(status).toBe(0);
    const { parts } = JSON.parse((await collapse('status', out, '--json')).stdout);
    expect(parts.map(({ state }: { state: string }) => state)).toEqual(['not begun', 'done', 'not begun', 'not begun']);
  });

  test('takes an experiment in place of a model', async () => {
    const { status, stdout } = await collapse(
      'submit',
      'fig1',
      '--full',
      '--out',
      join(folder, 'f'),
      '--slurm',
      '--dry-run',
    );
    expect(status).toBe(0);
    expect(stdout).toContain(`reproduce fig1 --full --seed 1 --out ${join(folder, 'f')}`);
    const { stderr } = await collapse('submit', 'fig1', '--vary', 'mu=1,2', '--out', join(folder, 'g'), '--slurm');
    expect(stderr).toContain('--vary: fig1 is an experiment');
  });

  test('again, it submits the parts alone that are not done', async () => {
    await partOf(1);
    expect((await collapse(...submitted)).stdout).toContain('#SBATCH --array=3-4\n');
    await partOf(3);
    await partOf(4);
    const { stdout, stderr } = await collapse(...submitted);
    expect([stdout, stderr]).toEqual(['', expect.stringContaining('every part is there')]);
    expect((await collapse('merge', out)).status).toBe(0);
  });

  test.each([
    { change: ['--set', 'zeta=2', '--seed', '9'], says: 'seed' },
    { change: ['--array', '5'], says: '--array 4' },
  ])('refuses a folder of another sweep or another number of parts ($says)', async ({ change, says }) => {
    const { status, stderr } = await collapse(...submitted, ...change);
    expect(status).toBe(2);
    expect(stderr).toContain(says);
  });

  test.each([
    { args: ['M1', '--vary', 'mu=1,2', '--out', out], says: '--slurm' },
    { args: ['M1', '--vary', 'mu=1,2', '--slurm'], says: '--out' },
    { args: ['M1', '--vary', 'mu=1,2', '--slurm', '--out', join(folder, 'n'), '--array', '3'], says: 'at most 2' },
  ])('says what is missing: $says', async ({ args, says }) => {
    const { status, stderr } = await collapse('submit', ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(says);
  });
});

describe('collapse status', () => {
  test('gives the last line of the log of a part that failed', async () => {
    const failed = join(folder, 'failed');
    await collapse('submit', 'M1', '--vary', 'mu=1,2,3', '--out', failed, '--slurm', '--array', '3', '--dry-run');
    mkdirSync(join(failed, 'logs'), { recursive: true });
    writeFileSync(join(failed, 'logs', '2.log'), 'begun\nslurmstepd: error: Detected 1 oom_kill event\n');
    const { stdout } = await collapse('status', failed);
    expect(stdout).toContain('0 of 3 cells; parts: 1 failed, 2 not begun');
    expect(stdout).toContain('part 2: failed, 0 of 1 cells: slurmstepd: error: Detected 1 oom_kill event');
  });

  test('of a folder without a sweep is an error', async () => {
    expect((await collapse('status', folder)).status).toBe(2);
  });
});

test('options of the queue stand in the script', () => {
  const job = { command: ['sweep', 'a b'], program: ['collapse'], parts: 9, directory: '/x', logs: '/x/logs', cpus: 4 };
  const script = slurmScript({ ...job, tasks: [1, 2, 5], partition: 'long', time: '2:00:00' });
  expect(script).toContain('#SBATCH --array=1-2,5\n');
  expect(script).toContain('#SBATCH --partition=long\n#SBATCH --time=2:00:00\n');
  expect(script).toContain("collapse sweep 'a b' \\\n  --shard");
});

const canRunSlurm = process.env.CHECK_FULL === '1' && process.getuid?.() === 0;

test.runIf(canRunSlurm)(
  'a real Slurm, two nodes of which one dies, gives the bytes of one process',
  { timeout: 1_200_000 },
  () => {
    const { status, stdout } = spawnSync('bash', ['scripts/slurmTest.sh'], { encoding: 'utf8' });
    expect(stdout).toContain('the same bytes as one process');
    expect(status).toBe(0);
  },
);
