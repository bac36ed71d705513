import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { workSpent } from '../../src/arithmetic/work.js';
import { stepsASecond } from '../../src/cli/timeLimit.js';
import { collapse } from '../cli/collapse.js';
import { mutant } from './mutants.js';

const isFull = process.env.CHECK_FULL === '1';
/** Each mutant goes through one command in CI and through all of them when everything is asked for. */
const cases = isFull ? 100_000 : 1000;
/** Seconds of work of one command, small enough for the budget to be spent by many. */
const limit = isFull ? 2 : 0.1;
const ensemble = ['--quick', '--backend', 'cpu', '--threads', '1', '--max-steps', isFull ? '20000' : '1000'];
const commands = [['derive'], ['discover'], ['check', ...ensemble], ['predict', '--quick'], ['verify', ...ensemble]];
const folder = mkdtempSync(join(tmpdir(), 'collapse-'));

/** How one mutant fares in one command: what is wrong with that, or its status. */
async function outcome(index: number, command: readonly string[]): Promise<{ status: number; wrong: string | null }> {
  const file = join(folder, 'mutant.yaml');
  const { text } = mutant(index);
  writeFileSync(file, text);
  const begun = workSpent();
  const { status, stdout, stderr } = await collapse(...command, file, '--json', '--quiet', '--time-limit', `${limit}`);
  const spent = (workSpent() - begun) / stepsASecond;
  const said = `mutant ${index}, ${command[0]}: ${text}\n${stderr}`;
  if (spent > 1.1 * limit) return { status, wrong: `${spent} s of work, more than ${limit}: ${said}` };
  if (status === 2) return { status, wrong: /^error: [^\n]*\n$/m.test(stderr) ? null : said };
  if (status !== 0) return { status, wrong: said };
  // numbers that are not finite are null or told in words, never what JSON has no name for
  return { status, wrong: isJson(stdout) ? null : `no JSON: ${said}` };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('mutants of valid model files end with a result or with one message, within their budget', () => {
  for (const [place, command] of commands.entries()) {
    test(`${command[0]}`, { timeout: isFull ? 86_400_000 : 300_000 }, async () => {
      const wrong: string[] = [];
      let [run, read] = [0, 0];
      for (let i = isFull ? 0 : place; i < cases; i += isFull ? 1 : commands.length) {
        const found = await outcome(i, command);
        run++;
        if (found.status === 0) read++;
        if (found.wrong !== null) wrong.push(found.wrong);
      }
      expect(wrong).toEqual([]);
      // mutants that are all refused would test the reader alone
      expect(read).toBeGreaterThan(run / 10);
    });
  }
});
