import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const { exports, bin } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What `npm pack` would put into the package. */
function packed(): string[] {
  const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { encoding: 'utf8' });
  return JSON.parse(stdout)[0].files.map(({ path }: { path: string }) => path);
}

describe('the package', () => {
  const files = packed();

  test('holds nothing built whose source is gone, no tests and no maps to sources that it lacks', () => {
    const isBundle = (file: string) => /^dist\/cli\/[\w-]+\.js$/.test(file);
    const sources = files
      .filter((file) => file.startsWith('dist/') && !isBundle(file))
      .map((file) => file.slice('dist/'.length));
    expect(sources.length).toBeGreaterThan(100);
    for (const file of sources) {
      expect(file).toMatch(/^(src|properties)\/.*\.(js|d\.ts)$/);
      expect(existsSync(file.replace(/\.(js|d\.ts)$/, '.ts')), file).toBe(true);
    }
  });

  test('holds what it promises: every entry and command', () => {
    const entries = Object.values<string | Record<string, string>>(exports).flatMap((entry) =>
      typeof entry === 'string' ? [entry.slice(2)] : Object.values(entry).map((path) => path.slice(2)),
    );
    expect(files).toEqual(expect.arrayContaining([...entries, ...Object.values<string>(bin)]));
  });
});
