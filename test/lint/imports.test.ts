import { readdirSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { expect, test } from 'vitest';

/** What each file of src/ imports or passes on of the others, types too. */
function importGraph(): ReadonlyMap<string, readonly string[]> {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) => /(?<!\.d)\.ts$/.test(name));
  return new Map(
    files.map((file) => {
      const text = readFileSync(join('src', file), 'utf8');
      const targets = [...text.matchAll(/(?:\bfrom|\bimport\()\s*'(\.[^']+)\.js'/g)];
      return [file, targets.map(([, target]) => normalize(join(file, '..', `${target}.ts`)))];
    }),
  );
}

/** A way along imports from a file back to itself, or null. */
function circleIn(graph: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const way: string[] = [];
  const visit = (file: string): string[] | null => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return null;
    way.push(file);
    for (const next of graph.get(file) ?? []) {
      const circle = visit(next);
      if (circle !== null) return circle;
    }
    way.pop();
    done.add(file);
    return null;
  };
  for (const file of graph.keys()) {
    const circle = visit(file);
    if (circle !== null) return circle;
  }
  return null;
}

test('no file of src/ imports itself, by way of others or not', () => {
  const graph = importGraph();
  expect(graph.size).toBeGreaterThan(400);
  // the one command that runs the properties, and reaches them lazily
  const outside = [...graph.values()].flat().filter((target) => !graph.has(target) && !target.endsWith('.d.ts'));
  expect(outside).toEqual(['../properties/index.ts']);
  expect(circleIn(graph)).toBeNull();
});

test('a circle is found', () => {
  const graph = new Map([
    ['a.ts', ['b.ts']],
    ['b.ts', ['c.ts', 'd.ts']],
    ['c.ts', []],
    ['d.ts', ['b.ts']],
  ]);
  expect(circleIn(graph)).toEqual(['b.ts', 'd.ts', 'b.ts']);
});
