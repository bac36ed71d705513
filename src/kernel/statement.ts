/** One line of a statement, such as `set` with its equations. */
export interface StatementLine {
  readonly name: string;
  readonly text: string;
}

/** What was followed: one sentence, and what it speaks of (set, fields, data, constants, domain), one entry a line. */
export interface FollowedStatement {
  readonly conclusion: string;
  readonly statement: readonly StatementLine[];
}
