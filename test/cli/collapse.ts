import { run } from '../../src/cli/run.js';

export interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line of `collapse` in this process. */
export async function collapse(...args: readonly string[]): Promise<Outcome> {
  let stdout = '';
  let stderr = '';
  const status = await run(args, {
    result: (text) => {
      stdout += text;
    },
    message: (text) => {
      stderr += text;
    },
  });
  return { status, stdout, stderr };
}
