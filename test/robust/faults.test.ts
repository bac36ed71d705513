import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { collapse } from '../cli/collapse.js';

const folder = 'test/data/faults/robust';
const files = readdirSync(folder);
/** One file in five for each command but the first, unless everything is asked for. */
const commands: readonly (readonly string[])[] = [
  ['derive'],
  ['discover'],
  ['check', '--quick'],
  ['predict', '--quick'],
];

describe('files that read well and once broke or never ended now end with a result', () => {
  for (const [place, command] of commands.entries()) {
    const chosen = files.filter((_, i) => place === 0 || process.env.CHECK_FULL === '1' || i % 5 === place);
    test.each(chosen)(`${command.join(' ')} %s`, async (file) => {
      const { status, stdout, stderr } = await collapse(...command, `${folder}/${file}`, '--json', '--quiet');
      expect(stderr).not.toContain('A defect of collapse-verifier');
      // a file without claims is refused by check
      expect(status === 2 ? stderr : stdout).toMatch(status === 2 ? /^error: / : /^\{/);
    });
  }
});
