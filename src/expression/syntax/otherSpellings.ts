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
  ['sgn', 'sign'],
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
  ['sech', '`1/cosh(x)`'],
  ['csch', '`1/sinh(x)`'],
  ['coth', '`1/tanh(x)`'],
  ['clip', '`max(-1, min(1, x))` for clip(x, -1, 1)'],
  ['i', '`c ? 1 : 0` for I(c)'],
  ['f', 'the formula itself, or `output` with `loss: squared`'],
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

/** How what stands on both sides of a missing operator is written here; null where it is most likely a product. */
export function spellingBetween(before: string, after: string): string | null {
  if (/^(?:sum|Sigma|prod)_/.test(before) || after === 'for') return '`sum(j in 1..n, …)`, with indices as in `a[j]`';
  if (before === 'if' || after === 'if' || before === 'begin') return '`c ? a : b`';
  if (before === 'T' || before === '.T')
    return '`W.T` or `transpose(W)` for a transpose, and `@` for a product of matrices';
  if (before === 'langle') return '`dot(a, b)`';
  if (after === '_F' || after === '_2') return "`norm2(W)`, Frobenius's for a matrix";
  if (/^_/.test(after)) return '`relu(x)` for a positive part, and names without subscripts behind brackets';
  return null;
}
