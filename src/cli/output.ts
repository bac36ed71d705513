/** Where a command's text goes: results to stdout, and nothing else there; messages to stderr. */
export interface Output {
  readonly result: (text: string) => void;
  readonly message: (text: string) => void;
}

/** The process's own streams. */
export const terminal: Output = {
  result: (text) => {
    process.stdout.write(text);
  },
  message: (text) => {
    process.stderr.write(text);
  },
};
