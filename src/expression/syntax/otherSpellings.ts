import { functionNames } from './functionName.js';
import { nearestName } from './nearestName.js';

/** What other languages call functions of the grammar, in lower case; read as these wherever arguments follow. */
const aliases: ReadonlyMap<string, string> = new Map([
  ['ln', 'log'],
  ['atan', 'arctan'],
  ['logistic', 'sigmoid'],
  ['expit', 'sigmoid'],
  ['swish', 'silu'],
  ['leaky_relu', 'leakyrelu'],
  ['absolute', 'abs'],
  ['maximum', 'max'],
  ['minimum', 'min'],
  ['matmul', 'dot'],
  ['norm', 'norm2'],
]);

/** The function that a name followed by arguments is another spelling of: ReLU, ln; else the name itself. */
export function functionMeant(name: string): string {
  const lower = name.toLowerCase();
  return aliases.get(lower) ?? functionNames.find((one) => one === lower) ?? name;
}

/** How what other languages write is written here. */
const spellings: ReadonlyMap<string, string> = new Map([
  ['log10', '`log(x)/log(10)`'],
  ['log2', '`log(x)/log(2)`'],
  ['pow', '`a^b` for pow(a, b)'],
  ['power', '`a^b` for power(a, b)'],
  ['square', '`x^2`'],
  ['frac', '`a/b`'],
  ['sigma', '`sigmoid`'],
  ['phi', 'the function by its name, such as `tanh`'],
  ['where', '`c ? a : b` for where(c, a, b)'],
  ['heaviside', '`x > 0 ? 1 : 0`'],
  ['prod', '`a*b`, written out'],
  ['outer', 'products element by element'],
  ['gauss', '`normal(mean, std)`, in formulas for data'],
  ['gaussian', '`normal(mean, std)`, in formulas for data'],
  ['randn', '`normal(0, 1)`, in formulas for data'],
  ['rand', '`uniform(0, 1)`, in formulas for data'],
]);

/** What most likely was meant by a name that is none of the known functions, as a question; empty where nothing is near. */
export function meantFunction(name: string, known: readonly string[] = functionNames): string {
  const meant = spellings.get(name.toLowerCase()) ?? nearest(name, known);
  return meant === null ? '' : `; did you mean ${meant}?`;
}

/** The same for a name behind a library's, as in lib.tanh. */
export function meantWithout(prefix: string, name: string): string {
  const known = functionNames.find((one) => one === name.toLowerCase());
  return known === undefined
    ? `a name without \`${prefix}.\`${meantFunction(name)}`
    : `\`${known}\` without \`${prefix}.\``;
}

function nearest(name: string, known: readonly string[]): string | null {
  const found = nearestName(name, known);
  return found === null ? null : `\`${found}\``;
}
