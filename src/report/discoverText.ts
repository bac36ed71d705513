import { formatNumber } from './formatNumber.js';
import type { DiscoveredSet, DiscoverResult, ReachedBound } from './resultSchema.js';
import { wrapParagraph } from './wrapText.js';

/**
 * The sets that a model was found to have, as text: the maximal ones first, each with its equations, reason and condition;
 * then, where the search reached a bound, what may be missing.
 */
export function discoverText({ models }: DiscoverResult): string {
  const blocks = models.flatMap(({ name, sets, bounds }) => {
    const count = sets.length === 1 ? '1 invariant set' : `${sets.length} invariant sets`;
    const proved = sets.filter(({ invariance }) => invariance.status === 'proved').length;
    const which = proved === sets.length ? 'every one proved' : `${proved} proved, the others but at kinks`;
    return [`${name}: ${count}, ${which}`, ...sets.map(setText), ...bounds.map(boundText)];
  });
  return `${blocks.join('\n\n')}\n`;
}

function setText(set: DiscoveredSet, index: number): string {
  const { name, equations, codimension, reason, generator, within, unlistedImages, invariance } = set;
  const paragraphs = [
    ['', `${index + 1}. ${name}`],
    ['   ', `${equations.map((equation) => `${equation} = 0`).join(', ')} (codimension ${codimension})`],
    ['   ', `${reason}: ${generator}`],
    ['   ', `${invariance.status === 'proved' ? 'invariant' : 'invariant but at kinks'}: ${invariance.reason}`],
    ...conditionLines(set).map((line) => ['   ', line] as const),
    ...(within.length === 0 ? [] : [['   ', `lies within: ${within.join('; ')}`] as const]),
    ...(unlistedImages === 0
      ? []
      : [['   ', `the model's symmetries make ${unlistedImages} more like it, which are not listed`] as const]),
  ] as const;
  return paragraphs.map(([indent, line]) => wrapParagraph(line, indent)).join('\n');
}

function boundText(bound: ReachedBound): string {
  return wrapParagraph(`The list may not be complete: ${boundWords[bound]}.`, '');
}

const boundWords: Readonly<Record<ReachedBound, string>> = {
  symmetries: 'the search for symmetries stopped at its bound, and there may be more sets',
  'vanishing gradients': 'the search for gradients that vanish stopped at its bound, and there may be more sets',
  intersections: 'these sets have too many intersections to go through, and those of the most sets are left out',
  'listed intersections': 'there are more intersections of these sets, which are invariant too',
};

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
