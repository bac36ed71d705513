import { describe, expect, test } from 'vitest';
import { picturePlot } from '../../src/report/plots/picturePlot.js';
import { renderSvg } from '../../src/report/plots/renderSvg.js';
import type { Picture } from '../../src/reproduce/picture.js';

const picture: Picture = {
  name: 'picture',
  title: 'Measured and predicted',
  panels: [
    {
      x: { label: 'time' },
      y: { label: 'distance', scale: 'log' },
      curves: [
        {
          name: 'measured',
          style: 'points',
          points: [
            { x: 0, y: 1, low: 0.5, high: 2 },
            { x: 1, y: 0.1 },
          ],
        },
        {
          name: 'predicted',
          style: 'dashed',
          points: [
            { x: 0, y: 1 },
            { x: 1, y: 0.1 },
          ],
        },
      ],
      rules: [{ axis: 'x', at: 0.5, label: 'drop' }],
    },
  ],
};

describe('the picture of an experiment', () => {
  test('shows titles, names, marks with their intervals, dashes and rules', async () => {
    const svg = await renderSvg(picturePlot(picture));
    for (const text of ['Measured and predicted', 'time', 'distance', 'measured', 'predicted', 'drop']) {
      expect(svg).toContain(`>${text}<`);
    }
    expect(svg).toContain('stroke-dasharray="5,3"');
    // one interval and the rule
    expect(svg.match(/aria-roledescription="rule mark"/g)).toHaveLength(1 + 1);
    expect(svg.match(/aria-roledescription="point"/g)).toHaveLength(2);
  });

  test('names of a bundle of curves are left out', async () => {
    const bundle = Array.from({ length: 12 }, (_, i) => ({
      name: `path ${i}`,
      style: 'line' as const,
      points: [{ x: 0, y: i }],
    }));
    const svg = await renderSvg(picturePlot({ ...picture, panels: [{ ...picture.panels[0], curves: bundle }] }));
    expect(svg).not.toContain('>path 0<');
  });
});
