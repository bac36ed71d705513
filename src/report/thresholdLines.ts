import { latexOf } from '../expression/syntax/latex.js';
import { latexName } from '../expression/syntax/latexName.js';
import { parseExpression } from '../expression/syntax/parse.js';
import { formatNumber } from './formatNumber.js';
import { latexNumber } from './latexText.js';
import type { VerifiedSet } from './resultSchema.js';

type Threshold = VerifiedSet['thresholds'][number];

/** One line on where a set attracts along one name, in words and for LaTeX's mathematics. */
export interface ThresholdLine {
  readonly text: string;
  readonly latex: string;
}

/**
 * Where the set attracts, a line a region; of a name whose regions are not known, a line for each zero that holds at the
 * file's other values, `beyond` where its side is not established.
 */
export function thresholdLines(thresholds: readonly Threshold[]): ThresholdLine[] {
  const names = [...new Set(thresholds.map(({ parameter }) => parameter))];
  return names.flatMap((name) => {
    const zeros = thresholds.filter(({ parameter }) => parameter === name);
    const [{ regions }] = zeros;
    if (regions.length > 0 && !regions.some(({ attractive }) => attractive)) {
      return [{ text: `${name}: nowhere`, latex: `${latexName(name)}: \\text{ nowhere}` }];
    }
    if (regions.length > 0)
      return regions.filter(({ attractive }) => attractive).map((one) => regionLine(name, zeros, one));
    return zeros.flatMap(({ expression, latex, value, attractive }) => {
      if (value === null || !Number.isFinite(value)) return [];
      const relation = attractive === 'above' ? '>' : attractive === 'below' ? '<' : 'beyond';
      return [oneSided(name, relation, { expression, latex, value })];
    });
  });
}

/** What attracts beyond one end, in closed form where that is short, and as a number. */
function oneSided(
  name: string,
  relation: '>' | '<' | 'beyond',
  { expression, latex, value }: { readonly expression: string; readonly latex: string; readonly value: number },
): ThresholdLine {
  const shown = formatNumber(value);
  const isShort = expression.length <= longestShown;
  const written = relation === 'beyond' ? '\\text{ beyond }' : ` ${relation} `;
  return {
    text: `${name} ${relation} ${isShort ? `${expression} = ` : ''}${shown}`,
    latex: `${latexName(name)}${written}${isShort ? `${latex} = ` : ''}${latexNumber(shown)}`,
  };
}

/** A closed form of more characters is left to `collapse derive`. */
const longestShown = 100;

function regionLine(name: string, zeros: readonly Threshold[], region: Threshold['regions'][number]): ThresholdLine {
  const { from, to, fromExpression, toExpression, expression } = region;
  const closed = fromExpression ?? toExpression;
  if (closed !== null && (fromExpression === null || toExpression === null)) {
    const isAbove = fromExpression !== null;
    const latex = zeros.find((zero) => zero.expression === closed)?.latex ?? latexOf(parseExpression(closed));
    return oneSided(name, isAbove ? '>' : '<', { expression: closed, latex, value: (isAbove ? from : to) ?? 0 });
  }
  const [low, high] = [formatNumber(from ?? 0), formatNumber(to ?? 0)];
  const closedForm = expression.length <= longestShown ? `, that is ${expression}` : '';
  return {
    text: `${low} < ${name} < ${high}${closedForm}`,
    latex: `${latexNumber(low)} < ${latexName(name)} < ${latexNumber(high)}`,
  };
}
