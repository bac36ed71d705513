#!/usr/bin/env node
import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { CommandThreadData, CommandThreadMessage } from './commandThread.js';
import { exitStatus } from './exitStatus.js';
import { answerSignals, newInterruptionState } from './interruption.js';
import { terminal } from './output.js';

// the command runs in a thread of its own, so that this one hears signals whatever is being computed
process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => {
  // the reader of a pipe may leave early
  if (code === 'EPIPE') process.exit(exitStatus.done);
  terminal.message(`error: standard output: nothing can be written there (${code})\n`);
  process.exit(exitStatus.usage);
});
// nobody reads the messages any more, which is no reason to lose the results
process.stderr.on('error', () => {});

let isBarDrawn = false;
function write({ to, text }: CommandThreadMessage): void {
  // what is told takes the line of a progress bar, which draws itself anew below
  if (to !== 'screen' && isBarDrawn) process.stderr.write('\r\u001b[K');
  isBarDrawn = to === 'screen';
  if (to === 'screen') process.stderr.write(text);
  else terminal[to](text);
}

const outOfMemory =
  'error: the memory that Node.js allows is used up; NODE_OPTIONS=--max-old-space-size=8000 allows 8,000 MB\n';
const defect = 'A defect of collapse-verifier, not of your model; please report it:';
const { isTTY, columns } = process.stderr;
const state = newInterruptionState();
const workerData: CommandThreadData = {
  program: process.argv[1],
  width: terminal.width,
  stderr: { isTTY, columns },
  interruption: state,
};
const command = new Worker(new URL('../../cli/commandThread.js', import.meta.url), {
  argv: process.argv.slice(2),
  // what the native backend is told by its environment, it reads from the process's own
  env: SHARE_ENV,
  workerData,
});
answerSignals(
  state,
  (text) => write({ to: 'message', text }),
  () => command.postMessage('stop'),
);
command.on('message', write);
command.on('error', (error: NodeJS.ErrnoException) => {
  const isOutOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  terminal.message(isOutOfMemory ? outOfMemory : `${defect}\n${error.stack ?? error.message}\n`);
  if (isOutOfMemory) process.exitCode = exitStatus.outOfMemory;
});
command.on('exit', (status) => {
  process.exitCode ??= status;
});
