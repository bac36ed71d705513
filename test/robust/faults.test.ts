import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { usualTimeLimit } from '../../src/cli/timeLimit.js';
import { ended } from './fuzzBlock.js';

const folder = 'properties/corpus/commands';
const files = readdirSync(folder);
/** One file in five for each command but the first, unless everything is asked for. */
const commands: readonly (readonly string[])[] = [
  ['derive'],
  ['discover'],
  ['check', '--quick'],
  ['predict', '--quick'],
];

describe('files that read well and once broke, never ended or exceeded their budget now end within it', () => {
  for (const [place, command] of commands.entries()) {
    const chosen = files.filter((_, i) => place === 0 || process.env.CHECK_FULL === '1' || i % 5 === place);
    test.each(chosen)(`${command.join(' ')} %s`, async (file) => {
      for (const limit of [0.05, usualTimeLimit]) {
        expect(await ended([...command, `${folder}/${file}`], limit)).toMatchObject({ wrong: '' });
      }
    });
  }
});
