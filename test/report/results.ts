import { readFileSync } from 'node:fs';
import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import type { Prediction } from '../../src/prediction/prediction.js';
import type { VerifiedModel } from '../../src/report/resultJson.js';
import { deriveSet } from '../../src/symbolic/derive.js';
import { judge } from '../../src/verify/judge.js';
import type { Measurements } from '../../src/verify/quantities.js';

export function builtin(file: string): Model {
  return readModel(readFileSync(new URL(`../../src/model/builtin/${file}`, import.meta.url), 'utf8'), file);
}

/** A model's first set, truly derived and judged against numbers of our own. */
export function verified(source: string, model: Model, prediction: Prediction, measured: Measurements): VerifiedModel {
  const derivation = deriveSet(model, model.sets[0]);
  const verdicts = [judge(derivation, prediction, measured)];
  return { source, model, verdicts, replay: `collapse verify ${source} --seed 1` };
}
