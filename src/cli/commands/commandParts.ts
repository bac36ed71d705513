import type { EngineOptions } from '../../openEngines.js';

/* What the definitions of several commands are made of. */

/** What stands below the help of a command. */
export function examples(...lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`;
}

/** Opens the engines, whose code is loaded once a command is known to need them. */
export const enginesFor = (options: EngineOptions) => async () =>
  (await import('../../openEngines.js')).openEngines(options);
