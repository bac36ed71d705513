import { exitStatus } from './exitStatus.js';

/**
 * A signal that Ctrl-C, or a request to end, aborts, so that what was done is kept; it is answered at once, and a second
 * Ctrl-C ends the process.
 */
export function catchInterruption(message: (text: string) => void): {
  readonly signal: AbortSignal;
  readonly release: () => void;
} {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(exitStatus.interrupted);
    message('stopping… again to quit now\n');
    controller.abort();
  };
  const names = ['SIGINT', 'SIGTERM'] as const;
  for (const name of names) process.on(name, interrupt);
  return {
    signal: controller.signal,
    release: () => {
      for (const name of names) process.off(name, interrupt);
    },
  };
}
