import { formatEstimate, formatNumber, formatShare } from './formatNumber.js';
import type { VerifiedSet, VerifyResult } from './resultSchema.js';
import { wrapText } from './wrapText.js';

export const headings = ['model, set', 'condition', 'predicted', 'SDE measured', 'SGD measured', 'verdict'] as const;

/** Outer widths, two of padding each; with the seven borders 120. */
export const columnWidths = [18, 30, 15, 18, 18, 14] as const satisfies readonly number[];

/** The cells of one set's row, wrapped to their columns. */
export function rowOf(model: VerifyResult['models'][number], set: VerifiedSet): string[] {
  const cells = [
    nameCell(model, set),
    conditionCell(set),
    predictedCell(set),
    measuredCell(set.evidence.sde),
    measuredCell(set.evidence.sgd),
    verdictCell(set),
  ];
  return cells.map((lines, i) => lines.map((line) => wrapText(line, columnWidths[i] - 2)).join('\n'));
}

function nameCell(model: VerifyResult['models'][number], set: VerifiedSet): string[] {
  const title = model.source === model.name ? model.name : `${model.source} ${model.name}`;
  return [title, `set: ${set.name}`, `codimension ${set.codimension}`, invarianceText(set)];
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

function conditionCell(set: VerifiedSet): string[] {
  const { condition, exponents, thresholds, codimension, invariance } = set;
  if (invariance.status === 'refuted') return ['does not apply'];
  if (isNoted(set, 'non-smooth')) return ['does not apply: loss not smooth'];
  const lines: string[] = [];
  if (codimension === 1 && condition.expression !== null) lines.push(`alpha = ${condition.expression}`);
  else if (exponents.sde?.expression) lines.push(`lambda = ${exponents.sde.expression}`);
  if (codimension > 1 && condition.supQ !== null) {
    const infQ = condition.infQ === null ? '' : `, inf ${formatNumber(condition.infQ)}`;
    lines.push(`sup Q ${formatNumber(condition.supQ)}${infQ}: ${condition.says}`);
  }
  const shown = thresholds.filter(({ value }) => value !== null);
  if (shown.length > 0) lines.push('attractive where, others held:');
  for (const { parameter, expression, value, attractive } of shown) {
    const relation = attractive === 'above' ? '>' : attractive === 'below' ? '<' : 'beyond';
    lines.push(`${parameter} ${relation} ${expression} = ${formatNumber(value ?? 0)}`);
  }
  return lines.length === 0 ? ['no closed form'] : lines;
}

function predictedCell(set: VerifiedSet): string[] {
  const { sde, eulerMaruyama, sgd, sdeAveraged } = set.exponents;
  const named = [
    ['SDE', sde],
    ['averaged', sdeAveraged],
    ['E-M', eulerMaruyama],
    ['SGD', sgd],
  ] as const;
  const lines = named.flatMap(([name, exponent]) => {
    if (exponent === null) return [];
    const [value, interval] = formatEstimate(exponent.value, exponent.interval);
    return interval === null ? [`${name} ${value}`] : [`${name} ${value}`, interval];
  });
  if (lines.length === 0) return ['-'];
  return isNoted(set, 'moving-base') ? [...lines, 'at a base point that moves'] : lines;
}

function measuredCell(evidence: VerifiedSet['evidence']['sde']): string[] {
  if (evidence === null) return ['-'];
  const { exponent, exponentInterval, fraction, completed, diverged, trajectories } = evidence;
  const lines: string[] = [];
  if (exponent === null) lines.push('no exponent');
  else {
    const [value, interval] = formatEstimate(exponent, exponentInterval);
    lines.push(value, ...(interval === null ? [] : [interval]));
  }
  if (fraction !== null) lines.push(`${formatShare(fraction)} near`);
  if (diverged > 0) lines.push(`${formatShare(diverged / trajectories)} diverged`);
  if (completed < 1) lines.push(`${formatShare(completed)} done`);
  return lines;
}

function verdictCell({ prediction, verdict }: VerifiedSet): string[] {
  return [prediction, verdict.toUpperCase()];
}

function isNoted({ disagreements }: VerifiedSet, cause: VerifiedSet['disagreements'][number]['cause']): boolean {
  return disagreements.some((one) => one.cause === cause);
}
