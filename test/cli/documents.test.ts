import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
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

describe('README.md', () => {
  const lines = blocks('README.md', 'sh').flatMap((block) => block.trim().split('\n'));
  const collapseLines = lines.filter((line) => line.startsWith('npx collapse '));

  test('names no command but npm ones that exist and the package itself', () => {
    const npm = lines.filter((line) => !collapseLines.includes(line));
    expect(npm).toEqual(['npm ci', 'npm start', 'npm start --silent -- --quick --json', 'npm test']);
    expect(scripts.start).toBe('node dist/src/cli/main.js verify --builtin');
    expect(scripts.test).toBeDefined();
    expect(collapseLines.length).toBeGreaterThan(3);
  });

  test.each(collapseLines)('%s works', async (line) => {
    const { status, stdout, stderr } = await collapse(...line.split(' ').slice(2));
    expect(stderr).toBe('');
    expect(status).toBe(0);
    expect(stdout).not.toBe('');
  });

  test('shows the example model as it ships', () => {
    expect(blocks('README.md', 'yaml')).toEqual([read('examples/my-neuron.yaml')]);
  });

  test('lists every option that commands share', async () => {
    const { stdout } = await collapse('verify', '--help');
    for (const option of stdout.match(/--[a-z]+/g) ?? []) {
      if (!['--help', '--builtin'].includes(option)) expect(read('README.md')).toContain(option);
    }
  });
});

describe('docs/', () => {
  const models = blocks('docs/model-file.md', 'yaml');

  test('every model in model-file.md is read', () => {
    expect(models.map((text) => readModel(text, 'docs/model-file.md').name)).toEqual([
      'scalar tanh neuron',
      'quartic well',
    ]);
  });

  test.each([
    'README.md',
    ...['theory', 'model-file', 'expressions', 'json', 'reading-the-table'].map((name) => `docs/${name}.md`),
  ])('links of %s lead to files', (file) => {
    const targets = [...read(file).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target);
    for (const target of targets) expect(() => readFileSync(new URL(target, new URL(file, root)))).not.toThrow();
  });

  test('theory.md has the sections that the code cites', () => {
    const titles = [...read('docs/theory.md').matchAll(/^#{2,3} ([\d.]+) /gm)].map(([, number]) => number);
    expect(titles).toEqual(['1', '2', '3', '4', '4.1', '4.2', '4.3', '4.4', '5', '6', '7', '8', '9']);
  });
});
