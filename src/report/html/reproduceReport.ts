import type { ReproduceResult } from '../reproduceSchema.js';
import { numberOf, outcomeOf } from '../reproduceText.js';
import { downloadLink, escapeHtml, htmlPage } from './page.js';

/** An experiment as one page that opens from disk: what the authors ran, the claims with their numbers, the pictures. */
export function reproduceReport(result: ReproduceResult, svgs: readonly string[]): string {
  const { experiment, title, source, size, seed, version, checks, figures, replay } = result;
  const rows = checks.map((check) => {
    const style = check.kind === 'reported' ? 'inconclusive' : check.pass ? 'agree' : 'disagree';
    const cells = [
      `<span class="verdict ${style}">${outcomeOf(check).trim()}</span>`,
      `${escapeHtml(check.statement)}<br><span class="soft">${escapeHtml(check.statistic)}: ${escapeHtml(numberOf(check))}</span>`,
    ];
    return `<tr><td>${escapeHtml(check.id)}</td>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  });
  const pictures = figures.map(({ title: caption }, i) => {
    return `<figure>${svgs[i]}<figcaption class="soft">${escapeHtml(caption)}</figcaption></figure>`;
  });
  const body = [
    `<p>What the authors ran: ${escapeHtml(source)}.</p>`,
    `<p class="soft">Here: size ${size}, seed ${seed}, version ${escapeHtml(version)}. Again: <code>${escapeHtml(replay)}</code></p>`,
    `<table>${rows.join('\n')}</table>`,
    ...pictures,
    `<p>${downloadLink('result.json', JSON.stringify(result, null, 2), 'save the numbers')}</p>`,
  ];
  return htmlPage({ title: `${experiment}: ${title}`, body: body.join('\n') });
}
