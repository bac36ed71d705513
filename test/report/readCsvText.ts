/** Reads CSV by the letter of RFC 4180: CRLF ends every record, a quoted field holds anything, with quotes doubled. */
export function readCsvText(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (field.lastIndex < text.length) {
    const at = field.lastIndex;
    const match = field.exec(text);
    if (match === null) throw new Error(`no CSV at ${at}: ${text.slice(at, at + 20)}`);
    record.push(match[1]?.replaceAll('""', '"') ?? match[2]);
    if (match[3] === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}
