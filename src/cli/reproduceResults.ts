import { reproduceReport } from '../report/html/reproduceReport.js';
import { picturePlot } from '../report/plots/picturePlot.js';
import { renderSvg } from '../report/plots/renderSvg.js';
import type { ReproduceResult } from '../report/reproduceSchema.js';
import type { Picture } from '../reproduce/picture.js';
import { pngOf } from './drawing.js';
import { writeResults } from './writeResults.js';

/** Writes `result.json`, `report.html` and each picture as SVG and PNG into a folder, if there is one. Throws InputError. */
export async function writeExperiment(
  result: ReproduceResult,
  pictures: readonly Picture[],
  out: string | undefined,
  message: (text: string) => void,
): Promise<void> {
  if (out === undefined) return;
  const files: Record<string, string | Uint8Array> = { 'result.json': `${JSON.stringify(result, null, 2)}\n` };
  const svgs: string[] = [];
  for (const picture of pictures) {
    const svg = await renderSvg(picturePlot(picture));
    svgs.push(svg);
    files[`${picture.name}.svg`] = svg;
    files[`${picture.name}.png`] = await pngOf(svg);
  }
  files['report.html'] = reproduceReport(result, svgs);
  writeResults(out, files, message);
}
