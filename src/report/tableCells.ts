import { formatEstimate, formatNumber, formatShare } from './formatNumber.js';
import type { VerifiedSet, VerifyResult } from './resultSchema.js';
import { thresholdLines } from './thresholdLines.js';

/** A run of characters that each format writes its own way; `latex` is math without its delimiters. */
export type Piece =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'formula'; readonly text: string; readonly latex: string };

/** One line of a cell. */
export type Line = readonly Piece[];

/** The columns of the theory table. */
export const headings = ['model, set', 'condition', 'predicted', 'SDE measured', 'SGD measured', 'verdict'] as const;

/** The cells of one set's row, one under each heading, as lines; formulas in the grammar of model files and in LaTeX. */
export function cellsOf(model: VerifyResult['models'][number], set: VerifiedSet): Line[][] {
  return [
    nameCell(model, set),
    conditionCell(set),
    predictedCell(set),
    measuredCell(set.evidence.sde),
    measuredCell(set.evidence.sgd),
    verdictCell(set),
  ];
}

/** The cells of every row of a table. */
export function rowsOf({ models }: VerifyResult): Line[][][] {
  return models.flatMap((model) => model.sets.map((set) => cellsOf(model, set)));
}

function nameCell(model: VerifyResult['models'][number], set: VerifiedSet): Line[] {
  const title = model.source === model.name ? model.name : `${model.source} ${model.name}`;
  const lines = [title, `set: ${set.name}`, `codimension ${set.codimension}`, invarianceText(set)];
  return lines.map((text) => [words(text)]);
}

function invarianceText({ invariance: { status } }: VerifiedSet): string {
  switch (status) {
    case 'proved':
      return 'invariant (proved)';
    case 'refuted':
      return 'not invariant';
    case 'undecided':
      return 'invariance undecided';
  }
}

function conditionCell(set: VerifiedSet): Line[] {
  const { condition, exponents, thresholds, codimension, invariance } = set;
  if (invariance.status === 'refuted') return [[words('does not apply')]];
  if (isNoted(set, 'non-smooth')) return [[words('does not apply: loss not smooth')]];
  // the condition and its thresholds are those of the SDE
  if (exponents.sde === null && set.remarks.length > 0) return [[words(`does not apply: ${set.remarks[0]}`)]];
  const lines: Line[] = [];
  if (codimension === 1 && condition.expression !== null) {
    lines.push([formula(`alpha = ${condition.expression}`, `\\alpha = ${condition.latex}`)]);
  } else if (exponents.sde?.expression) {
    lines.push([formula(`exponent = ${exponents.sde.expression}`, `\\lambda_{\\text{SDE}} = ${exponents.sde.latex}`)]);
  }
  if (codimension > 1 && condition.supQ !== null) {
    const infQ = condition.infQ === null ? [] : [words(', inf '), number(formatNumber(condition.infQ))];
    lines.push([words('sup Q '), number(formatNumber(condition.supQ)), ...infQ, words(`: ${condition.says}`)]);
  }
  const shown = thresholdLines(thresholds).map(({ text, latex }) => [formula(text, latex)]);
  if (shown.length > 0) lines.push([words('attractive where, others held:')]);
  return lines.length === 0 ? [[words('no closed form')]] : [...lines, ...shown];
}

function predictedCell(set: VerifiedSet): Line[] {
  const { sde, eulerMaruyama, sgd, sdeAveraged, eulerMaruyamaAveraged, sgdAveraged } = set.exponents;
  const named = [
    ['SDE', sde],
    ['averaged', sdeAveraged],
    ['E-M', eulerMaruyama],
    ['averaged', eulerMaruyamaAveraged],
    ['SGD', sgd],
    ['averaged', sgdAveraged],
  ] as const;
  const lines = named.flatMap(([name, exponent]) => {
    if (exponent === null) return [];
    const [value, interval] = formatEstimate(exponent.value, exponent.interval);
    return [[words(`${name} `), number(value)], ...(interval === null ? [] : [[number(interval)]])];
  });
  if (lines.length === 0) return [[words('-')]];
  return isNoted(set, 'moving-base') ? [...lines, [words('at a base point that does not stay')]] : lines;
}

function measuredCell(evidence: VerifiedSet['evidence']['sde']): Line[] {
  if (evidence === null) return [[words('-')]];
  const { exponent, exponentInterval, fraction, completed, diverged, trajectories } = evidence;
  const lines: Line[] = [];
  if (exponent === null) lines.push([words('no exponent')]);
  else {
    const [value, interval] = formatEstimate(exponent, exponentInterval);
    lines.push([number(value)], ...(interval === null ? [] : [[number(interval)]]));
  }
  if (fraction !== null) lines.push([words(`${formatShare(fraction)} near`)]);
  if (diverged > 0) lines.push([words(`${formatShare(diverged / trajectories)} diverged`)]);
  if (completed < 1) lines.push([words(`${formatShare(completed)} done`)]);
  return lines;
}

function verdictCell({ prediction, verdict, exponents }: VerifiedSet): Line[] {
  const proved = Object(exponents.sde?.certificate).claim === prediction;
  return [[words(proved ? `${prediction} (proved)` : prediction)], [words(verdict.toUpperCase())]];
}

function isNoted({ disagreements }: VerifiedSet, cause: VerifiedSet['disagreements'][number]['cause']): boolean {
  return disagreements.some((one) => one.cause === cause);
}

/** Words as a piece. */
export function words(text: string): Piece {
  return { kind: 'words', text };
}

/** A number, or an interval, that formatNumber wrote. */
export function number(text: string): Piece {
  return { kind: 'number', text };
}

/** A formula in the grammar of model files, and in LaTeX. */
export function formula(text: string, latex: string): Piece {
  return { kind: 'formula', text, latex };
}
