import { readFileSync } from 'node:fs';
import type { Rational } from '../src/arithmetic/rational.js';
import { builtinModels } from '../src/model/builtin/index.js';
import type { Model } from '../src/model/model.js';
import { readModel } from '../src/model/readModel.js';

/** A model that ships, by its id, with constants replaced. */
export function builtin(
  id: (typeof builtinModels)[number]['id'],
  constants: Readonly<Record<string, Rational>> = {},
): Model {
  const found = builtinModels.find((one) => one.id === id);
  if (found === undefined) throw new RangeError(`no built-in model ${id}`);
  const model = readModel(readFileSync(new URL(`../src/model/builtin/${found.file}`, import.meta.url), 'utf8'), id);
  return { ...model, constants: new Map([...model.constants, ...Object.entries(constants)]) };
}
