import { reproduceReport } from '../report/html/reproduceReport.js';
import { findingsOf, reproduceJson } from '../report/reproduceJson.js';
import type { ReproduceHeader, ReproduceLine, ReproduceResult } from '../report/reproduceSchema.js';
import type { Experiment, Size } from '../reproduce/experiment.js';
import { deepCifar } from '../reproduce/experiments/deepCifar.js';
import { pictureFiles } from './pictureFiles.js';
import { jsonText, writeResults } from './writeResults.js';

/**
 * The result of an experiment whose cells are all there; written with its report and pictures (SVG and PNG) into a folder,
 * if there is one. Throws InputError.
 */
export async function writeExperiment(
  experiment: Experiment,
  { version, seed, size }: ReproduceHeader,
  lines: readonly ReproduceLine[],
  out: string | undefined,
  message: (text: string) => void,
): Promise<ReproduceResult> {
  const replay = reproduceCommand(experiment.name, size, seed);
  const result = reproduceJson({ version, seed, experiment, size, lines, replay });
  if (out === undefined) return result;
  const files: Record<string, string | Uint8Array> = { 'result.json': jsonText(result) };
  const svgs: string[] = [];
  for (const picture of experiment.pictures(findingsOf(lines))) {
    const drawn = await pictureFiles(picture);
    svgs.push(String(drawn[`${picture.name}.svg`]));
    Object.assign(files, drawn);
  }
  files['report.html'] = reproduceReport(result, svgs);
  writeResults(out, files, message);
  return result;
}

/** The command that runs an experiment again. */
export function reproduceCommand(name: string, size: Size, seed: number): string {
  const what = name === deepCifar.name ? 'deep --cifar FOLDER' : name;
  return `collapse reproduce ${what} --${size} --seed ${seed}`;
}
