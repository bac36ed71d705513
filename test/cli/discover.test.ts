import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discoverResult } from '../../src/report/resultSchema.js';
import { collapse } from './collapse.js';

describe('collapse discover', () => {
  it('prints every set with its reason, as text', async () => {
    const { status, stdout } = await collapse('discover', 'M4');
    expect(status).toBe(0);
    expect(stdout).toContain('scalar linear chain: 3 invariant sets, every one proved');
    expect(stdout).toContain('w1 - w2 = 0 (codimension 1)');
    expect(stdout).toContain('lies within: ');
  });

  it('prints JSON that its schema admits, maximal sets first', async () => {
    const { status, stdout } = await collapse('discover', 'M3', '--json');
    expect(status).toBe(0);
    const result = discoverResult.parse(JSON.parse(stdout));
    const [{ sets }] = result.models;
    expect(sets.map(({ invariance }) => invariance.status)).toEqual(sets.map(() => 'proved'));
    expect(sets[0].within).toEqual([]);
    const names = sets.map(({ name }) => name);
    for (const { within } of sets) for (const name of within) expect(names).toContain(name);
    expect(names).toContain('identical neurons');
  });

  it('finds the permutation set of sigmoid neurons and no vanishing neuron', async () => {
    const { stdout } = await collapse('discover', 'M10', '--json');
    const [{ sets }] = discoverResult.parse(JSON.parse(stdout)).models;
    expect(sets.map(({ equations, reason }) => ({ equations, reason }))).toEqual([
      { equations: ['w1 - w2', 'a1 - a2'], reason: 'symmetry' },
    ]);
  });

  it('keeps what it found in a folder', async () => {
    const folder = join(mkdtempSync(join(tmpdir(), 'collapse-')), 'out');
    const { status, stdout } = await collapse('discover', 'M1', '--out', folder);
    expect(status).toBe(0);
    expect(readFileSync(join(folder, 'sets.txt'), 'utf8')).toBe(stdout);
    discoverResult.parse(JSON.parse(readFileSync(join(folder, 'sets.json'), 'utf8')));
  });

  it('refuses what is no model', async () => {
    const { status, stderr } = await collapse('discover', 'no-such-file.yaml');
    expect(status).toBe(2);
    expect(stderr).toContain('no-such-file.yaml');
  });

  it('judges a set whose base point moves by the average along it, not by the frozen exponent', async () => {
    const { stdout } = await collapse('discover', 'test/data/faults/exponents/sir-threshold.yaml');
    expect(stdout).not.toContain('attractive here');
    expect(stdout).toContain('averaged along the moving base point the exponent is 0.05: repelling');
  });

  it('says nothing by the exponent at a base point that the process leaves along the set', async () => {
    const { stdout } = await collapse('discover', 'test/data/faults/troubles/saddle.yaml', '--json');
    const { sets } = discoverResult.parse(JSON.parse(stdout)).models[0];
    const line = sets.find(({ equations }) => equations.join() === 'y');
    expect(line?.baseMoves).toBe(true);
    const text = await collapse('discover', 'test/data/faults/troubles/saddle.yaml');
    expect(text.stdout).toContain('at a base point that the process leaves, and decides nothing');
  });
});
