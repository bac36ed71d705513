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

/** Text for stdout (`result`) or stderr (`message`). */
export interface CommandThreadMessage {
  readonly to: 'result' | 'message';
  readonly text: string;
}

const { program, width, stderr, interruption } = workerData as CommandThreadData;
const port = parentPort;
if (port === null) throw new Error('a command runs in a thread of main.js');
process.argv[1] = program;
Object.assign(process.stderr, stderr);
const send = (to: CommandThreadMessage['to']) => (text: string) => {
  const message: CommandThreadMessage = { to, text };
  port.postMessage(message);
};
process.exitCode = await run(process.argv.slice(2), {
  result: send('result'),
  message: send('message'),
  width,
  interruption: interruptionIn(interruption, port),
});
