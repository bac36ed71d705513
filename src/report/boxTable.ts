import Table from 'cli-table3';
import { tableLinesText } from './numberTable.js';
import { pageWidth } from './wrapText.js';

/** A table in boxes for a terminal of so many columns (120 unless given); where it is wider, a paragraph a row. */
export function boxTable(headings: readonly string[], rows: readonly (readonly string[])[], width = pageWidth): string {
  const table = new Table({ head: [...headings], style: { head: [], border: [] } });
  table.push(...rows.map((row) => [...row]));
  const boxes = table.toString();
  if (boxes.indexOf('\n') <= width) return boxes;
  const words = rows.map((row) => row.map((text) => ({ kind: 'words', text }) as const));
  return tableLinesText({ headings, rows: words }, width).join('\n');
}
