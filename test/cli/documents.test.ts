import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readModel } from '../../src/model/readModel.js';
import { collapse } from './collapse.js';

const root = new URL('../../', import.meta.url);

function read(file: string): string {
  return readFileSync(new URL(file, root), 'utf8');
}

/** The fenced blocks of a language in a Markdown file. */
function blocks(file: string, language: string): string[] {
  return [...read(file).matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, name, text]) =>
    name === language ? [text] : [],
  );
}

const { scripts } = JSON.parse(read('package.json'));

const pages = [
  'theory',
  'methods',
  'model-file',
  'expressions',
  'json',
  'reading-the-table',
  'conjectures',
  'properties',
  'sweeps',
  'reproduction',
  'analyze',
  'probe',
  'scale',
  'library',
  'glossary',
];
const documents = ['README.md', ...pages.map((name) => `docs/${name}.md`)];

/** The lines of a document that are to be typed into a shell. */
function shellLines(file: string): string[] {
  return blocks(file, 'sh').flatMap((block) => block.trim().split('\n'));
}

const folder = mkdtempSync(join(tmpdir(), 'documents-'));
afterAll(() => rmSync(folder, { recursive: true }));

const collapseLines = documents.flatMap(shellLines).filter((line) => line.startsWith('npx collapse '));

test.each([...new Set(collapseLines)])('%s works', async (line) => {
  const args = line.split(' ').slice(2);
  // what is written goes to a folder of the test's own
  const isFile = (i: number): boolean => ['--out', '--plot', 'merge', 'status'].includes(args[i - 1]);
  const { status, stdout, stderr } = await collapse(...args.map((arg, i) => (isFile(i) ? join(folder, arg) : arg)));
  // what was submitted, and how to go on, is no result
  if (args[0] !== 'submit') expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).not.toBe('');
});

describe('README.md', () => {
  test('names no command but npm ones that exist and the package itself', () => {
    const npm = shellLines('README.md').filter((line) => !collapseLines.includes(line));
    expect(npm).toEqual(['npm ci', 'npm start', 'npm start --silent -- --quick --json', 'npm test']);
    expect(scripts.start).toBe('node dist/src/cli/main.js verify --builtin');
    expect(scripts.test).toBeDefined();
    expect(scripts['check:full']).toBeDefined();
    expect(collapseLines.length).toBeGreaterThan(3);
  });

  test('shows the example model as it ships', () => {
    expect(blocks('README.md', 'yaml')).toEqual([read('examples/my-neuron.yaml')]);
  });

  test('lists every option that commands share', async () => {
    const { stdout } = await collapse('verify', '--help');
    for (const option of stdout.match(/--[a-z]+/g) ?? []) {
      if (!['--help', '--builtin', '--explain', '--plot'].includes(option)) expect(read('README.md')).toContain(option);
    }
  });
});

describe('docs/', () => {
  const models = blocks('docs/model-file.md', 'yaml');

  test('every model in model-file.md is read', () => {
    expect(models.map((text) => readModel(text, 'docs/model-file.md').name)).toEqual([
      'scalar tanh neuron',
      'two-layer net',
      'quartic well',
    ]);
  });

  test('model-file.md shows the example with arrays as it ships', () => {
    expect(models[1]).toBe(read('examples/two-layer-net.yaml'));
  });

  test.each(documents)('links of %s lead to files and to headings in them', (file) => {
    for (const [, target, anchor] of read(file).matchAll(/\]\((?!https?:)([^)#]*)#?([^)]*)\)/g)) {
      const linked = new URL(target, new URL(file, root));
      expect(existsSync(linked), target).toBe(true);
      if (anchor !== '') expect(anchorsIn(readFileSync(linked, 'utf8')), `${target}#${anchor}`).toContain(anchor);
    }
  });

  test('json.md has a heading for every command', async () => {
    const { stdout } = await collapse('--help');
    const commands = [...stdout.matchAll(/^ {2}(\w+) (?:\[options\] )?[[<]/gm)].map(([, name]) => name);
    expect(commands).toContain('properties');
    const headings =
      read('docs/json.md')
        .match(/^## .*$/gm)
        ?.join() ?? '';
    for (const name of commands.filter((one) => !['help', 'show', 'init', 'completion'].includes(one)))
      expect(headings).toContain(`\`collapse ${name}\``);
  });

  test('the files that methods.md names are there', () => {
    const named = [...read('docs/methods.md').matchAll(/`(src\/[^`]+\.ts)`/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((name) => !existsSync(new URL(name, root)))).toEqual([]);
  });

  test('the picture in the README is what a run prints (written by scripts/picture.mjs)', () => {
    const picture = execFileSync(process.execPath, ['scripts/picture.mjs', '--print'], { cwd: root, encoding: 'utf8' });
    expect(picture).toBe(read('docs/images/table.svg'));
  });

  test('theory.md has the sections that the code cites', () => {
    const titles = [...read('docs/theory.md').matchAll(/^#{2,3} ([\d.]+) /gm)].map(([, number]) => number);
    expect(titles).toEqual(['1', '2', '3', '4', '4.1', '4.2', '4.3', '4.4', '5', '6', '7', '8', '9']);
  });
});

/** The anchors that GitHub gives headings. */
function anchorsIn(markdown: string): string[] {
  return [...markdown.matchAll(/^#{1,6} (.*)$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
