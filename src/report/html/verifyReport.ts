import { shownSteps } from '../derivationSteps.js';
import { explanationsOf } from '../disagreementText.js';
import { formatEstimate, formatNumber } from '../formatNumber.js';
import type { VerifiedModel } from '../resultJson.js';
import type { VerifiedSet, VerifyResult } from '../resultSchema.js';
import { cellsOf, headings, type Line } from '../tableCells.js';
import { legendOf, sourceOf, summaryOf } from '../tableLegend.js';
import { downloadLink, escapeHtml, htmlPage } from './page.js';
import { sectionsHtml, typeset } from './sectionsHtml.js';

/** What a report shows beside the results. */
export interface ReportMaterial {
  /** the style sheet of KaTeX with its fonts in it */
  readonly mathStyle: string;
  /** the plots of a set as SVG text, by model and set */
  readonly plots: readonly (readonly (readonly string[])[])[];
  /** the model files, one a model */
  readonly files: readonly string[];
}

/**
 * A verification as one page that opens from disk: the table, then set by set its numbers, plot, derivation, what
 * disagrees and why, and its certificate; model files and the commands that make it again.
 */
export function verifyReport(result: VerifyResult, models: readonly VerifiedModel[], material: ReportMaterial): string {
  const body = [
    `<p>${escapeHtml(summaryOf(result))} <span class="soft">${escapeHtml(sourceOf(result))}</span></p>`,
    tableHtml(result),
    ...legendOf(result).map((paragraph) => `<p class="soft">${escapeHtml(paragraph)}</p>`),
    ...result.models.flatMap((model, i) => [
      ...model.sets.map((set, j) => setHtml(result, models[i], model, set, j, material.plots[i]?.[j] ?? [])),
      `<details><summary>Model file of ${escapeHtml(model.source)}</summary><pre>${escapeHtml(material.files[i])}</pre>
${downloadLink('model.yaml', material.files[i], 'save the model file')}</details>`,
      `<p>Again: <code>${escapeHtml(models[i].replay)}</code></p>`,
    ]),
    `<p>${downloadLink('result.json', `${JSON.stringify(result, null, 2)}\n`, 'save all results as JSON')}</p>`,
  ];
  const title = result.models.length === 1 ? result.models[0].name : `${result.models.length} models`;
  return htmlPage({
    title: `Attraction to invariant sets: ${title}`,
    body: body.join('\n'),
    style: material.mathStyle,
  });
}

/** The theory table alone as a page. */
export function tablePage(result: VerifyResult, mathStyle: string): string {
  const body = [
    tableHtml(result),
    `<p>${escapeHtml(`${summaryOf(result)} ${sourceOf(result)}`)}</p>`,
    ...legendOf(result).map((paragraph) => `<p class="soft">${escapeHtml(paragraph)}</p>`),
  ];
  return htmlPage({ title: 'Attraction to invariant sets', body: body.join('\n'), style: mathStyle });
}

/** The theory table as HTML, formulas typeset. */
function tableHtml(result: VerifyResult): string {
  const rows = result.models.flatMap((model) =>
    model.sets.map((set) => {
      const cells = cellsOf(model, set).map((lines) => lines.map(lineHtml).join('<br>'));
      const last = cells.length - 1;
      const verdict = `${cells[last].replace(/<br>[^<]*$/, '')}<br>${verdictHtml(set)}`;
      return `<tr>${[...cells.slice(0, last), verdict].map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
    }),
  );
  const head = headings.map((heading) => `<th scope="col">${escapeHtml(heading)}</th>`).join('');
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${rows.join('\n')}\n</tbody></table>`;
}

function lineHtml(line: Line): string {
  return line
    .map((piece) => (piece.kind === 'formula' ? typeset(piece.latex, false) : escapeHtml(piece.text)))
    .join('');
}

function verdictHtml({ verdict }: VerifiedSet): string {
  return `<span class="verdict ${verdict}">${verdict.toUpperCase()}</span>`;
}

function setHtml(
  result: VerifyResult,
  { model: read, verdicts }: VerifiedModel,
  model: VerifyResult['models'][number],
  set: VerifiedSet,
  index: number,
  plots: readonly string[],
): string {
  const at = result.models.indexOf(model);
  const only = { ...result, models: [{ ...model, sets: [set] }] };
  const explanations = explanationsOf(only).flatMap(({ entries }) => entries);
  const certificate = set.exponents.sde?.certificate ?? null;
  const verdict = verdicts[index];
  return [
    `<h2 id="set-${at}-${index}">${escapeHtml(`${model.source}: ${set.name}`)} ${verdictHtml(set)}</h2>`,
    numbersHtml(set),
    plots.length === 0
      ? ''
      : `<figure>${plots.join('\n')}<figcaption class="soft">${escapeHtml(figureCaption)}</figcaption></figure>`,
    explanations.length === 0
      ? ''
      : `<h3>What does not agree, and why</h3><ul>${explanations.map((entry) => `<li>${escapeHtml(entry)}</li>`).join('')}</ul>`,
    certificate === null
      ? ''
      : `<p>${downloadLink('certificate.json', JSON.stringify(certificate), 'save the certificate')} of the sign of the SDE's exponent; <code>collapse check --certificate certificate.json</code> verifies it.</p>`,
    verdict === undefined
      ? ''
      : `<details open><summary><strong>Derivation</strong></summary>\n${sectionsHtml(shownSteps(read, verdict.derivation))}</details>`,
  ].join('\n');
}

const figureCaption =
  'Median distance to the set with bands of 50 and 90 % of the trajectories; dashed: the predicted exponents. Bars: where trajectories are at the horizon, and their directions near the set; black: the stationary laws of the SDE, where there are such.';

/** Exponents, predicted and measured. */
function numbersHtml({ exponents, evidence }: VerifiedSet): string {
  const predicted = [
    ['SDE', exponents.sde],
    ['SDE, averaged over the set', exponents.sdeAveraged],
    ['Euler–Maruyama', exponents.eulerMaruyama],
    ['Euler–Maruyama, averaged over the set', exponents.eulerMaruyamaAveraged],
    ['SGD', exponents.sgd],
    ['SGD, averaged over the set', exponents.sgdAveraged],
  ] as const;
  const rows = [
    ...predicted.flatMap(([name, found]) =>
      found === null ? [] : [[`${name}, predicted`, found.value, found.interval, found.level, found.method] as const],
    ),
    ...(['sde', 'sgd'] as const).flatMap((process) => {
      const found = evidence[process];
      if (found?.exponent == null) return [];
      const how = `${found.trajectories} trajectories, dt ${formatNumber(found.dt)}, horizon ${formatNumber(found.horizon)}, ${found.backend}`;
      return [
        [
          `${process.toUpperCase()}, measured`,
          found.exponent,
          found.exponentInterval,
          found.exponentLevel,
          how,
        ] as const,
      ];
    }),
  ];
  if (rows.length === 0) return '';
  const lines = rows.map(([name, value, interval, level, how]) => {
    const [shown, bounds] = formatEstimate(value, interval);
    const cells = [name, shown, bounds ?? 'exact to its digits', level === 1 ? 'enclosure' : String(level ?? ''), how];
    return `<tr>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
  });
  return `<table><thead><tr><th>exponent</th><th></th><th>interval</th><th>level</th><th>by</th></tr></thead><tbody>${lines.join('')}</tbody></table>`;
}
