import { parseExpression } from '../expression/syntax/parse.js';
import { shapesOf } from '../model/shapes.js';
import { inSlices } from '../model/slices.js';
import { arrayText } from './arrayText.js';
import { formatEstimate } from './formatNumber.js';
import { repeatedParts } from './repeatedParts.js';
import type { DiscoveredSet, DiscoverResult, ReachedBound } from './resultSchema.js';
import { thresholdLines } from './thresholdLines.js';
import { wrapParagraph } from './wrapText.js';

/**
 * The sets that a model was found to have, as text: the maximal ones first, each with its equations, reason and condition;
 * then, where the search reached a bound, what may be missing; at most `width` columns wide (120 unless given).
 */
export function discoverText({ models }: DiscoverResult, width?: number): string {
  const blocks = models.flatMap(({ name, parameters, sets, bounds }) => {
    const count = sets.length === 1 ? '1 invariant set' : `${sets.length} invariant sets`;
    const proved = sets.filter(({ invariance }) => invariance.status === 'proved').length;
    const every = sets.length === 1 ? 'proved' : 'every one proved';
    const which = proved === sets.length ? every : `${proved} proved, the others but at kinks`;
    return [
      sets.length === 0 ? wrapParagraph(`${name}: ${noneFound}`, '', '', width) : `${name}: ${count}, ${which}`,
      ...orbitTexts(sets, parameters, width),
      ...bounds.map((bound) => boundText(bound, width)),
    ];
  });
  return `${blocks.join('\n\n')}\n`;
}

const noneFound =
  'no invariant set was found among fixed spaces of signed permutations that leave the formulas unchanged and coordinate subspaces on which the normal gradient vanishes; other sets can be stated in the model file and checked';

/** Of each orbit its first set in full, the others by their names. */
function orbitTexts(
  sets: readonly DiscoveredSet[],
  parameters: readonly string[],
  width: number | undefined,
): string[] {
  const orbits = new Map<number, DiscoveredSet[]>();
  for (const set of sets) orbits.set(set.orbit, [...(orbits.get(set.orbit) ?? []), set]);
  return [...orbits.values()].map(([first, ...others], index) => {
    const named = others.slice(0, mostNamed).map(({ name }) => name);
    const rest = others.length - named.length;
    const more = rest === 0 ? '' : `; and ${rest} more, which --json lists`;
    const likewise = `the model's symmetries carry it into: ${named.join('; ')}${more}`;
    return [
      setText(first, index, parameters, width),
      ...(others.length === 0 ? [] : [wrapParagraph(likewise, '   ', '   ', width)]),
    ].join('\n');
  });
}

/** Nobody reads further in a list of sets that are alike. */
const mostNamed = 12;

function setText(set: DiscoveredSet, index: number, parameters: readonly string[], width: number | undefined): string {
  const { name, equations, codimension, reason, generator, within, unlistedImages, images, rotations, invariance } =
    set;
  const on = inSlices(
    equations.map((equation) => `${equation} = 0`),
    parameters,
  ).join(', ');
  const paragraphs = [
    `${index + 1}. ${name}`,
    `${on} (codimension ${codimension})`,
    `${reason}: ${generator}`,
    `${invariance.status === 'proved' ? 'invariant' : 'invariant but at kinks'}: ${invariance.reason}`,
    ...familyTexts(images, rotations),
    ...conditionLines(set, parameters),
    ...(within.length === 0 ? [] : [`lies within: ${within.join('; ')}`]),
    ...(unlistedImages === 0
      ? []
      : [`the model's symmetries make ${unlistedImages} more like it, which are not listed`]),
  ];
  return paragraphs.map((line, i) => wrapParagraph(line, i === 0 ? '' : '   ', '   ', width)).join('\n');
}

/** Families that the kernel followed; where it followed none, that rotations leave the formulas alone is an identity all the same. */
function familyTexts(images: DiscoveredSet['images'], rotations: readonly string[]): string[] {
  const families = images.flatMap((image) => ('family' in image ? [image] : []));
  const each = rotations.length === 1 ? 'this leaves' : 'each of these leaves';
  if (families.length === 0 && rotations.length > 0)
    return [
      `one of a family: ${rotations.join('; ')} by any angle makes further invariant sets of it, since ${each} the formulas unchanged (an identity by exact arithmetic; certificates are of the listed sets)`,
    ];
  return families.map(
    ({ family, parameters, equations }) =>
      `one of the family ${equations.map((equation) => `${equation} = 0`).join(', ')}, invariant for every ${choiceOf(family, parameters)}: proved for all of them by one certificate`,
  );
}

/** `n of shape [3] but 0`, `n of shape [2, 3] and rank 2`. */
function choiceOf(family: string, parameters: readonly string[]): string {
  const shape = shapesOf(parameters).get(family) ?? [];
  return `${family} of shape [${shape.join(', ')}] ${shape.length === 1 ? 'but 0' : `and rank ${shape[0]}`}`;
}

function boundText(bound: ReachedBound, width: number | undefined): string {
  const what = bound === 'formulas' ? 'Not all formulas were derived' : 'The list may not be complete';
  return wrapParagraph(`${what}: ${boundWords[bound]}.`, '', '', width);
}

const boundWords: Readonly<Record<ReachedBound, string>> = {
  symmetries: 'the search for symmetries stopped at its bound, and there may be more sets',
  'vanishing gradients': 'the search for gradients that vanish stopped at its bound, and there may be more sets',
  intersections: 'these sets have too many intersections to go through, and those of the most sets are left out',
  'listed intersections': 'there are more intersections of these sets, which are invariant too',
  'time limit': 'budget: the work of --time-limit was spent, and there may be more sets; a larger one raises it',
  formulas:
    'those of the sets before are large, and of the sets marked so the invariance alone was proved; collapse derive tells the rest of a set that the model file states',
};

function conditionLines(set: DiscoveredSet, parameters: readonly string[]): string[] {
  const { condition, thresholds, codimension, derived, baseMoves, averaged } = set;
  if (!derived) return ['attractive or not: undecided: budget'];
  const lines: string[] = [];
  if (condition.expression !== null) {
    const says = baseMoves ? 'at a base point that the process leaves, and decides nothing' : `${condition.says} here`;
    const { formula, parts } = repeatedParts(parseExpression(condition.expression, 'condition'), parameters);
    const named = inSlices(
      parts.map(({ name, definition }) => `${name} = ${arrayText(definition, parameters)}`),
      parameters,
    );
    const told = [`${codimension === 1 ? 'alpha' : 'sup Q'} = ${arrayText(formula, parameters)}: ${says}`, ...named];
    lines.push(told.join('; '));
  }
  if (baseMoves) lines.push(averagedLine(averaged));
  for (const { text } of thresholdLines(thresholds)) lines.push(`attractive, all else held, where ${text}`);
  return lines;
}

function averagedLine(averaged: DiscoveredSet['averaged']): string {
  if (averaged === null) return 'the exponent averaged along the set was not computed';
  const [low, high] = averaged.interval;
  const says = high < 0 ? 'attractive' : low > 0 ? 'repelling' : 'undecided';
  const [value, interval] = formatEstimate(averaged.value, averaged.interval);
  return `averaged along the moving base point the exponent is ${value}${interval === null ? '' : ` ${interval}`}: ${says}`;
}
