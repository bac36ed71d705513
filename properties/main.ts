import { exitStatus } from '../src/cli/exitStatus.js';
import { terminal } from '../src/cli/output.js';
import { selfCheck } from './selfCheck.js';

// the reader of a pipe may leave early
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exitStatus.done);
  throw error;
});
process.exitCode = await selfCheck(process.argv.slice(2), terminal);
