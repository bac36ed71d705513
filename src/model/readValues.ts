import { InputError } from '../arithmetic/inputError.js';
import { elementwise } from '../expression/syntax/arrayValue.js';
import type { Expression } from '../expression/syntax/expression.js';
import { canonicalName } from '../expression/syntax/names.js';
import { parseArray } from '../expression/syntax/parse.js';
import { valueAt } from './constants.js';
import { withAllErrors } from './inputErrors.js';
import type { Path } from './modelSource.js';
import { inConstants, readArray } from './readExpressions.js';
import { type Names, namesInMessage, type Reading } from './readNames.js';

/**
 * Reads a map from parameters, arrays of them or slices (`W[1, :]`) to values in the constants: one for each element, or
 * one for all. Gives an expression a parameter that is named.
 *
 * Throws InputError for what is no parameter or stands twice, for shapes that do not fit, and for a value that is not
 * finite.
 */
export function readValues(
  reading: Reading,
  entry: Readonly<Record<string, unknown>>,
  path: Path,
): Map<string, Expression> {
  const { source, names } = reading;
  const parameters = new Set(names.parameters);
  const values = new Map<string, Expression>();
  withAllErrors(
    Object.keys(entry).map((key) => () => {
      const at = [...path, key];
      const where = source.where(at);
      const named = namedElements(key, where, names, parameters);
      const value = readArray(reading, entry[key], at, inConstants);
      if (value.elements.some((element) => !Number.isFinite(valueAt(element, names.constants)))) {
        throw new InputError(where, 'the value is not finite', 'a finite number');
      }
      const misfit = (what: string, expected: string) => {
        throw new InputError(where, what, expected);
      };
      const given = elementwise([named, value], ([, one]) => one, 'the value', misfit);
      if (given.elements.length > named.elements.length) {
        throw new InputError(where, `${canonicalName(key)} is a single number`, 'one value');
      }
      named.elements.forEach(({ name }, i) => {
        if (values.has(name)) throw new InputError(where, `${name} is given twice`, 'one value each');
        values.set(name, given.elements[i]);
      });
    }),
  );
  return values;
}

function namedElements(key: string, where: string, names: Names, parameters: ReadonlySet<string>) {
  const array = parseArray(key, where, names).value;
  const elements = array.elements.map((element) => {
    if (element.kind === 'symbol' && parameters.has(element.name)) return element;
    const expected = `one of ${namesInMessage(names.parameters, names)}`;
    throw new InputError(where, `${canonicalName(key)} is no parameter`, expected);
  });
  return { shape: array.shape, elements };
}
