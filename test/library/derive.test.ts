import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { browserPath, openedPage } from '../report/browser.js';

const folder = mkdtempSync(join(tmpdir(), 'derive-'));
const bundle = join(folder, 'derive.js');
const model = readFileSync('examples/my-neuron.yaml', 'utf8');

await build({
  entryPoints: ['dist/src/derive.js'],
  bundle: true,
  minify: true,
  format: 'iife',
  globalName: 'collapse',
  platform: 'browser',
  outfile: bundle,
  logLevel: 'silent',
});

describe('collapse-verifier/derive', () => {
  test('bundled for a browser has at most 200 kB, compressed', () => {
    expect(gzipSync(readFileSync(bundle)).length).toBeLessThanOrEqual(200_000);
  });

  test.skipIf(browserPath === null)('derives in a browser what it derives in Node', async () => {
    const { deriveSet, derivationText, readModel } = await import('../../src/derive.js');
    const read = readModel(model, 'my-neuron.yaml');
    const here = derivationText({
      model: read,
      source: 'x',
      derivations: read.sets.map((set) => deriveSet(read, set)),
    });
    const file = join(folder, 'page.html');
    writeFileSync(
      file,
      `<!doctype html><pre id="result"></pre><script src="derive.js"></script><script>
        const model = collapse.readModel(${JSON.stringify(model)}, 'my-neuron.yaml');
        const derivations = model.sets.map((set) => collapse.deriveSet(model, set));
        document.getElementById('result').textContent = collapse.derivationText({ model, source: 'x', derivations });
      </script>`,
    );
    const { browser, page, complaints } = await openedPage(file);
    expect(complaints).toEqual([]);
    expect(await page.locator('#result').textContent()).toBe(here);
    await browser.close();
  });
});
