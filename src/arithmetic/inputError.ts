/** What a user can put right: where it stands, what is wrong, and what was expected instead. */
export class InputError extends Error {
  readonly where: string;
  readonly what: string;
  readonly expected: string | null;

  constructor(where: string, what: string, expected: string | null = null) {
    super(`${where}: ${what}${expected === null ? '' : `; expected ${expected}`}`);
    this.name = 'InputError';
    this.where = where;
    this.what = what;
    this.expected = expected;
  }
}
