import type { VerifyResult } from '../report/resultSchema.js';
import { type TableStyle, theoryTable } from '../report/table.js';
import { tableCsv } from '../report/tableCsv.js';
import { tableLatex, tableLatexDocument } from '../report/tableLatex.js';
import { tableMarkdown } from '../report/tableMarkdown.js';
import type { TableFormat } from './options.js';
import { jsonText } from './writeResults.js';

/** A format of `collapse table`, `--standalone` included. */
export type PrintedFormat = TableFormat | 'latexDocument';

/** How each format is written, and the extension of the file that `--out` gets. */
export const tableFormats: Readonly<Record<PrintedFormat, TableWriter>> = {
  text: { extension: 'txt', print: theoryTable },
  md: { extension: 'md', print: tableMarkdown },
  latex: { extension: 'tex', print: tableLatex },
  latexDocument: { extension: 'tex', print: tableLatexDocument },
  csv: { extension: 'csv', print: tableCsv },
  html: { extension: 'html', print: htmlTable },
  json: { extension: 'json', print: jsonText },
};

interface TableWriter {
  readonly extension: string;
  /** `style` is of plain text alone */
  readonly print: (result: VerifyResult, style?: TableStyle) => string | Promise<string>;
}

/** Typesetting is loaded where it is wanted. */
async function htmlTable(result: VerifyResult): Promise<string> {
  const [{ tablePage }, { mathStyle }] = await Promise.all([
    import('../report/html/verifyReport.js'),
    import('./mathStyle.js'),
  ]);
  return tablePage(result, mathStyle());
}
