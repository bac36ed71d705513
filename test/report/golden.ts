import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('golden/', import.meta.url);

/**
 * Holds a text against test/report/golden/<name>. When they differ, what came out is written beside it as
 * <name>-changed.<extension>, to be compared; UPDATE_GOLDEN=1 takes it over.
 */
export function expectGolden(name: string, text: string): void {
  const golden = new URL(name, folder);
  const changed = new URL(name.replace(/(\.\w+)$/, '-changed$1'), folder);
  if (process.env.UPDATE_GOLDEN) writeFileSync(golden, text);
  if (existsSync(golden) && readFileSync(golden, 'utf8') === text) {
    rmSync(changed, { force: true });
    return;
  }
  writeFileSync(changed, text);
  throw new Error(
    `${name} came out differently: compare ${fileURLToPath(changed)} with the file it is named after, ` +
      'then either mend the writer or take the change over with UPDATE_GOLDEN=1 npx vitest run test/report',
  );
}

/** Where a number stands to a tenth is what a reader sees; its last digits are the platform's. */
export function roundedSvg(svg: string): string {
  return svg.replace(/-?\d+\.\d+/g, (number) => String(Number(Number(number).toFixed(1)) + 0)).replaceAll('><', '>\n<');
}
