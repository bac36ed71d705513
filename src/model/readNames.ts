import { InputError } from '../arithmetic/inputError.js';
import type { Rational } from '../arithmetic/rational.js';
import { indicesOf } from '../expression/syntax/arrayValue.js';
import { canonicalName, elementName, elementParts, isVariableName, reservedNames } from '../expression/syntax/names.js';
import { nearestName } from '../expression/syntax/nearestName.js';
import { withAllErrors } from './inputErrors.js';
import type { ModelFile } from './modelFile.js';
import type { ModelSource, Path } from './modelSource.js';
import { nestedPaths } from './nestedLists.js';
import { readRational } from './readNumbers.js';

/** Every name that a model declares, with what it stands for; an array's elements have a name each, `W[1, 2]`. */
export interface Names {
  readonly parameters: readonly string[];
  readonly constants: ReadonlyMap<string, Rational>;
  readonly inputs: readonly string[];
  readonly targets: readonly string[];
  /** the sizes of arrays, by name */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** what the outputs are called in a custom loss: f, or f1, f2, … */
  readonly outputs?: readonly string[];
}

/** A model file that is being read: its shape, its text, and the names that it declares. */
export interface Reading {
  readonly file: ModelFile;
  readonly source: ModelSource;
  readonly names: Names;
}

/** A declared name and its shape, [] for a single number. */
export interface Declaration {
  readonly name: string;
  readonly shape: readonly number[];
  readonly path: Path;
}

/** What a key of the file declares, in its order. */
export function declarations(file: ModelFile, key: 'parameters' | 'inputs' | 'targets'): Declaration[] {
  const entry = file[key] ?? [];
  if (Array.isArray(entry)) {
    return entry.map((name, i) => ({ name: canonicalName(name), shape: [], path: [key, i] }));
  }
  return Object.entries(entry).map(([name, size]) => ({
    name: canonicalName(name),
    shape: typeof size === 'number' ? [size] : size,
    path: [key, name],
  }));
}

/** So many elements a model may have: beyond it nothing here ends. */
const mostElements = 100_000;

/**
 * Reads the declared names; `set` overrides constants.
 *
 * Throws InputError when a name is no name, a word of the grammar, or stands twice, when there is no parameter, and for an
 * override of a constant that is not declared.
 */
export function readNames(file: ModelFile, source: ModelSource, set: ReadonlyMap<string, Rational>): Names {
  const taken = new Map<string, string>();
  const shapes = new Map<string, readonly number[]>();
  const declare = ({ name, shape, path }: Declaration, role: string): void => {
    if (!isVariableName(name) || name === '__proto__') throw notAName(name, source.where(path));
    const other = taken.get(name);
    if (other !== undefined) {
      throw source.error(path, `${name} is already the name of ${other}`, 'a name of its own');
    }
    if (shape.reduce((total, size) => total * size, 1) > mostElements) {
      throw source.error(path, `${name} has too many elements`, `at most ${mostElements}`);
    }
    taken.set(name, role);
    if (shape.length > 0) shapes.set(name, shape);
  };
  const list = (key: 'parameters' | 'inputs' | 'targets', role: string): string[] =>
    withAllErrors(
      declarations(file, key).map((declaration) => () => {
        declare(declaration, role);
        return elementNames(declaration);
      }),
    ).flat();
  const constants = new Map<string, Rational>();
  const constant = (key: string): string[] => {
    const path = ['constants', key];
    const name = canonicalName(key);
    const { shape, paths } = nestedPaths(file.constants?.[key], path, source);
    declare({ name, shape, path }, 'a constant');
    const names = elementNames({ name, shape });
    names.forEach((element, i) => {
      constants.set(element, readRational(source, paths[i]));
    });
    return names;
  };
  const [parameters, , inputs, targets] = withAllErrors<string[]>([
    () => list('parameters', 'a parameter'),
    () => withAllErrors(Object.keys(file.constants ?? {}).map((key) => () => constant(key))).flat(),
    () => list('inputs', 'an input'),
    () => list('targets', 'a target'),
  ]);
  if (parameters.length === 0) {
    throw source.error(['parameters'], 'the model has no parameters', 'one name or more');
  }
  override(constants, set);
  return { parameters, constants, inputs, targets, shapes };
}

/** The names of an array's elements, row after row; the name itself of a single number. */
export function elementNames({ name, shape }: Pick<Declaration, 'name' | 'shape'>): string[] {
  return indicesOf(shape).map((indices) => elementName(name, indices));
}

function override(constants: Map<string, Rational>, set: ReadonlyMap<string, Rational>): void {
  for (const [written, value] of set) {
    const name = canonicalName(written);
    if (!constants.has(name)) {
      const known = [...constants.keys()];
      const near = nearestName(name, known);
      const expected =
        known.length === 0 ? 'no constant at all: the model declares none' : `one of ${known.join(', ')}`;
      const hint = near === null ? '' : `; did you mean ${near}?`;
      throw new InputError(`--set ${name}`, `the model has no constant ${name}`, `${expected}${hint}`);
    }
    constants.set(name, value);
  }
}

function notAName(name: string, where: string): InputError {
  return reservedNames.has(name)
    ? new InputError(where, `${name} is a word of the grammar`, 'another name')
    : new InputError(where, `${JSON.stringify(name)} is no name`, 'letters, digits and _, not starting with a digit');
}

/** Names as messages list them: an array once, with its shape. */
export function namesInMessage(names: readonly string[], { shapes }: Pick<Names, 'shapes'>): string {
  const listed = names.map((name) => {
    const array = elementParts(name)?.array;
    return array === undefined ? name : `${array} [${shapes.get(array)?.join(', ')}]`;
  });
  return [...new Set(listed)].join(', ');
}
