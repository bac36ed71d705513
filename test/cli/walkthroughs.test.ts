import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { collapse } from './collapse.js';

/* Pages that go through a task: their files are written, their commands run in order, and what they show must be printed. */

const folder = mkdtempSync(join(tmpdir(), 'walkthrough-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Block {
  readonly language: string;
  readonly text: string;
  /** the file that the line before names */
  readonly file: string | undefined;
}

function blocksOf(page: string): Block[] {
  const text = readFileSync(new URL(`../../docs/${page}.md`, import.meta.url), 'utf8');
  return [...text.matchAll(/(?:^`([\w./-]+)`:\n\n)?^```(\w+)\n(.*?)^```$/gms)].map(([, file, language, inside]) => ({
    language,
    text: inside,
    file,
  }));
}

/** Runs a line of the page in the folder of its files. */
async function run(line: string): Promise<string> {
  const args = line.split(' ').slice(2);
  const isFile = (arg: string, i: number): boolean =>
    ['--out', '--plot'].includes(args[i - 1]) || existsSync(join(folder, arg));
  const { status, stdout, stderr } = await collapse(
    ...args.map((arg, i) => (isFile(arg, i) ? join(folder, arg) : arg)),
  );
  expect(stderr).toBe('');
  expect(status, line).toBe(0);
  return stdout;
}

for (const page of ['walkthrough-theorist', 'tutorial']) {
  describe(`docs/${page}.md`, () => {
    const blocks = blocksOf(page);
    for (const { file, text, language } of blocks) {
      if (file === undefined || language !== 'yaml') continue;
      mkdirSync(join(folder, file, '..'), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
    const shells = blocks.flatMap(({ language }, i) => (language === 'sh' ? [i] : []));
    for (const i of shells) {
      const lines = blocks[i].text.trim().split('\n');
      const shown: string[] = [];
      for (const { language, text } of blocks.slice(i + 1)) {
        if (language !== 'text') break;
        shown.push(text);
      }
      test(lines.join(', '), async () => {
        let printed = '';
        for (const line of lines) printed += await run(line);
        for (const part of shown.flatMap((text) => text.split(/^ *\.\.\.\n/m))) {
          const at = printed.indexOf(part.trimEnd());
          expect(at, `${part}\nin\n${printed}`).toBeGreaterThanOrEqual(0);
          printed = printed.slice(at + part.trimEnd().length);
        }
      });
    }
  });
}
