import { printModelFile } from '../model/printModel.js';
import { verifyReport } from '../report/html/verifyReport.js';
import { distancePlot } from '../report/plots/distancePlot.js';
import { renderSvg } from '../report/plots/renderSvg.js';
import type { VerifiedModel } from '../report/resultJson.js';
import type { VerifyResult } from '../report/resultSchema.js';
import { mathStyle } from './mathStyle.js';

/** The distance plots of every set, by model and set; null where nothing was recorded. */
export function distancePlots({ models, version, seed }: VerifyResult) {
  return models.map(({ source, sets }) =>
    sets.map((set) => distancePlot(`${source}: ${set.name}`, `collapse-verifier ${version}, seed ${seed}`, set)),
  );
}

/** The report of a verification, as the text of report.html. */
export async function verifyReportHtml(result: VerifyResult, verified: readonly VerifiedModel[]): Promise<string> {
  const plots = await Promise.all(
    distancePlots(result).map((row) => Promise.all(row.map((plot) => plot && renderSvg(plot)))),
  );
  const files = verified.map(({ model }) => printModelFile(model));
  return verifyReport(result, verified, { mathStyle: mathStyle(), plots, files });
}
