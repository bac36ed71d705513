import { type Bar, SingleBar } from 'cli-progress';

/** Shows a person how far a command is. */
export interface Progress {
  /** shows what is under way, and the share of all work that is done, from 0 to 1 */
  report(what: string, fraction: number): void;
  stop(): void;
}

/** A progress bar on stderr when that is a terminal; nothing otherwise, or when `quiet`. */
export function openProgress(quiet: boolean, stream: NodeJS.WriteStream = process.stderr): Progress {
  if (quiet || !stream.isTTY) return { report: () => {}, stop: () => {} };
  const bar: Bar = new SingleBar({
    stream,
    format: '{bar} {percentage} % | {eta_formatted} left | {what}',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    gracefulExit: false,
  });
  bar.start(1, 0, { what: '' });
  return {
    report: (what, fraction) => bar.update(fraction, { what }),
    stop: () => bar.stop(),
  };
}
