import { compileJavaScript } from '../src/expression/compile/javascript.js';
import type { Expression } from '../src/expression/syntax/expression.js';
import { constantValues } from '../src/model/constants.js';
import type { Model } from '../src/model/model.js';

/**
 * A function of θ and one row of data that gives the values of several vectors, one expression a parameter each, in
 * parameters, constants and `dataNames`.
 */
export function vectorsAt(
  vectors: readonly (readonly Expression[])[],
  model: Model,
  dataNames: readonly string[],
): (theta: readonly number[], row: readonly number[]) => number[][] {
  const constants = constantValues(model);
  const length = model.parameters.length;
  const compiled = compileJavaScript(vectors.flat(), [...model.parameters, ...constants.keys(), ...dataNames]);
  return (theta, row) => {
    const out = new Float64Array(vectors.length * length);
    compiled(Float64Array.from([...theta, ...constants.values(), ...row]), out);
    return vectors.map((_, v) => [...out.subarray(v * length, (v + 1) * length)]);
  };
}
