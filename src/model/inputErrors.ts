import { InputError } from '../arithmetic/inputError.js';

/** Several things that a user can put right, told at once: the first one, with a message of a line for each. */
export class InputErrors extends InputError {
  readonly all: readonly InputError[];

  constructor(all: readonly InputError[]) {
    super(all[0].where, all[0].what, all[0].expected);
    this.message = all.map(({ message }) => message).join('\n');
    this.all = all;
  }
}

/** Does several things of which each may throw an InputError. Throws InputErrors of all that did. */
export function withAllErrors<T>(reads: readonly (() => T)[]): T[] {
  const results: T[] = [];
  const errors: InputError[] = [];
  for (const read of reads) {
    try {
      results.push(read());
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      errors.push(error);
    }
  }
  if (errors.length > 0) throw together(errors);
  return results;
}

/** One error or more as one, each told once. */
export function together(errors: readonly InputError[]): InputError {
  const alone = errors.flatMap((error) => (error instanceof InputErrors ? error.all : [error]));
  const different = [...new Map(alone.map((error) => [error.message, error])).values()];
  return different.length === 1 ? different[0] : new InputErrors(different);
}
