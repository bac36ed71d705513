import { PassThrough } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { type CommonOptions, replayCommand } from '../../src/cli/options.js';
import { openProgress } from '../../src/cli/progress.js';
import { TimeLimit } from '../../src/cli/timeLimit.js';

describe('the replay command', () => {
  const plain: CommonOptions = { set: new Map(), seed: 3, backend: 'auto' };

  test('repeats what the numbers depend on, and nothing else', () => {
    expect(replayCommand('verify', 'M1', { ...plain, threads: 2, json: true, quiet: true })).toBe(
      'collapse verify M1 --seed 3',
    );
    const set = new Map([['eta', { numerator: 1n, denominator: 3n }]]);
    expect(replayCommand('verify', 'M2', { ...plain, set, quick: true, backend: 'cpu' })).toBe(
      'collapse verify M2 --set eta=1/3 --seed 3 --quick --backend cpu',
    );
  });

  test('quotes a file name for the shell', () => {
    expect(replayCommand('verify', "my model's.yaml", plain)).toBe("collapse verify 'my model'\\''s.yaml' --seed 3");
  });
});

describe('progress', () => {
  function terminal(isTTY: boolean, columns = 80) {
    const stream = Object.assign(new PassThrough(), {
      isTTY,
      columns,
      cursorTo: () => true,
      clearLine: () => true,
    });
    return stream as unknown as NodeJS.WriteStream & PassThrough;
  }

  test.each([
    { quiet: false, isTTY: false },
    { quiet: true, isTTY: true },
  ])('shows nothing when quiet or piped', ({ quiet, isTTY }) => {
    const stream = terminal(isTTY);
    const progress = openProgress(quiet, null, stream);
    progress.report('M1', 0.5);
    progress.stop();
    expect(stream.read()).toBeNull();
  });

  test('shows what is under way on a terminal', () => {
    const stream = terminal(true);
    const progress = openProgress(false, null, stream);
    progress.report('M1: deriving', 0.5);
    progress.stop();
    expect(String(stream.read())).toContain('%');
  });

  test('and how much of a limit is spent', () => {
    const stream = terminal(true, 120);
    const progress = openProgress(false, new TimeLimit(30), stream);
    progress.report('M1: deriving', 0.5);
    progress.stop();
    expect(String(stream.read())).toContain('M1: deriving (0 of 30 s of work)');
  });
});
