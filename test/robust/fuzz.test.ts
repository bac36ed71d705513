import { expect, test } from 'vitest';
import { fuzzBlock, fuzzedCommands } from './fuzzBlock.js';

const isFull = process.env.CHECK_FULL === '1';
const size = 1000;
const blocks = Array.from({ length: isFull ? 100 : 1 }, (_, block) => block * size);

test.each(blocks)(
  'a thousand mutants of valid model files from number %i on end with a result or with one message, within their budget',
  { timeout: 3_600_000 },
  async (first) => {
    const { counts, failures } = await fuzzBlock(first, size);
    expect(failures).toEqual([]);
    for (const [command] of fuzzedCommands) {
      // mutants that are all refused would test the reader alone
      expect(counts[command].decided, command).toBeGreaterThan(size / fuzzedCommands.length / 10);
    }
  },
);
