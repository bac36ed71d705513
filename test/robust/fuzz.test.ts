import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collapse } from '../cli/collapse.js';
import { mutant } from './mutants.js';

/** Each mutant goes through one command in CI and through all of them when everything is asked for. */
const commands = [
  ['derive'],
  ['discover'],
  ['check', '--quick'],
  ['predict', '--quick'],
  ['verify', '--quick', '--backend', 'cpu', '--threads', '1', '--max-steps', '20000'],
];
const isFull = process.env.CHECK_FULL === '1';
const cases = isFull ? 20_000 : 60;
const file = join(mkdtempSync(join(tmpdir(), 'collapse-')), 'mutant.yaml');

describe('mutants of valid model files end with a result or with one message', () => {
  test(`${cases} of them`, { timeout: isFull ? 86_400_000 : 120_000 }, async () => {
    let read = 0;
    for (let i = 0; i < cases; i++) {
      const { from, text } = mutant(i);
      writeFileSync(file, text);
      for (const [place, command] of commands.entries()) {
        if (!isFull && i % commands.length !== place) continue;
        const { status, stdout, stderr } = await collapse(...command, file, '--json', '--quiet');
        const said = `mutant ${i} of ${from}, ${command.join(' ')}: ${text}\n${stderr}`;
        expect([0, 2], said).toContain(status);
        if (status === 2) expect(stderr.trim().split('\n').at(-1), said).toMatch(/^error: /);
        else {
          // numbers that are not finite are written as null or in words, never as what JSON has no name for
          JSON.parse(stdout);
          read++;
        }
      }
    }
    // mutants that are all refused would test the reader alone
    expect(read).toBeGreaterThan(cases / 10);
  });
});
