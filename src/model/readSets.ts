import { InputError } from '../arithmetic/inputError.js';
import { difference, type Expression } from '../expression/syntax/expression.js';
import { parseArray } from '../expression/syntax/parse.js';
import { affineSet } from './affineSet.js';
import { withAllErrors } from './inputErrors.js';
import type { AffineSet } from './model.js';
import type { ModelFile } from './modelFile.js';
import type { Path } from './modelSource.js';
import { checkScope, inParameters } from './readExpressions.js';
import type { Reading } from './readNames.js';
import { readValues } from './readValues.js';

/**
 * Reads the sets; an equation is an expression that is 0 on the set, or `left == right`, and of arrays one an element.
 *
 * Throws InputError for two sets of one name, and for what affineSet refuses.
 */
export function readSets(reading: Reading): AffineSet[] {
  const { source, names, file } = reading;
  const seen = new Set<string>();
  const readSet = (entry: NonNullable<ModelFile['sets']>[number], i: number): AffineSet => {
    const path: Path = ['sets', i];
    if (seen.has(entry.name)) {
      const what = `${JSON.stringify(entry.name)} is the name of another set`;
      throw source.error([...path, 'name'], what, 'a name of its own');
    }
    seen.add(entry.name);
    const written = withAllErrors(
      entry.equations.map((_, j) => () => readEquations(reading, [...path, 'equations', j])),
    );
    const places = written.flatMap((equations, j) => equations.map(() => j));
    const base = entry.base === undefined ? null : readValues(reading, entry.base, [...path, 'base']);
    return affineSet(entry.name, written.flat(), names.parameters, {
      ...(base === null ? {} : { base }),
      constants: names.constants,
      where: (part) => source.where([...path, ...(part === 'base' ? ['base'] : ['equations', places[part]])]),
    });
  };
  return withAllErrors((file.sets ?? []).map((entry, i) => () => readSet(entry, i)));
}

/** An expression that is 0, or `left == right`; of arrays, one equation an element. */
function readEquations({ source, names }: Reading, path: Path): readonly Expression[] {
  const where = source.where(path);
  const text = source.text(path);
  refuseAssignment(text, where);
  return parseArray(text, where, names).value.elements.map((written) => {
    const isEquality = written.kind === 'comparison' && written.operator === '==';
    const equation = isEquality ? difference(written.left, written.right) : written;
    checkScope(equation, where, names, inParameters);
    return equation;
  });
}

/** `w1 = 0` is what everybody writes first. */
function refuseAssignment(text: string, where: string): void {
  const match = /^([^=<>!]*)=([^=<>!]*)$/.exec(text);
  if (match === null) return;
  const [left, right] = [match[1].trim(), match[2].trim()];
  const meant = /^[-+]?0*\.?0*$/.test(right)
    ? left
    : /[-+]/.test(right)
      ? `${left} - (${right})`
      : `${left} - ${right}`;
  throw new InputError(
    where,
    `an equation is what is 0 on the set: write ${meant}`,
    `\`${meant}\` for \`${text.trim()}\``,
  );
}
