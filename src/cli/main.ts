#!/usr/bin/env node
import { exitStatus } from './exitStatus.js';
import { terminal } from './output.js';
import { run } from './run.js';

process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  // the reader of a pipe may leave early
  if (code === 'EPIPE') process.exit(exitStatus.done);
  terminal.message(`error: standard output: nothing can be written there (${code})\n`);
  process.exit(exitStatus.usage);
});
// nobody reads the messages any more, which is no reason to lose the results
process.stderr.on('error', () => {});
process.exitCode = await run(process.argv.slice(2), terminal);
