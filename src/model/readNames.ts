import { InputError } from '../arithmetic/inputError.js';
import type { Rational } from '../arithmetic/rational.js';
import { isVariableName, reservedNames } from '../expression/syntax/names.js';
import { nearestName } from '../expression/syntax/nearestName.js';
import type { ModelFile } from './modelFile.js';
import type { ModelSource, Path } from './modelSource.js';
import { readRational } from './readNumbers.js';

/** Every name that a model declares, with what it stands for. */
export interface Names {
  readonly parameters: readonly string[];
  readonly constants: ReadonlyMap<string, Rational>;
  readonly inputs: readonly string[];
  readonly targets: readonly string[];
  /** what the outputs are called in a custom loss: f, or f1, f2, … */
  readonly outputs?: readonly string[];
}

/**
 * Reads the declared names; `set` overrides constants.
 *
 * Throws InputError when a name is no name, a word of the grammar, or stands twice, and for an override of a constant
 * that is not declared.
 */
export function readNames(file: ModelFile, source: ModelSource, set: ReadonlyMap<string, Rational>): Names {
  const taken = new Map<string, string>();
  const declare = (name: string, role: string, path: Path): void => {
    if (!isVariableName(name) || name === '__proto__') throw notAName(name, source.where(path));
    const other = taken.get(name);
    if (other !== undefined) {
      throw new InputError(source.where(path), `${name} is already the name of ${other}`, 'a name of its own');
    }
    taken.set(name, role);
  };
  const list = (key: 'parameters' | 'inputs' | 'targets', role: string): readonly string[] => {
    const names = file[key] ?? [];
    names.forEach((name, i) => {
      declare(name, role, [key, i]);
    });
    return names;
  };
  const parameters = list('parameters', 'a parameter');
  const constants = new Map<string, Rational>();
  for (const name of Object.keys(file.constants ?? {})) {
    const path = ['constants', name];
    declare(name, 'a constant', path);
    constants.set(name, readRational(source, path));
  }
  override(constants, set);
  return { parameters, constants, inputs: list('inputs', 'an input'), targets: list('targets', 'a target') };
}

function override(constants: Map<string, Rational>, set: ReadonlyMap<string, Rational>): void {
  for (const [name, value] of set) {
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
