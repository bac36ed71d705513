import { InputError } from '../arithmetic/inputError.js';
import type { Engines } from '../verify/engines.js';
import { type CheckpointFile, openCheckpoint } from './checkpointFile.js';
import { type ExitStatus, exitStatus } from './exitStatus.js';
import { locateBuiltins, locateModel } from './locate.js';
import type { CommonOptions } from './options.js';
import type { Output } from './output.js';
import { verifyModels, withoutRepeats } from './verifyModels.js';

/** The options of `collapse verify`. */
export interface VerifyCommandOptions extends CommonOptions {
  readonly builtin?: true;
  readonly plot?: string;
  readonly explain?: true;
  readonly resume?: true;
}

/**
 * `collapse verify`: one verdict a set of each named model, as the theory table or as JSON. With `--out` the ensembles of both processes
 * the SDE are kept there until the results are written, and `--resume` goes on with them. Throws InputError.
 */
export async function verify(
  names: readonly string[],
  options: VerifyCommandOptions,
  output: Output,
  openEngines: (checkpoint: CheckpointFile | null) => Promise<Engines>,
): Promise<ExitStatus> {
  if (names.length === 0 && !options.builtin) {
    throw new InputError('collapse verify', 'no model is named', 'ids of built-in models, model files, or --builtin');
  }
  if (options.resume && options.out === undefined) {
    throw new InputError('--resume', 'there is no folder to go on in', '--out with the folder of the run');
  }
  const located = withoutRepeats([...(options.builtin ? locateBuiltins() : []), ...names.map(locateModel)]);
  let checkpoint: CheckpointFile | null = null;
  const engines = (): Promise<Engines> => {
    if (options.out !== undefined) checkpoint = openCheckpoint(options.out, options.resume ?? false);
    return openEngines(checkpoint);
  };
  const status = await verifyModels(located, options.json ? 'json' : 'text', options, output, engines);
  if (status !== exitStatus.interrupted) (checkpoint as CheckpointFile | null)?.remove();
  return status;
}
