import { exitStatus } from './exitStatus.js';

/** A signal that Ctrl-C aborts, so that what was done is kept; a second Ctrl-C ends the process at once. */
export function catchInterruption(): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const interrupt = (): void => {
    if (controller.signal.aborted) process.exit(exitStatus.interrupted);
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  return { signal: controller.signal, release: () => process.off('SIGINT', interrupt) };
}
