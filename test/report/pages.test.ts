import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { collapse } from '../cli/collapse.js';
import { browserPath, openedPage } from './browser.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

test.skipIf(browserPath === null)(
  'the report of a verification opens from disk: mathematics, plot, table',
  async () => {
    expect((await collapse('verify', 'M1', 'M4', '--quick', '--out', folder)).status).toBe(0);
    const { browser, page, complaints } = await openedPage(join(folder, 'report.html'));
    expect(await page.locator('h1').textContent()).toBe('Attraction to invariant sets: 2 models');
    expect(await page.locator('tbody tr').count()).toBeGreaterThan(2);
    expect(await page.locator('figure svg').count()).toBe(4);
    expect(await page.locator('.katex').count()).toBeGreaterThan(10);
    expect(await page.locator('.katex-error').count()).toBe(0);
    const font = await page.evaluate(() =>
      document.fonts.ready.then((fonts) => [...fonts].some((one) => one.status === 'loaded')),
    );
    expect(font).toBe(true);
    expect(complaints).toEqual([]);
    await browser.close();
  },
);

test.skipIf(browserPath === null)(
  'a sweep: a cell shows its numbers under the pointer, its trajectories when chosen',
  async () => {
    const out = join(folder, 'sweep');
    const grid = ['--vary', 'zeta=0.5:3:4', '--vary', 'mu=0.5:2:3'];
    expect((await collapse('sweep', 'M1', ...grid, '--measure', 'sde', '--quick', '--out', out)).status).toBe(0);
    const { browser, page, complaints } = await openedPage(join(out, 'report.html'));
    const cells = page.locator('figure svg a');
    expect(await cells.count()).toBe(12);
    expect(await page.locator('#cell').textContent()).toContain('Point at a cell');
    // the last column: much noise
    await cells.last().hover({ force: true });
    expect(await page.locator('#cell').textContent()).toContain('zeta = 3, mu = 2: attractive');
    expect(await page.locator('#cell svg').count()).toBe(0);
    await cells.last().click({ force: true });
    expect(await page.locator('#cell svg').count()).toBe(1);
    await cells.first().focus();
    expect(await page.locator('#cell').textContent()).toContain('zeta = 3');
    await cells.last().click({ force: true });
    await cells.first().focus();
    expect(await page.locator('#cell').textContent()).toContain('zeta = 0.5, mu = 0.5: repelling');
    expect(complaints).toEqual([]);
    await browser.close();
  },
);

test.skipIf(browserPath === null)('names cannot become markup', async () => {
  const out = join(folder, 'hostile');
  const file = join(folder, 'hostile.yaml');
  writeFileSync(
    file,
    `name: "</script><script>document.title='taken'</script><img src=x onerror=alert(1)>"
parameters: [w]
constants: { s: 2 }
drift: [w - w^3]
noise: [{ kind: explicit, diffusion: [[s*w]] }]
sets: [{ name: "<b>set</b>", equations: [w] }]
simulate: { horizon: 5, dt: 0.01, trajectories: 10, init: { normal: 0.001 }, epsilon: 0.01 }
`,
  );
  await collapse('sweep', file, '--vary', 's=1:3:3', '--measure', 'sde', '--out', out);
  await collapse('verify', file, '--out', folder);
  for (const report of [join(out, 'report.html'), join(folder, 'report.html')]) {
    const { browser, page, complaints } = await openedPage(report);
    expect(await page.title()).not.toBe('taken');
    expect(await page.locator('img').count()).toBe(0);
    expect(await page.locator('main b').count()).toBe(0);
    expect(complaints).toEqual([]);
    await browser.close();
  }
});
