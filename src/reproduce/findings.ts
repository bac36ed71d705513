/** What a cell found: numbers and series of numbers, by name. */
export type Found = Readonly<Record<string, number | readonly number[]>>;

/** What was found in the cells, by their ids. */
export type Findings = ReadonlyMap<string, Found>;

/** A number that a cell found; NaN, which passes no check, where it found none. */
export function numberIn(found: Findings, cell: string, name: string): number {
  const value = found.get(cell)?.[name];
  return typeof value === 'number' ? value : Number.NaN;
}

/** A series that a cell found; empty where it found none. */
export function seriesIn(found: Findings, cell: string, name: string): readonly number[] {
  const value = found.get(cell)?.[name];
  return value === undefined || typeof value === 'number' ? [] : value;
}
