import type { SweepHeader, SweepLine } from '../sweepSchema.js';
import { sweepText } from '../sweepText.js';
import { downloadLink, escapeHtml, htmlPage, scriptJson } from './page.js';
import { sweepScript } from './sweepScript.js';

/**
 * A sweep as one page that opens from disk: the plot, in which a cell shows its numbers where the pointer or the keyboard
 * stands and its trajectories when it is chosen; model file, settings, and the command that makes it again.
 */
export function sweepReport(header: SweepHeader, lines: readonly SweepLine[], svg: string | null): string {
  const { model, set, file, replay, settings, measure, version, seed } = header;
  const told = sweepText(header, lines).split('\n', 1)[0];
  const facts = [
    ['constants varied', header.vary.join(', ')],
    ['measured', measure],
    ['trajectories a cell', measure === 'none' ? 'none' : String(settings.trajectories)],
    ['horizon, dt', `${settings.horizon}, ${settings.dt}`],
    ['version, seed', `${version}, ${seed}`],
  ];
  const body = [
    `<p>${escapeHtml(told)}</p>`,
    svg === null
      ? `<pre>${escapeHtml(sweepText(header, lines))}</pre>`
      : `<figure class="${header.grid.length === 2 ? 'plane' : 'line'}">${svg}</figure>
<section id="cell" aria-live="polite"><p class="soft">Point at a cell, or move to it with the tab key, for its numbers; choose it for its trajectories.</p></section>`,
    `<table>${facts.map((row) => `<tr>${row.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`).join('')}</table>`,
    `<p>Again: <code>${escapeHtml(replay)}</code></p>`,
    `<details><summary>Model file</summary><pre>${escapeHtml(file)}</pre>${downloadLink('model.yaml', file, 'save the model file')}</details>`,
  ];
  return htmlPage({
    title: `${model}: ${set}`,
    body: body.join('\n'),
    style:
      '.plane .mark-symbol { pointer-events: none; } .plane svg a:hover > path { stroke: #000; stroke-width: 2px; }',
    script: `const cells = new Map(${scriptJson(lines)}.map((line) => [line.cell, line]));\n${sweepScript}`,
  });
}
