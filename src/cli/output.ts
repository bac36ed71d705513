import { wrapText } from '../report/wrapText.js';
import type { Interruption } from './interruption.js';

/** Where a command's text goes: results to stdout, and nothing else there; messages to stderr. */
export interface Output {
  readonly result: (text: string) => void;
  readonly message: (text: string) => void;
  /** columns of the terminal that results go to; none where they go to a file or a pipe */
  readonly width?: number | undefined;
  /** where the command hears that it is to end; signals of its own process where none is given */
  readonly interruption?: Interruption;
}

/** The terminal or the pipe that the command was started in; control characters from files stay visible and harmless. */
export const terminal: Output = {
  result: (text) => {
    process.stdout.write(coloured(harmless(text)));
  },
  message: (text) => {
    const { isTTY, columns } = process.stderr;
    const told = harmless(text);
    process.stderr.write(isTTY && columns > 0 ? wrapText(told, Math.max(columns, fewestColumns)) : told);
  },
  get width() {
    const { isTTY, columns } = process.stdout;
    return isTTY && columns > 0 ? Math.max(columns, fewestColumns) : undefined;
  },
};

/** A narrower terminal shows nothing in any form. */
const fewestColumns = 40;

/** Text in which characters that steer a terminal, or turn the direction of writing, are written as \u001b. */
export function harmless(text: string): string {
  return text.replace(
    /(?!\n|\t|\r\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${(character.codePointAt(0) as number).toString(16).padStart(4, '0')}`,
  );
}

/** Verdicts in colour where a terminal shows it, or FORCE_COLOR asks for it; NO_COLOR is respected. */
function coloured(text: string): string {
  const { NO_COLOR, FORCE_COLOR } = process.env;
  const isForced = FORCE_COLOR !== undefined && FORCE_COLOR !== '0' && FORCE_COLOR !== 'false';
  if (!isForced && (!process.stdout.isTTY || NO_COLOR || FORCE_COLOR !== undefined)) return text;
  return text.replace(/\b(?:AGREE|DISAGREE|INCONCLUSIVE|PROVED|REFUTED|UNDECIDED)\b/g, (word) => {
    return `\u001b[${colours[word]}m${word}\u001b[0m`;
  });
}

/** Bold, in green, orange-red and grey, as codes of terminals. */
const colours: Readonly<Record<string, string>> = {
  AGREE: '1;32',
  PROVED: '1;32',
  DISAGREE: '1;31',
  REFUTED: '1;31',
  INCONCLUSIVE: '1;90',
  UNDECIDED: '1;90',
};
