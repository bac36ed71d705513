import { readFileSync } from 'node:fs';
import { builtinModels } from '../../src/model/builtin/index.js';
import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';

/** A model that ships with the package. */
export function builtinModel(id: (typeof builtinModels)[number]['id']): Model {
  const file = builtinModels.find((one) => one.id === id)!.file;
  return readModel(readFileSync(new URL(`../../src/model/builtin/${file}`, import.meta.url), 'utf8'), file);
}

/** Runs of a pinned sample on every commit, and of `npm run check:full`. */
export const runs = (pinned: number): number => pinned * (process.env.CHECK_FULL ? 20 : 1);
