import { InputError } from '../arithmetic/inputError.js';
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
  options: CommonOptions & { readonly format: TableFormat; readonly explain?: true; readonly standalone?: true },
  output: Output,
  openEngines: () => Promise<Engines>,
): Promise<ExitStatus> {
  const located = names.length === 0 ? locateBuiltins() : withoutRepeats(names.map(locateModel));
  if (options.standalone && options.format !== 'latex') {
    throw new InputError('--standalone', `a table in ${options.format} is whole by itself`, '--format latex');
  }
  const format = options.json ? 'json' : options.standalone ? 'latexDocument' : options.format;
  return verifyModels(located, format, options, output, openEngines);
}
