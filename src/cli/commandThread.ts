import { parentPort, workerData } from 'node:worker_threads';
import { type InterruptionState, interruptionIn } from './interruption.js';
import { run } from './run.js';

/** What the command's thread is told of the process that it belongs to. */
export interface CommandThreadData {
  /** path of the program, as it was started */
  readonly program: string;
  /** columns of the terminal that results go to; none where they go to a file or a pipe */
  readonly width: number | undefined;
  /** where the progress is drawn */
  readonly stderr: { readonly isTTY: boolean | undefined; readonly columns: number | undefined };
  readonly interruption: InterruptionState;
}

/** Text for stdout (`result`) or stderr (`message`; `screen` is steered by what it says, as a progress bar is). */
export interface CommandThreadMessage {
  readonly to: 'result' | 'message' | 'screen';
  readonly text: string;
}

const { program, width, stderr, interruption } = workerData as CommandThreadData;
const port = parentPort;
if (port === null) throw new Error('a command runs in a thread of main.js');
process.argv[1] = program;
const send = (to: CommandThreadMessage['to']) => (text: string) => {
  const message: CommandThreadMessage = { to, text };
  port.postMessage(message);
  return true;
};
// a thread's own stderr arrives at its leisure, and a bar that is cleared after the result takes lines of it away; so does one
// that returns to where it began, past all that was told meanwhile
const draw = (text: string | Uint8Array) =>
  send('screen')(String(text).replaceAll('\u001b7', '').replaceAll('\u001b8', ''));
Object.assign(process.stderr, stderr, { write: draw });
process.exitCode = await run(process.argv.slice(2), {
  result: send('result'),
  message: send('message'),
  width,
  interruption: interruptionIn(interruption, port),
});
