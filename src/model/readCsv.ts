import Papa from 'papaparse';
import { InputError } from '../arithmetic/inputError.js';
import { fromDecimal, type Rational, toNumber } from '../arithmetic/rational.js';
import { canonicalName, elementParts } from '../expression/syntax/names.js';
import { nearestName } from '../expression/syntax/nearestName.js';

/** One row of a table as written, with the line of the file on which it begins, from 1. */
interface Row {
  readonly cells: readonly string[];
  readonly line: number;
}

/**
 * The samples of a table as people's programs write them, one a row, each number kept exactly.
 *
 * Cells are separated by commas, by semicolons or tabs (the decimals may then have commas), or by blanks; they may be
 * quoted; lines may end in any of the three ways, and begin with a byte order mark. When the first row holds a cell that
 * is neither a number nor a missing value it is a header (so is NumPy's `# x y`), and the columns are found by their
 * names, others being left aside (an index among them); without one they are the given columns in order. Empty lines,
 * lines that start with # and Excel's first line `sep=;` are skipped. Throws InputError with line and column for a cell that is no
 * finite number, a row of the wrong length, a name that stands twice, a column that is missing, and a file in UTF-16.
 */
export function readCsv(text: string, file: string, columns: readonly string[]): Rational[][] {
  // Excel writes UTF-16, which reads as text with zeros between the letters
  if (text.includes('\0')) throw new InputError(`${file}:1`, 'the file is no text in UTF-8', 'CSV saved as UTF-8');
  const body = text
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replace(/^sep=.\n/i, '\n');
  const delimiter = delimiterOf(body);
  const rows = rowsOf(body, delimiter, file);
  if (rows.length === 0) throw new InputError(`${file}:1`, 'the file holds no samples', 'one a line');
  const isHeader = rows[0].cells.some((cell) => !isMissing(cell) && numberIn(cell, delimiter) === null);
  const samples = isHeader ? rows.slice(1) : rows;
  const header = isHeader ? rows[0] : commentedHeader(body, delimiter, columns, rows[0].cells.length);
  // R writes the names of rows in a column that its header does not count
  const unnamed =
    isHeader && samples.length > 0 && samples.every(({ cells }) => cells.length === rows[0].cells.length + 1) ? 1 : 0;
  const width = header === null ? columns.length : header.cells.length + unnamed;
  const positions =
    header === null ? columns.map((_, i) => i) : positionsIn(header, file, columns).map((i) => i + unnamed);
  return samples.map(({ cells, line }) => {
    if (cells.length !== width) {
      const expected = header === null ? `${width}: ${columns.join(', ')}` : `${width}, as in the header`;
      throw new InputError(`${file}:${line}`, `the row has ${cells.length} cells`, expected);
    }
    return positions.map((position, i) => cellNumber(cells[position], delimiter, `${file}:${line}: ${columns[i]}`));
  });
}

/** What separates cells: read off the first line that is neither empty nor a comment, quoted parts left aside. */
function delimiterOf(body: string): ',' | ';' | '\t' | ' ' {
  const first = /^(?!#)[^\S\n]*[^\s#].*$/m.exec(body)?.[0].replace(/"[^"]*"/g, 'quoted') ?? '';
  for (const delimiter of [';', '\t', ','] as const) if (first.includes(delimiter)) return delimiter;
  return /\S\s+\S/.test(first) ? ' ' : ',';
}

function rowsOf(body: string, delimiter: string, file: string): Row[] {
  const rows: Row[] = [];
  let [line, position] = [1, 0];
  const isBlank = delimiter === ' ';
  const source = isBlank ? body.replace(/^ +| +$/gm, '').replace(/[ \t]+/g, ' ') : body;
  Papa.parse<string[]>(source, {
    delimiter,
    newline: '\n',
    step: ({ data, errors, meta }) => {
      const cells = data.map((cell) =>
        cell
          .trim()
          .replace(/^"(.*)"$/, '$1')
          .trim(),
      );
      const isComment = cells[0].startsWith('#');
      if (errors.length > 0 && !isComment) {
        throw new InputError(`${file}:${line}`, 'a quoted cell does not end', 'a closing "');
      }
      if (!isComment && cells.some((cell) => cell !== '')) rows.push({ cells, line });
      for (; position < meta.cursor; position++) if (source[position] === '\n') line++;
    },
  });
  return rows;
}

/** NumPy writes its header as a comment: the last one before the samples, when it names every column. */
function commentedHeader(body: string, delimiter: string, columns: readonly string[], width: number): Row | null {
  const comments = /^(?:\s*#.*\n|\s*\n)*/.exec(body)?.[0].trimEnd().split('\n') ?? [];
  const last = comments[comments.length - 1]?.trim() ?? '';
  const cells = last
    .slice(1)
    .trim()
    .split(delimiter === ' ' ? /\s+/ : delimiter)
    .map((cell) => cell.trim());
  const names =
    last.startsWith('#') &&
    cells.length === width &&
    columns.every((column) => spellings(column).some((name) => cells.includes(name)));
  return names ? { cells, line: comments.length } : null;
}

function positionsIn(header: Row, file: string, columns: readonly string[]): number[] {
  return columns.map((column) => {
    const names = header.cells.map((cell) => canonicalName(cell));
    const spelling = spellings(column).find((name) => names.includes(name)) ?? column;
    const position = names.indexOf(spelling);
    const where = `${file}:${header.line}`;
    if (position < 0) {
      const near = nearestName(column, header.cells);
      const hint = near === null ? '' : ` (here is ${near})`;
      throw new InputError(where, `the header has no column ${column}`, `columns ${columns.join(', ')}${hint}`);
    }
    if (names.lastIndexOf(spelling) > position) {
      throw new InputError(where, `the header has ${column} twice`, 'a name a column');
    }
    return position;
  });
}

/** How a column may be called: the element `x[1]` of an array also x1 or x_1, `W[1, 2]` also W_1_2. */
function spellings(column: string): string[] {
  const element = elementParts(column);
  if (element === null) return [column];
  const joined = [element.array, ...element.indices].join('_');
  return element.indices.length === 1 ? [column, `${element.array}${element.indices[0]}`, joined] : [column, joined];
}

/** What programs write for a value that is not there. */
function isMissing(cell: string): boolean {
  return /^([+-]?nan|n\/?a|#n\/a|null|none|-|\?|[+-]?inf(inity)?)?$/i.test(cell);
}

/** The number in a cell; where commas do not separate cells they may stand for the decimal point. */
function numberIn(cell: string, delimiter: string): Rational | null {
  const isDecimalComma = delimiter !== ',' && /^[^.,]*,[^.,]*$/.test(cell);
  return fromDecimal(isDecimalComma ? cell.replace(',', '.') : cell);
}

function cellNumber(cell: string, delimiter: string, where: string): Rational {
  const value = numberIn(cell, delimiter);
  if (value !== null && Number.isFinite(toNumber(value))) return value;
  const what = cell === '' ? 'the cell is empty' : `${JSON.stringify(cell)} is no number`;
  const isThousands = /^[+-]?\d{1,3}([., ]\d{3})+([.,]\d+)?$/.test(cell);
  const expected = isMissing(cell)
    ? 'a finite decimal; leave out samples with missing values'
    : isThousands
      ? 'a finite decimal, without marks between thousands'
      : 'a finite decimal';
  throw new InputError(where, what, expected);
}
