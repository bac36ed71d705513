import { InputError } from '../arithmetic/inputError.js';
import type { Engines } from '../verify/engines.js';
import type { ExitStatus } from './exitStatus.js';
import { locateBuiltins, locateModel } from './locate.js';
import type { CommonOptions } from './options.js';
import type { Output } from './output.js';
import { verifyModels, withoutRepeats } from './verifyModels.js';

/** `collapse verify`: one verdict a set of each named model, as the theory table or as JSON. Throws InputError. */
export async function verify(
  names: readonly string[],
  options: CommonOptions & { readonly builtin?: true; readonly plot?: string; readonly explain?: true },
  output: Output,
  openEngines: () => Promise<Engines>,
): Promise<ExitStatus> {
  if (names.length === 0 && !options.builtin) {
    throw new InputError('collapse verify', 'no model is named', 'ids of built-in models, model files, or --builtin');
  }
  const located = withoutRepeats([...(options.builtin ? locateBuiltins() : []), ...names.map(locateModel)]);
  return verifyModels(located, options.json ? 'json' : 'text', options, output, openEngines);
}
