/** What a cell of a table may hold; what does not apply is empty. */
export type Value = string | number | null | undefined;

/** A column: the name in the header, and what stands below it in the row of a subject. */
export type Column<Subject> = readonly [name: string, read: (of: Subject) => Value];

/** A header row, then a row a subject, as CSV (RFC 4180), every number with every digit. */
export function csvText<Subject>(columns: readonly Column<Subject>[], subjects: readonly Subject[]): string {
  const rows = [columns.map(([name]) => name), ...subjects.map((one) => columns.map(([, read]) => read(one)))];
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

/** The columns of some keys of an object, named by their path in the JSON; an interval has one an end. */
export function columnsAt<Subject, Key extends string>(
  path: string,
  of: (subject: Subject) => { readonly [K in Key]: Value | Ends } | null | undefined,
  keys: readonly Key[],
): Column<Subject>[] {
  return keys.flatMap((key): Column<Subject>[] => {
    const at = (subject: Subject): Value | Ends => of(subject)?.[key];
    const end = (subject: Subject, i: 0 | 1): Value => (at(subject) as Ends)?.[i];
    if (!/interval$/i.test(key)) return [[`${path}.${key}`, (one) => at(one) as Value]];
    return [
      [`${path}.${key}.low`, (one) => end(one, 0)],
      [`${path}.${key}.high`, (one) => end(one, 1)],
    ];
  });
}

/** Of an interval; an end may lie beyond what was seen. */
type Ends = readonly [number, number | null] | null;

/** A formula in brackets where it begins with a sign, which means the same here and nothing to a spreadsheet. */
export function inBrackets(expression: string | null | undefined): string | null | undefined {
  return typeof expression === 'string' && commands.test(expression) ? `(${expression})` : expression;
}

/** A spreadsheet runs a cell that begins with one of these as a formula of its own. */
const commands = /^[=+\-@\t\r]/;

/** Texts that a spreadsheet would run are marked as texts by the apostrophe that spreadsheets use for it. */
function field(value: Value): string {
  const text = typeof value === 'string' && commands.test(value) ? `'${value}` : String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
