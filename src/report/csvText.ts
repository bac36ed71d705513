/** What a cell of a table may hold; what does not apply is empty. */
export type Value = string | number | null | undefined;

/** Rows of cells as CSV (RFC 4180), every number with every digit. */
export function csvText(rows: readonly (readonly Value[])[]): string {
  return rows.map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

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
