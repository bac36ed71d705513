import { InputError } from '../arithmetic/inputError.js';
import { fromDecimal, type Rational, toNumber } from '../arithmetic/rational.js';
import { nearestName } from './nearestName.js';

/**
 * The samples of a csv text: one a line, numbers separated by commas, each kept exactly.
 *
 * When the first line holds a cell that is no number it is a header, and the columns are found by their names; without
 * one they are the given columns in order. Empty lines and lines that start with # are skipped. Throws InputError with
 * the row for a cell that is no finite number, a row of the wrong length, and a column that is missing.
 */
export function readCsv(text: string, file: string, columns: readonly string[]): Rational[][] {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\n|\r/)
    .map((line, i) => ({ line, row: i + 1 }))
    .filter(({ line }) => line.trim() !== '' && !line.trimStart().startsWith('#'))
    .map(({ line, row }) => ({ cells: line.split(',').map(cellText), row }));
  if (lines.length === 0) throw new InputError(`${file}:1`, 'the file holds no samples', 'one a line');
  const isHeader = lines[0].cells.some((cell) => fromDecimal(cell) === null);
  const positions = isHeader ? headerPositions(lines[0], file, columns) : columns.map((_, i) => i);
  const width = isHeader ? lines[0].cells.length : columns.length;
  return lines.slice(isHeader ? 1 : 0).map(({ cells, row }) => {
    if (cells.length !== width) {
      const expected = isHeader ? `${width}, as in the header` : `${width}: ${columns.join(', ')}`;
      throw new InputError(`${file}:${row}`, `the row has ${cells.length} cells`, expected);
    }
    return positions.map((position, i) => cellNumber(cells[position], `${file}:${row}: ${columns[i]}`));
  });
}

function headerPositions(header: { cells: readonly string[]; row: number }, file: string, columns: readonly string[]) {
  return columns.map((column) => {
    const position = header.cells.indexOf(column);
    if (position >= 0) return position;
    const near = nearestName(column, header.cells);
    throw new InputError(
      `${file}:${header.row}`,
      `the header has no column ${column}`,
      `columns ${columns.join(', ')}${near === null ? '' : ` (here is ${near})`}`,
    );
  });
}

function cellText(cell: string): string {
  return cell
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .trim();
}

function cellNumber(cell: string, where: string): Rational {
  const value = fromDecimal(cell);
  if (value === null || !Number.isFinite(toNumber(value))) {
    throw new InputError(where, `${JSON.stringify(cell)} is no number`, 'a finite decimal');
  }
  return value;
}
