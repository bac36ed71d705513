import { functionNames } from './functionName.js';

/** The words of the grammar that no parameter, constant or column of data can be called. */
export const reservedNames: ReadonlySet<string> = new Set([
  ...functionNames,
  'pi',
  'e',
  'mean',
  'var',
  'and',
  'or',
  'not',
]);

const namePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** True when a text can stand in a formula as the name of a quantity. */
export function isVariableName(text: string): boolean {
  return namePattern.test(text) && !reservedNames.has(text);
}
