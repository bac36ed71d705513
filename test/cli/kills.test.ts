import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { randomStream } from '../../src/numeric/random.js';

const program = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'kills-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What writes files, and how it goes on with them. */
const writers = [
  {
    name: 'sweep',
    args: [
      'sweep',
      'M1',
      '--vary',
      'zeta=0.5:3:5',
      '--vary',
      'mu=1,2',
      '--measure',
      'sde',
      '--quick',
      '--threads',
      '1',
    ],
    resume: ['--resume'],
  },
  { name: 'verify', args: ['verify', 'M1', 'M2', '--quick'], resume: ['--resume'] },
  { name: 'reproduce', args: ['reproduce', 'vector-neurons', '--threads', '1'], resume: ['--resume'] },
  { name: 'properties', args: ['properties', 'M1', '--quick', '--runs', '3'], resume: [] },
  { name: 'derive', args: ['derive', 'M1', '--json'], resume: [] },
] as const;

/** Of each writer; the tests of each command kill it a few times in every run. */
const kills = 40;

/** Runs the program to its end, or kills it outright after so many milliseconds; whether it was killed. */
async function run(args: readonly string[], killAfter: number | null): Promise<boolean> {
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'ignore', 'inherit'] });
  const timer = killAfter === null ? null : setTimeout(() => child.kill('SIGKILL'), killAfter);
  const [status, signal] = await once(child, 'exit');
  if (timer !== null) clearTimeout(timer);
  if (signal === null) expect(status).toBe(0);
  return signal === 'SIGKILL';
}

/** Every file is whole: each line of a part but a last one is JSON, and any other file is what it is at the end. */
function expectWhole(out: string, whole: ReadonlyMap<string, Buffer>): void {
  for (const name of existsSync(out) ? readdirSync(out, { recursive: true, encoding: 'utf8' }) : []) {
    const found = readFileSync(join(out, name));
    const expected = whole.get(name);
    // what is not there at the end, such as a checkpoint, is the writer's own affair
    if (expected === undefined) continue;
    if (!name.startsWith('part-')) expect(found.equals(expected), name).toBe(true);
    else for (const line of found.toString().split('\n').slice(0, -1)) JSON.parse(line);
  }
}

function contents(out: string): Map<string, Buffer> {
  const names = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => !name.endsWith('.part'));
  return new Map(names.sort().map((name) => [name, readFileSync(join(out, name))]));
}

describe.runIf(existsSync(program) && process.env.CHECK_FULL)('killed outright at random moments', () => {
  test.each(writers)(
    `collapse $name leaves whole files and ends with the same (${kills} times)`,
    { timeout: 3_600_000 },
    async ({ name, args, resume }) => {
      const undisturbed = join(folder, name);
      const begun = performance.now();
      await run([...args, '--quiet', '--out', undisturbed], null);
      const duration = performance.now() - begun;
      const whole = contents(undisturbed);
      const stream = randomStream(
        17,
        writers.findIndex((writer) => writer.name === name),
      );
      let killed = 0;
      for (let round = 0; killed < kills; round++) {
        const out = join(folder, `${name}-${round}`);
        // now at the start, now after some work; from the second time on it goes on where it was killed
        let isKilled = true;
        for (let i = 0; isKilled && killed < kills; i++) {
          const again = i === 0 ? [] : resume;
          isKilled = await run([...args, '--quiet', '--out', out, ...again], (0.1 + stream.uniform()) * duration);
          if (isKilled) killed += 1;
          expectWhole(out, whole);
        }
        if (isKilled) await run([...args, '--quiet', '--out', out, ...resume], null);
        expect([...contents(out).keys()]).toEqual([...whole.keys()]);
        for (const [file, bytes] of contents(out)) expect(bytes.equals(whole.get(file) as Buffer), file).toBe(true);
      }
    },
  );
});
