import type { Engines } from '../verify/engines.js';
import type { ExitStatus } from './exitStatus.js';
import { locateBuiltins, locateModel } from './locate.js';
import type { CommonOptions, TableFormat } from './options.js';
import type { Output } from './output.js';
import { verifyModels, withoutRepeats } from './verifyModels.js';

/**
 * `collapse table`: the theory table of the named models, or of every built-in one, in one format. Throws InputError.
 */
export async function table(
  names: readonly string[],
  options: CommonOptions & { readonly format: TableFormat; readonly explain?: true },
  output: Output,
  openEngines: () => Promise<Engines>,
): Promise<ExitStatus> {
  const located = names.length === 0 ? locateBuiltins() : withoutRepeats(names.map(locateModel));
  return verifyModels(located, options.json ? 'json' : options.format, options, output, openEngines);
}
