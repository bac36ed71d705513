import type { Expression } from '../expression/syntax/expression.js';
import { elementName } from '../expression/syntax/names.js';
import type { Names } from './readNames.js';

/** What the outputs are called in a custom loss: `f` a single one; of several `f1`, `f2`, … or `f[1]`, `f[2]`, … each. */
export function outputNames(output: readonly Expression[] | null): ReadonlyMap<string, Expression> {
  if (output === null) return new Map();
  if (output.length === 1) return new Map([['f', output[0]]]);
  return new Map([
    ...output.map((one, m) => [`f${m + 1}`, one] as const),
    ...output.map((one, m) => [elementName('f', [m + 1]), one] as const),
  ]);
}

/** The names with those of the outputs; several outputs are the array `f`, unless that name is declared. */
export function withOutputs(names: Names, output: readonly Expression[] | null): Names {
  const declared = [...names.parameters, ...names.constants.keys(), ...names.inputs, ...names.targets];
  const isArray = output !== null && output.length > 1 && !names.shapes.has('f') && !declared.includes('f');
  const shapes = isArray ? new Map([...names.shapes, ['f', [output.length]] as const]) : names.shapes;
  return { ...names, shapes, outputs: [...outputNames(output).keys()] };
}
