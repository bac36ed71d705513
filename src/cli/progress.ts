import { type Bar, SingleBar } from 'cli-progress';
import type { TimeLimit } from './timeLimit.js';

/** Shows a person how far a command is. */
export interface Progress {
  /** shows what is under way, and the share of all work that is done, from 0 to 1 */
  report(what: string, fraction: number): void;
  stop(): void;
}

/** A progress bar on stderr when that is a terminal, with what is spent of a limit; nothing otherwise, or when `quiet`. */
export function openProgress(
  quiet: boolean,
  limit: Pick<TimeLimit, 'spentText'> | null = null,
  stream: NodeJS.WriteStream = process.stderr,
): Progress {
  if (quiet || !stream.isTTY) return { report: () => {}, stop: () => {} };
  const bar: Bar = new SingleBar({
    stream,
    format: '{bar} {percentage} % | {eta_formatted} left | {what}',
    formatTime: timeText,
    barsize: 30,
    hideCursor: true,
    // cut to the width; without it the terminal would cut all that is told meanwhile
    linewrap: true,
    clearOnComplete: true,
    gracefulExit: false,
  });
  bar.start(1, 0, { what: '' });
  return {
    report: (what, fraction) => bar.update(fraction, { what: limit === null ? what : `${what} (${limit.spentText})` }),
    stop: () => bar.stop(),
  };
}

/** `30 s`, `4 min`; the bar has words in place of a number where it does not know yet. */
function timeText(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'unknown time';
  return seconds < 90 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;
}
