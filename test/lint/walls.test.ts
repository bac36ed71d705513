import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const floors = [
  'expression',
  'numeric',
  'model',
  'symbolic',
  'sde',
  'sgd',
  'prediction',
  'claims',
  'discovery',
  'verify',
  'report',
  'cli',
];

/** What each floor may import of the others; everything else is a wall. */
const below: Record<string, readonly string[]> = {
  expression: ['numeric'],
  numeric: ['expression'],
  model: ['expression', 'numeric'],
  symbolic: ['expression', 'numeric', 'model'],
  sde: ['expression', 'numeric', 'model'],
  sgd: ['expression', 'numeric', 'model'],
  prediction: ['expression', 'numeric', 'model', 'symbolic'],
  claims: ['expression', 'numeric', 'model', 'symbolic', 'prediction'],
  discovery: ['expression', 'numeric', 'model', 'symbolic'],
  verify: ['expression', 'numeric', 'model', 'symbolic', 'sde', 'sgd', 'prediction'],
  report: ['expression', 'numeric', 'model', 'symbolic', 'sde', 'sgd', 'prediction', 'claims', 'discovery', 'verify'],
  cli: [
    'expression',
    'numeric',
    'model',
    'symbolic',
    'sde',
    'sgd',
    'prediction',
    'claims',
    'discovery',
    'verify',
    'report',
  ],
};
const withoutNode = [
  'expression',
  'numeric',
  'model',
  'symbolic',
  'prediction',
  'claims',
  'discovery',
  'verify',
  'report',
];

let folder: string;
let flagged: ReadonlySet<string>;

/** One planted file per statement, linted together in a folder of their own with the repository's rules. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'walls-'));
  cpSync('biome.json', join(folder, 'biome.json'));
  cpSync('lint', join(folder, 'lint'), { recursive: true });
  for (const floor of floors) {
    mkdirSync(join(folder, 'src', floor, 'inner'), { recursive: true });
    for (const other of floors) {
      plant(`src/${floor}/to-${other}.ts`, `export { x } from '../${other}/x.js';\n`);
      plant(`src/${floor}/inner/to-${other}.ts`, `export type { X } from '../../${other}/x.js';\n`);
    }
    plant(`src/${floor}/node.ts`, "export { readFileSync } from 'node:fs';\n");
    plant(`src/${floor}/tensors.ts`, "export { tensor } from '@tensorflow/tfjs-core';\n");
    plant(`src/${floor}/algebra.ts`, "export { default } from 'nerdamer/all.js';\n");
    plant(`src/${floor}/properties.ts`, "export { x } from '../../properties/x.js';\n");
    plant(`src/${floor}/bench.ts`, "export { x } from '../../bench/x.js';\n");
    plant(`src/${floor}/random.ts`, 'export const x = Math.random();\n');
    plant(`src/${floor}/clock.ts`, 'export const x = Date.now();\n');
    plant(`src/${floor}/date.ts`, 'export const x = new Date();\n');
  }
  mkdirSync(join(folder, 'src', 'claims', 'check'));
  plant('src/claims/check/to-finding.ts', "export type { X } from '../finding.js';\n");
  plant('src/claims/check/to-normalForm.ts', "export { x } from '../../expression/normalForm.js';\n");
  plant('src/claims/check/to-differentiate.ts', "export { x } from '../../expression/differentiate.js';\n");
  plant('src/claims/check/to-certificate.ts', "export type { X } from '../certificate.js';\n");
  mkdirSync(join(folder, 'bench'));
  plant('bench/clock.ts', 'export const x = Date.now();\n');
  const biome = join(process.cwd(), 'node_modules/@biomejs/biome/bin/biome');
  const run = spawnSync(process.execPath, [biome, 'lint', '--reporter=json', '--max-diagnostics=none'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  const report = JSON.parse(run.stdout) as { diagnostics: { location: { path: string } }[] };
  flagged = new Set(report.diagnostics.map(({ location }) => location.path));
});

afterAll(() => rmSync(folder, { recursive: true }));

function plant(file: string, text: string): void {
  writeFileSync(join(folder, file), text);
}

function flaggedAmong(files: readonly string[]): string[] {
  return files.filter((file) => flagged.has(file));
}

describe.each(floors)('src/%s', (floor) => {
  const others = floors.filter((other) => other !== floor);

  test('imports from the floors below it alone', () => {
    const walls = others.filter((other) => !below[floor].includes(other));
    for (const at of [`src/${floor}`, `src/${floor}/inner`]) {
      expect(flaggedAmong(others.map((other) => `${at}/to-${other}.ts`))).toEqual(
        walls.map((other) => `${at}/to-${other}.ts`),
      );
    }
  });

  test('touches files and processes only where it may', () => {
    expect(flagged.has(`src/${floor}/node.ts`)).toBe(withoutNode.includes(floor));
  });

  test('sees tensors only in sgd and nerdamer only in symbolic', () => {
    expect(flagged.has(`src/${floor}/tensors.ts`)).toBe(floor !== 'sgd');
    expect(flagged.has(`src/${floor}/algebra.ts`)).toBe(floor !== 'symbolic');
  });

  test('draws no hidden randomness, reads no clock, and imports nothing from outside src', () => {
    const planted = ['random', 'clock', 'date', 'bench', 'properties'];
    const files = planted.map((name) => `src/${floor}/${name}.ts`);
    // `collapse properties` alone runs the exported properties
    const allowed = floor === 'cli' ? ['src/cli/properties.ts'] : [];
    expect(flaggedAmong(files)).toEqual(files.filter((file) => !allowed.includes(file)));
  });
});

test('the checker of claims shares no code with the search', () => {
  const planted = ['finding', 'normalForm', 'differentiate', 'certificate'].map(
    (name) => `src/claims/check/to-${name}.ts`,
  );
  expect(flaggedAmong(planted)).toEqual(planted.slice(0, 3));
});

test('benchmarks may read the clock', () => {
  expect(flagged.has('bench/clock.ts')).toBe(false);
});
