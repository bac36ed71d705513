import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** From the ground up: a floor imports from the rows before its own, and from nothing beside it. */
const storeys = [
  ['arithmetic'],
  ['expression'],
  ['kernel'],
  ['numeric'],
  ['model'],
  ['symbolic', 'sde', 'sgd'],
  ['discovery', 'prediction'],
  ['claims'],
  ['verify'],
  ['sweep', 'reproduce'],
  ['report'],
  ['cli'],
];
const floors = storeys.flat();
/** Walls beyond the order of the storeys. */
const apart: Record<string, readonly string[]> = {
  prediction: ['sde', 'sgd'],
  discovery: ['sde', 'sgd'],
  claims: ['sde', 'sgd', 'discovery'],
};
const withNode = ['sde', 'sgd', 'sweep', 'cli'];

/** What a floor may import of the others; everything else is a wall. */
function below(floor: string): string[] {
  const row = storeys.findIndex((names) => names.includes(floor));
  const under = storeys.slice(0, row).flat();
  return under.filter((name) => !(apart[floor] ?? []).includes(name));
}

/** Of expressions, the first three beyond the kernel's reach. */
const rooms = ['algebra', 'compile', 'calculus', 'syntax', 'functions', 'evaluation'];

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
  plant('src/kernel/inner/third.ts', "export { z } from 'zod';\n");
  for (const room of rooms) {
    plant(`src/kernel/inner/to-${room}.ts`, `export { x } from '../../expression/${room}/x.js';\n`);
  }
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
    const walls = others.filter((other) => !below(floor).includes(other));
    for (const at of [`src/${floor}`, `src/${floor}/inner`]) {
      expect(flaggedAmong(others.map((other) => `${at}/to-${other}.ts`))).toEqual(
        walls.map((other) => `${at}/to-${other}.ts`),
      );
    }
  });

  test('touches files and processes only where it may', () => {
    expect(flagged.has(`src/${floor}/node.ts`)).toBe(!withNode.includes(floor));
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

test('the kernel stands on arithmetic, syntax, functions and evaluation, and on no code of third parties', () => {
  const planted = rooms.map((name) => `src/kernel/inner/to-${name}.ts`);
  expect(flaggedAmong(planted)).toEqual(planted.slice(0, 3));
  expect(flagged.has('src/kernel/inner/third.ts')).toBe(true);
});

test('benchmarks may read the clock', () => {
  expect(flagged.has('bench/clock.ts')).toBe(false);
});
