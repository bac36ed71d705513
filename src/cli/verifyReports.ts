import { printModelFile } from '../model/printModel.js';
import { verifyReport } from '../report/html/verifyReport.js';
import { densityPlot } from '../report/plots/densityPlot.js';
import { distancePlot } from '../report/plots/distancePlot.js';
import { renderSvg } from '../report/plots/renderSvg.js';
import type { VerifiedModel } from '../report/resultJson.js';
import type { VerifyResult } from '../report/resultSchema.js';
import { densitiesOf } from '../verify/densities.js';
import { mathStyle } from './mathStyle.js';

/** The plots of every set, by model and set: trajectories and densities, those of them that there are. */
export function verifyPlots({ models, version, seed }: VerifyResult, verified: readonly VerifiedModel[]) {
  const subtitle = `collapse-verifier ${version}, seed ${seed}`;
  return models.map(({ source, sets }, i) =>
    sets.map((set, j) => {
      const title = `${source}: ${set.name}`;
      const densities = densitiesOf(verified[i].model, verified[i].verdicts[j].derivation);
      const distances = distancePlot(title, subtitle, set);
      const heading = distances === null ? { text: title, subtitle } : null;
      const plots = [distances, densityPlot(heading, densities, set.evidence)];
      return plots.filter((plot) => plot !== null);
    }),
  );
}

/** The report of a verification, as the text of report.html. */
export async function verifyReportHtml(result: VerifyResult, verified: readonly VerifiedModel[]): Promise<string> {
  const plots = await Promise.all(
    verifyPlots(result, verified).map((row) => Promise.all(row.map((plots) => Promise.all(plots.map(renderSvg))))),
  );
  const files = verified.map(({ model }) => printModelFile(model));
  return verifyReport(result, verified, { mathStyle: mathStyle(), plots, files });
}
