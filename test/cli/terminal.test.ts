import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const program = new URL('../../dist/src/cli/main.js', import.meta.url).pathname;

/** What a person sees in a terminal of 80 columns: all lines, after everything that steers the cursor has acted. */
function seen(command: string): string[] {
  const raw = execFileSync('script', ['-qec', `stty cols 80; ${process.execPath} ${program} ${command}`, '/dev/null'], {
    encoding: 'utf8',
    input: '',
    env: { ...process.env, NO_COLOR: '1', TERM: 'xterm' },
  });
  const lines = [''];
  let row = 0;
  let column = 0;
  let saved = [0, 0];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal is steered by them
  for (const [part] of raw.matchAll(/\x1b\[\??[\d;]*[A-Za-z]|\x1b[78]|[^\x1b]/gu)) {
    if (part === '\r' || /\[1?G$/.test(part)) column = 0;
    else if (part === '\n') lines[++row] ??= '';
    else if (/\[0?K$/.test(part)) lines[row] = lines[row].slice(0, column);
    else if (part.endsWith('[2K')) lines[row] = '';
    else if (part === '\x1b7') saved = [row, column];
    else if (part === '\x1b8') [row, column] = saved;
    else if (!part.startsWith('\x1b'))
      lines[row] = lines[row].padEnd(column).slice(0, column) + part + lines[row].slice(++column);
  }
  return lines;
}

describe.runIf(existsSync('/usr/bin/script'))('in a terminal', () => {
  test.each([
    ['sweep M1 --vary mu=0.5:4:30 --vary zeta=0.2:4:30', 'quartic well, hilltop: 900 of 900 cells'],
    ['predict M2', 'scalar tanh neuron: vanishing neuron'],
    ['discover M3', 'two tanh neurons: '],
    ['verify M1 --quick', 'M1 quartic well, set: hilltop'],
  ])('%s: the bar takes no line of the result away, and leaves none', (command, first) => {
    const lines = seen(command);
    expect(lines[0]).toContain(first);
    expect(lines.filter((line) => line.includes('% |'))).toEqual([]);
    expect(lines[lines.length - 1]).toBe('');
  });
});
