import { functionNames } from './functionName.js';
import { nearestName } from './nearestName.js';

/** How what other languages write is written here. */
const spellings: ReadonlyMap<string, string> = new Map([
  ['ln', '`log`, which is the natural logarithm'],
  ['log10', '`log(x)/log(10)`'],
  ['log2', '`log(x)/log(2)`'],
  ['log1p', '`log(1 + x)`'],
  ['expm1', '`exp(x) - 1`'],
  ['pow', '`a^b` for pow(a, b)'],
  ['power', '`a^b` for power(a, b)'],
  ['square', '`x^2`'],
  ['atan', '`tanh` or `erf`: the grammar has no inverse of tan'],
  ['arctan', '`tanh` or `erf`: the grammar has no inverse of tan'],
  ['logistic', '`sigmoid`'],
  ['expit', '`sigmoid`'],
  ['silu', '`x*sigmoid(x)`'],
  ['swish', '`x*sigmoid(x)`'],
  ['sum', '`a + b`, written out'],
  ['norm', '`sqrt(a^2 + b^2)`, written out'],
]);

/** What most likely was meant by a name that is no function of the grammar, as a question; empty where nothing is near. */
export function meantFunction(name: string): string {
  const meant = spellings.get(name.toLowerCase()) ?? nearest(name);
  return meant === null ? '' : `; did you mean ${meant}?`;
}

/** The same for a name behind a library's, as in np.tanh. */
export function meantWithout(prefix: string, name: string): string {
  const known = functionNames.find((one) => one === name.toLowerCase());
  return known === undefined
    ? `a name without \`${prefix}.\`${meantFunction(name)}`
    : `\`${known}\` without \`${prefix}.\``;
}

function nearest(name: string): string | null {
  const found = nearestName(name, functionNames);
  return found === null ? null : `\`${found}\``;
}
