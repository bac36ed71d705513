import type { MessagePort } from 'node:worker_threads';
import { exitStatus } from './exitStatus.js';

/** Where a command hears of Ctrl-C, or of a request to end. */
export interface Interruption {
  /** whether it was asked to end, seen in the midst of a computation too */
  readonly isRequested: () => boolean;
  /** calls back once asked to end; the result ends the listening, after which a signal ends the process */
  readonly listen: (onRequest: () => void) => () => void;
}

/** Of the output of a command what an interruption needs. */
export interface Listener {
  readonly message: (text: string) => void;
  readonly interruption?: Interruption;
}

/**
 * A signal that Ctrl-C, or a request to end, aborts, so that what was done is kept; it is answered at once, and a second
 * Ctrl-C ends the process. Without an interruption of the output, signals of this process are heard.
 */
export function catchInterruption(output: Listener): {
  readonly signal: AbortSignal;
  readonly release: () => void;
} {
  const controller = new AbortController();
  const { signal } = controller;
  const { isRequested, listen } = output.interruption ?? interruptionOfProcess(output.message);
  const release = listen(() => controller.abort());
  const hasAborted = (): boolean => Reflect.get(AbortSignal.prototype, 'aborted', signal);
  // a loop that never waits hears no event, and asks this
  Object.defineProperty(signal, 'aborted', {
    get: () => {
      if (isRequested() && !hasAborted()) controller.abort();
      return hasAborted();
    },
  });
  return { signal, release };
}

/** What a command's thread and the thread that hears signals both see: whether the first listens, and whether it is to end. */
export type InterruptionState = Int32Array;

const listening = 0;
const requested = 1;

/** Of a command that does not listen yet. */
export function newInterruptionState(): InterruptionState {
  return new Int32Array(new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT));
}

/** Answers signals for a command in another thread; `tell` wakes that thread, should it wait. */
export function answerSignals(state: InterruptionState, message: (text: string) => void, tell: () => void): void {
  const answer = (): void => {
    if (Atomics.load(state, listening) === 0 || Atomics.load(state, requested) === 1) quit();
    message(stopping);
    Atomics.store(state, requested, 1);
    tell();
  };
  for (const name of signalNames) process.on(name, answer);
}

/** What the command's thread hears of them. */
export function interruptionIn(state: InterruptionState, port: MessagePort): Interruption {
  return {
    isRequested: () => Atomics.load(state, requested) === 1,
    listen: (onRequest) => {
      Atomics.store(state, listening, 1);
      port.on('message', onRequest);
      // listening alone is no reason to go on
      port.unref();
      return () => {
        Atomics.store(state, listening, 0);
        port.off('message', onRequest);
      };
    },
  };
}

/** Of a command in the thread that hears signals. */
function interruptionOfProcess(message: (text: string) => void): Interruption {
  let isRequested = false;
  return {
    isRequested: () => isRequested,
    listen: (onRequest) => {
      const answer = (): void => {
        if (isRequested) quit();
        message(stopping);
        isRequested = true;
        onRequest();
      };
      for (const name of signalNames) process.on(name, answer);
      return () => {
        for (const name of signalNames) process.off(name, answer);
      };
    },
  };
}

function quit(): never {
  // the progress hides it
  if (process.stderr.isTTY) process.stderr.write(showCursor);
  process.exit(exitStatus.interrupted);
}

const stopping = 'stopping… again to quit now\n';
const signalNames = ['SIGINT', 'SIGTERM'] as const;
const showCursor = '\u001b[?25h';
