import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';

/* The package as a user has it: packed, unpacked into a project elsewhere, and used there as the docs say. */

const project = mkdtempSync(join(tmpdir(), 'project-'));
const modules = join(project, 'node_modules');

function run(command: string, ...args: string[]): { status: number | null; text: string } {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: project, encoding: 'utf8' });
  return { status, text: `${stdout}${stderr}` };
}

/** The first block of TypeScript under a heading of a page of the docs. */
function documented(page: string, heading: string): string {
  const text = readFileSync(page, 'utf8');
  const [, block] = /```ts\n([\s\S]*?)```/.exec(text.slice(text.indexOf(`## ${heading}`))) ?? [];
  return block;
}

/** The files of a page that goes through a project, by name. */
function filesOf(page: string): Map<string, string> {
  const files = [...readFileSync(page, 'utf8').matchAll(/^`([\w.-]+)`:\n\n^```\w+\n(.*?)^```$/gms)];
  return new Map(files.map(([, name, text]) => [name as string, text as string]));
}

beforeAll(() => {
  spawnSync('npm', ['pack', '--ignore-scripts', '--silent', '--pack-destination', project]);
  const own = join(modules, 'collapse-verifier');
  mkdirSync(own, { recursive: true });
  const [tarball] = readdirSync(project).filter((name) => name.endsWith('.tgz'));
  run('tar', 'xzf', tarball, '-C', own, '--strip-components=1');
  for (const name of readdirSync('node_modules').filter((one) => !one.startsWith('.'))) {
    symlinkSync(resolve('node_modules', name), join(modules, name));
  }
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  copyFileSync('examples/my-neuron.yaml', join(project, 'my-neuron.yaml'));
  const compilerOptions = {
    strict: true,
    skipLibCheck: false,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noEmit: true,
    module: 'nodenext',
    target: 'es2023',
    types: ['node'],
  };
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
  writeFileSync(join(project, 'neuron.test.ts'), documented('docs/properties.md', 'In a test runner'));
  for (const [name, text] of filesOf('docs/walkthrough-engineer.md')) writeFileSync(join(project, name), text);
  writeFileSync(join(project, 'more.ts'), documented('docs/properties.md', 'Building more'));
  writeFileSync(join(project, 'verify.ts'), documented('docs/library.md', 'In one call'));
  writeFileSync(join(project, 'page.ts'), documented('docs/library.md', 'In a browser'));
});

describe('the package in a project elsewhere', () => {
  test('the documented examples have types, its own and those of what it stands on checked too', () => {
    expect(run(process.execPath, join(modules, 'typescript', 'bin', 'tsc'), '-p', '.')).toEqual({
      status: 0,
      text: '',
    });
  }, 60_000);

  test('the documented tests pass: properties, those of the walkthrough, theory against training', () => {
    const { status, text } = run(process.execPath, join(modules, 'vitest', 'vitest.mjs'), 'run');
    expect(text).toContain('21 passed');
    expect(status).toBe(0);
  }, 120_000);

  test('its command runs', () => {
    const { text } = run(process.execPath, join(modules, 'collapse-verifier', 'dist/src/cli/main.js'), 'derive', 'M1');
    expect(text).toContain('quartic well');
  });
});
