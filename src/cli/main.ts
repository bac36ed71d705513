#!/usr/bin/env node
import { exitStatus } from './exitStatus.js';
import { terminal } from './output.js';
import { run } from './run.js';

// the reader of a pipe may leave early
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitStatus.done);
  throw error;
});
process.exitCode = await run(process.argv.slice(2), terminal);
