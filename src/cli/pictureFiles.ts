import { picturePlot } from '../report/plots/picturePlot.js';
import { renderSvg } from '../report/plots/renderSvg.js';
import type { Picture } from '../reproduce/picture.js';
import { pngOf } from './drawing.js';

/** A picture as the files that show it, SVG and PNG, by name. */
export async function pictureFiles(picture: Picture): Promise<{ readonly [name: string]: string | Uint8Array }> {
  const svg = await renderSvg(picturePlot(picture));
  return { [`${picture.name}.svg`]: svg, [`${picture.name}.png`]: await pngOf(svg) };
}
