import { formatNumber } from './formatNumber.js';
import type { DiscoveredSet, DiscoverResult } from './resultSchema.js';
import { wrapParagraph } from './wrapText.js';

const pageWidth = 120;

/** The sets that a model was found to have, as text: the maximal ones first, each with its equations, reason and condition. */
export function discoverText({ models }: DiscoverResult): string {
  const blocks = models.flatMap(({ name, sets }) => {
    const count = sets.length === 1 ? '1 invariant set' : `${sets.length} invariant sets`;
    return [`${name}: ${count}, every one proved`, ...sets.map(setText)];
  });
  return `${blocks.join('\n\n')}\n`;
}

function setText(set: DiscoveredSet, index: number): string {
  const { name, equations, codimension, reason, generator, within, unlistedImages, invariance } = set;
  const paragraphs = [
    ['', `${index + 1}. ${name}`],
    ['   ', `${equations.map((equation) => `${equation} = 0`).join(', ')} (codimension ${codimension})`],
    ['   ', `${reason}: ${generator}`],
    ['   ', `invariant: ${invariance.reason}`],
    ...conditionLines(set).map((line) => ['   ', line] as const),
    ...(within.length === 0 ? [] : [['   ', `lies within: ${within.join('; ')}`] as const]),
    ...(unlistedImages === 0
      ? []
      : [['   ', `the model's symmetries make ${unlistedImages} more like it, which are not listed`] as const]),
  ] as const;
  return paragraphs.map(([indent, line]) => wrapParagraph(line, pageWidth, indent)).join('\n');
}

function conditionLines({ condition, thresholds, codimension }: DiscoveredSet): string[] {
  const lines: string[] = [];
  if (condition.expression !== null) {
    lines.push(`${codimension === 1 ? 'alpha' : 'sup Q'} = ${condition.expression}: ${condition.says} here`);
  }
  for (const { parameter, expression, value, attractive } of thresholds) {
    const relation = attractive === 'above' ? '>' : attractive === 'below' ? '<' : 'beyond';
    const number = value === null ? '' : ` = ${formatNumber(value)}`;
    lines.push(`attractive where ${parameter} ${relation} ${expression}${number}`);
  }
  return lines;
}
