import type { CommonOptions } from '../../src/cli/options.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import type { Engines } from '../../src/verify/engines.js';
import { evidence, prediction } from '../verify/fixtures.js';
import type { Outcome } from './collapse.js';

/** What the command line hands over when no option is given. */
export const plain: CommonOptions = { set: new Map(), seed: 1, backend: 'auto' };

/** Engines that find the well attractive, and SGD of everything else repelled. */
export const fixedEngines: Engines = {
  derive: deriveSet,
  predict: ({ dynamics }) =>
    prediction({ sde: -0.5, eulerMaruyama: -0.5, ...(dynamics.kind === 'loss' ? { sgd: 0.4 } : {}) }),
  simulate: async () => evidence('sde', -0.5),
  train: async ({ dynamics }) => (dynamics.kind === 'loss' ? evidence('sgd', 0.4) : null),
};

type Command<Options> = (
  names: readonly string[],
  options: Options,
  output: { readonly result: (text: string) => void; readonly message: (text: string) => void },
  openEngines: () => Promise<Engines>,
) => Promise<number>;

/** Runs a command with engines of one's own, and keeps what it prints. */
export async function runWith<Options>(
  command: Command<Options>,
  names: readonly string[],
  options: Options,
  engines: Engines,
): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  const output = {
    result: (text: string) => {
      stdout += text;
    },
    message: (text: string) => {
      stderr += text;
    },
  };
  const status = await command(names, options, output, async () => engines);
  return { status, stdout, stderr };
}
