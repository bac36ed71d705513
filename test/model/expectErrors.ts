import { expect, it } from 'vitest';
import { InputError } from '../../src/arithmetic/inputError.js';
import { readModel } from '../../src/model/readModel.js';
import { modelText } from './modelTexts.js';

export type Changes = Readonly<Record<string, string | undefined>>;

/** The input error that a text gives. */
export function errorOf(text: string): InputError {
  try {
    readModel(text, 'model.yaml');
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return error as InputError;
  }
  throw new Error(`no error for\n${text}`);
}

/** One test a case: its name, what is changed in the model, where the error is, and what it says. */
export function expectErrors(
  base: Readonly<Record<string, string>>,
  cases: readonly [string, Changes, string, RegExp][],
): void {
  it.each(cases)('%s', (_, changes, where, message) => {
    const error = errorOf(modelText(base, changes));
    expect(error.where).toBe(where);
    expect(error.message).toMatch(message);
    expect(error.expected).not.toBeNull();
  });
}
