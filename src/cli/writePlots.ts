import { basename, dirname } from 'node:path';
import type { TopLevelSpec } from 'vega-lite';
import { below } from '../report/plots/style.js';
import { writeResults } from './writeResults.js';

/** Writes the plots that `--plot` asks for as one file, one below another; of none, says why. Throws InputError. */
export async function writePlots(
  plots: readonly TopLevelSpec[],
  file: string,
  none: string,
  message: (text: string) => void,
): Promise<void> {
  const { drawn } = await import('./drawing.js');
  if (plots.length === 0) message(`no plot: ${none}\n`);
  else writeResults(dirname(file), { [basename(file)]: await drawn(below(plots), file) }, message, `--plot ${file}`);
}
