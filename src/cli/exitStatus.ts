/** What the exit status of the command says. */
export const exitStatus = {
  done: 0,
  /** a defect of ours */
  defect: 1,
  /** bad input or usage */
  usage: 2,
  /** a property failed, or with --strict a claim is refuted or a verdict is disagree */
  failed: 3,
  /** the memory that Node.js allows is used up */
  outOfMemory: 4,
  /** Ctrl-C */
  interrupted: 130,
} as const;

/** One of the statuses. */
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];
