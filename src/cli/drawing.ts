import { createRequire } from 'node:module';
import { extname } from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import { InputError } from '../arithmetic/inputError.js';
import { jsonText } from './writeResults.js';

/** What a plot can be written as, by the ending of its file. */
export const plotEndings: readonly string[] = ['.svg', '.png', '.vl.json'];

/** Throws InputError for a file whose ending no plot is written with. */
export function checkPlotName(file: string, endings = plotEndings): void {
  if (!endings.some((ending) => file.toLowerCase().endsWith(ending))) {
    throw new InputError(
      `--plot ${file}`,
      `no plot is written as ${extname(file) || 'a file without ending'}`,
      endings.join(', '),
    );
  }
}

/** A plot as the text or the bytes of its file: SVG, PNG at twice the size, or the Vega-Lite that draws it. */
export async function drawn(plot: TopLevelSpec, file: string): Promise<string | Uint8Array> {
  if (file.toLowerCase().endsWith('.json')) return jsonText(plot);
  const { renderSvg } = await import('../report/plots/renderSvg.js');
  const svg = await renderSvg(plot);
  return file.toLowerCase().endsWith('.svg') ? svg : pngOf(svg);
}

/** SVG text as a PNG at twice the size. The font comes with the package, so that a picture is the same on every machine. */
export async function pngOf(svg: string): Promise<Uint8Array> {
  const { Resvg } = await import('@resvg/resvg-js');
  const { resolve } = createRequire(import.meta.url);
  const fontFiles = [resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')];
  const font = { fontFiles, loadSystemFonts: false, defaultFontFamily: 'DejaVu Sans' };
  return new Resvg(svg, { font, fitTo: { mode: 'zoom', value: 2 } }).render().asPng();
}
