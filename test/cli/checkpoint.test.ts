import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../src/cli/checkpointFile.js';
import { randomStream } from '../../src/numeric/random.js';
import { simulateEnsemble } from '../../src/sde/ensemble.js';
import { builtinModel } from '../sde/models.js';

const settings = { horizon: 200, trajectories: 400 };
const model = builtinModel('M1', settings);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'checkpoint-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a checkpoint', () => {
  it('gives back what was kept, and the same evidence without a step more', async () => {
    const first = openCheckpoint(folder, false);
    const evidence = await simulateEnsemble(model, model.sets[0], { seed: 4, checkpoint: first, threads: 1 });
    expect(existsSync(join(folder, 'ensembles.checkpoint'))).toBe(true);
    const again = openCheckpoint(folder, true);
    const kept: number[] = [];
    const counting = { ...again, keep: (_: string, chunk: number) => void kept.push(chunk) };
    expect(await simulateEnsemble(model, model.sets[0], { seed: 4, checkpoint: counting, threads: 1 })).toEqual(
      evidence,
    );
    expect(kept).toEqual([]);
    const other = await simulateEnsemble(model, model.sets[0], { seed: 5, checkpoint: counting, threads: 1 });
    expect(kept.length).toBeGreaterThan(3);
    expect(other).not.toEqual(evidence);
    again.remove();
    expect(existsSync(join(folder, 'ensembles.checkpoint'))).toBe(false);
  });

  it('is begun anew by a run that does not resume', () => {
    const one = openCheckpoint(folder, false);
    one.keep('ensemble', 0, { escapes: [], nears: [] });
    one.flush();
    expect(openCheckpoint(folder, true).kept('ensemble').size).toBe(1);
    expect(openCheckpoint(folder, false).kept('ensemble').size).toBe(0);
    one.remove();
  });
});

const built = new URL('../../dist/src/', import.meta.url);

/** An ensemble in a process of its own, which writes its evidence at the end and its checkpoint every 20 ms. */
const program = `
  const [{ openCheckpoint }, { simulateEnsemble }, { readModel }, { readFileSync }] = await Promise.all([
    import('${built.href}cli/checkpointFile.js'), import('${built.href}sde/ensemble.js'),
    import('${built.href}model/readModel.js'), import('node:fs')]);
  const read = readModel(readFileSync(new URL('../../src/model/builtin/m1-quartic-well.yaml', '${built.href}'), 'utf8'), 'M1');
  const model = { ...read, simulation: { ...read.simulation, ...JSON.parse(process.argv[1]) } };
  const checkpoint = openCheckpoint(process.argv[2], true, 20);
  console.log('started');
  const evidence = await simulateEnsemble(model, model.sets[0], { seed: 4, checkpoint, threads: 2 });
  console.log(JSON.stringify(evidence));
`;

/** Runs it until it ends, or kills it so many milliseconds after it has started; what it wrote at the end, or null. */
function run(settings: object, target: string, killAfter: number | null): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, JSON.stringify(settings), target]);
    let text = '';
    child.stdout.on('data', (chunk) => {
      if (text === '' && killAfter !== null) setTimeout(() => child.kill('SIGKILL'), killAfter);
      text += chunk;
    });
    child.on('close', () => resolve(text.split('\n')[1] || null));
  });
}

describe.runIf(existsSync(built))('a run that is killed at random moments', () => {
  const isFull = process.env.CHECK_FULL !== undefined;
  const kills = isFull ? 50 : 2;

  it(`${kills} times, and resumed, ends with the numbers of an undisturbed one`, { timeout: 600_000 }, async () => {
    const long = { horizon: 400, trajectories: isFull ? 20_000 : 1000 };
    const target = mkdtempSync(join(tmpdir(), 'killed-'));
    const stream = randomStream(9, 0);
    let killed = 0;
    for (let i = 0; i < kills; i++) if ((await run(long, target, 400 * stream.uniform())) === null) killed++;
    const last = await run(long, target, null);
    const undisturbed = builtinModel('M1', long);
    const expected = await simulateEnsemble(undisturbed, undisturbed.sets[0], { seed: 4, threads: 1 });
    rmSync(target, { recursive: true, force: true });
    expect(killed).toBeGreaterThan(kills / 4);
    expect(JSON.parse(last as string)).toEqual(JSON.parse(JSON.stringify(expected)));
  });
});
