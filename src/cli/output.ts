/** Where a command's text goes: results to stdout, and nothing else there; messages to stderr. */
export interface Output {
  readonly result: (text: string) => void;
  readonly message: (text: string) => void;
}

/** The terminal or the pipe that the command was started in; control characters from files stay visible and harmless. */
export const terminal: Output = {
  result: (text) => {
    process.stdout.write(harmless(text));
  },
  message: (text) => {
    process.stderr.write(harmless(text));
  },
};

/** Text in which characters that steer a terminal, or turn the direction of writing, are written as \u001b. */
export function harmless(text: string): string {
  return text.replace(
    /(?!\n|\t|\r\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${(character.codePointAt(0) as number).toString(16).padStart(4, '0')}`,
  );
}
