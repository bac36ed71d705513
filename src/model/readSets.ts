import { InputError } from '../arithmetic/inputError.js';
import { difference, type Expression } from '../expression/syntax/expression.js';
import { parseExpression } from '../expression/syntax/parse.js';
import { affineSet } from './affineSet.js';
import { valueAt } from './constants.js';
import type { AffineSet } from './model.js';
import type { ModelFile } from './modelFile.js';
import type { ModelSource, Path } from './modelSource.js';
import { checkScope, inConstants, inParameters, readExpression } from './readExpressions.js';
import type { Names } from './readNames.js';

/**
 * Reads the sets; an equation is an expression that is 0 on the set, or `left == right`.
 *
 * Throws InputError for two sets of one name, and for what affineSet refuses.
 */
export function readSets(file: ModelFile, source: ModelSource, names: Names): AffineSet[] {
  const seen = new Set<string>();
  return (file.sets ?? []).map((entry, i) => {
    const path: Path = ['sets', i];
    if (seen.has(entry.name)) {
      const what = `${JSON.stringify(entry.name)} is the name of another set`;
      throw new InputError(source.where([...path, 'name']), what, 'a name of its own');
    }
    seen.add(entry.name);
    const equations = entry.equations.map((_, j) => readEquation(source, [...path, 'equations', j], names));
    const base = entry.base === undefined ? null : readBase(entry.base, source, [...path, 'base'], names);
    return affineSet(entry.name, equations, names.parameters, {
      ...(base === null ? {} : { base }),
      constants: names.constants,
      where: (part) => source.where([...path, ...(part === 'base' ? ['base'] : ['equations', part])]),
    });
  });
}

function readEquation(source: ModelSource, path: Path, names: Names): Expression {
  const where = source.where(path);
  const written = parseExpression(source.text(path), where);
  const isEquality = written.kind === 'comparison' && written.operator === '==';
  const equation = isEquality ? difference(written.left, written.right) : written;
  checkScope(equation, where, names, inParameters);
  return equation;
}

function readBase(entry: Readonly<Record<string, unknown>>, source: ModelSource, path: Path, names: Names) {
  return new Map(
    Object.keys(entry).map((name): [string, Expression] => {
      const at = [...path, name];
      if (!names.parameters.includes(name)) {
        throw new InputError(source.where(at), `${name} is no parameter`, `one of ${names.parameters.join(', ')}`);
      }
      const value = readExpression(source, at, names, inConstants);
      if (!Number.isFinite(valueAt(value, names.constants))) {
        throw new InputError(source.where(at), 'the value is not finite', 'a finite number');
      }
      return [name, value];
    }),
  );
}
