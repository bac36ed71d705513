import { formatNumber } from './formatNumber.js';
import type { SweepHeader, SweepLine } from './sweepSchema.js';
import { pageWidth, wrapParagraph } from './wrapText.js';

/**
 * A sweep for a terminal: over one constant a line a value, over two the phase diagram, the first constant to the right
 * and the second upwards, thinned to fit; over more, counts alone. In so many columns (120 unless given).
 */
export function sweepText(header: SweepHeader, lines: readonly SweepLine[], width = pageWidth): string {
  const { model, set, grid, cells } = header;
  const count = (of: (line: SweepLine) => boolean): number => lines.filter(of).length;
  const told = [
    `${count(({ prediction }) => prediction === 'attractive')} attractive`,
    `${count(({ prediction }) => prediction === 'repelling')} repelling`,
    `${count(({ prediction }) => prediction === 'undecided')} undecided`,
    ...(['agree', 'disagree', 'inconclusive'] as const)
      .map((verdict) => [count((line) => line.verdict === verdict), verdict] as const)
      .filter(([n]) => n > 0)
      .map(([n, verdict]) => `${n} ${verdict}`),
  ].join(', ');
  const picture =
    grid.length === 1 ? column(header, lines, width) : grid.length === 2 ? plane(header, lines, width) : '';
  const isScheduled = grid.length > 1 && lines.some(({ steps }) => steps !== undefined);
  const note = isScheduled ? '  of the last piece of the learning rate; --json has the pieces before\n' : '';
  const heading = wrapParagraph(`${model}, ${set}: ${lines.length} of ${cells} cells; ${told}`, '', '  ', width);
  return `${heading}\n${note}${picture}`;
}

function column({ grid: [{ constant }] }: SweepHeader, lines: readonly SweepLine[], width: number): string {
  return lines
    .map((line) => {
      const measured = (['sde', 'sgd'] as const).flatMap((process) => {
        const found = line.evidence[process];
        return found?.exponent == null ? [] : [`${process} measured ${formatNumber(found.exponent)}`];
      });
      const verdict = line.verdict === null ? [] : [line.verdict];
      const told = `${[predictedText(line), ...measured, ...verdict].join(', ')}${piecesText(line)}`;
      return `${wrapParagraph(told, `  ${constant} = ${formatNumber(line.constants[constant])}: `, '    ', width)}\n`;
    })
    .join('');
}

function predictedText({ prediction, exponents }: Pick<SweepLine, 'prediction' | 'exponents'>): string {
  const decisive = exponents.sdeAveraged ?? exponents.sde ?? exponents.sgd;
  return `${prediction} ${decisive === null ? 'no exponent' : formatNumber(decisive.value)}`;
}

/** Of a learning rate that changes: which steps the line is of, and what is predicted on those before. */
function piecesText({ steps, before = [] }: SweepLine): string {
  const told = before.map((piece) => `steps ${piece.steps.join(' to ')} ${predictedText(piece)}`);
  return steps === undefined ? '' : ` from step ${steps[0]} on; before, ${told.join(', ')}`;
}

function plane({ grid: [across, up] }: SweepHeader, lines: readonly SweepLine[], width: number): string {
  const [columns, rows] = [thinned(across.values, mostColumns), thinned(up.values, mostRows)];
  const byCell = new Map(lines.map((line) => [line.cell, line]));
  const picture = [...rows]
    .reverse()
    .map((row) => {
      const marks = columns.map((at) => markOf(byCell.get(at * up.values.length + row)));
      return `  ${formatNumber(up.values[row]).padStart(labelWidth)} ${marks.join('')}\n`;
    })
    .join('');
  const ends = [columns[0], columns[columns.length - 1]].map((at) => formatNumber(across.values[at]));
  const legend = `${up.constant} upwards, ${across.constant} to the right from ${ends[0]} to ${ends[1]}; # attractive, . repelling, ? undecided, ! prediction and measurement disagree`;
  return `${wrapParagraph(legend, '  ', '  ', width)}\n${picture}`;
}

function markOf(line: SweepLine | undefined): string {
  if (line === undefined) return ' ';
  if (line.verdict === 'disagree') return '!';
  return line.prediction === 'attractive' ? '#' : line.prediction === 'repelling' ? '.' : '?';
}

const mostColumns = 64;
const mostRows = 24;
const labelWidth = 9;

/** At most so many positions, evenly. */
function thinned(values: readonly number[], most: number): number[] {
  const stride = Math.ceil(values.length / most);
  return Array.from(values.keys()).filter((i) => i % stride === 0);
}
