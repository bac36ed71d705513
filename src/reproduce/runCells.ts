import type { Cell, CellOptions, Laboratory } from './experiment.js';
import type { Found } from './findings.js';

/** A cell and what was found in it. */
export interface FoundCell {
  readonly cell: string;
  readonly found: Found;
}

/** Runs cells in their order; after an abort the cell in hand is given up, and nothing more is yielded. */
export async function* runCells(
  cells: readonly Cell[],
  laboratory: Laboratory,
  options: CellOptions,
): AsyncGenerator<FoundCell> {
  for (const { id, run } of cells) {
    // a turn of the event loop, in which Ctrl-C is seen
    await new Promise((resolve) => setImmediate(resolve));
    if (options.signal?.aborted) return;
    const found = await run(laboratory, options);
    if (found === null || options.signal?.aborted) return;
    yield { cell: id, found };
  }
}
