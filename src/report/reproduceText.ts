import { formatNumber } from './formatNumber.js';
import type { ReproducedCheck, ReproduceResult } from './reproduceSchema.js';
import { wrapParagraph } from './wrapText.js';

/** An experiment for a terminal of so many columns (120 unless given): each claim as passed or failed, with the number that decides it and its bounds. */
export function reproduceText(result: ReproduceResult, width?: number): string {
  const { experiment, title, size, checks, seed, replay } = result;
  const gating = checks.filter(({ kind }) => kind === 'gating');
  const passed = gating.filter(({ pass }) => pass).length;
  const lines = checks.flatMap((check) => [
    wrapParagraph(`${check.id}: ${check.statement}`, `  ${outcomeOf(check)}  `, ' '.repeat(12), width),
    wrapParagraph(`${check.statistic}: ${numberOf(check)}`, ' '.repeat(12), ' '.repeat(12), width),
  ]);
  return `${experiment} (${size}, seed ${seed}): ${title}
${lines.join('\n')}
  ${passed} of ${gating.length} claims passed; again: ${replay}
`;
}

/** `pass` or `FAIL`; of a reported number whether it is as expected. */
export function outcomeOf({ kind, pass }: ReproducedCheck): string {
  if (kind === 'gating') return pass ? 'pass    ' : 'FAIL    ';
  return pass ? 'as said ' : 'unlike  ';
}

/** The number of a check and where it has to lie. */
export function numberOf({ value, interval: [low, high], detail }: ReproducedCheck): string {
  const shown = value === null ? 'no number' : formatNumber(value);
  const bound =
    low === null
      ? high === null
        ? ''
        : ` (at most ${formatNumber(high)})`
      : high === null
        ? ` (at least ${formatNumber(low)})`
        : ` (within [${formatNumber(low)}, ${formatNumber(high)}])`;
  return `${shown}${bound}${detail === null ? '' : `; ${detail}`}`;
}
