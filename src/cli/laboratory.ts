import { openEngines } from '../openEngines.js';
import type { Laboratory } from '../reproduce/experiment.js';
import { observeEnsemble } from '../sde/observe.js';
import { trainNetwork } from '../sgd/network/trainNetwork.js';
import { observeTraining } from '../sgd/observe.js';
import { type Digits, readDigits } from './digits.js';
import { locateModel } from './locate.js';

/** The engines of this package and its model files, for the experiments. */
export function openLaboratory(threads: number | undefined): Laboratory {
  const digits = new Map<number, Digits>();
  return {
    ...openEngines({ ...(threads !== undefined && { threads }) }),
    observe: (model, set, options) =>
      observeEnsemble(model, set, { ...options, ...(threads !== undefined && { threads }) }),
    observeTraining: (model, set, options) => observeTraining(model, set, { ...options, backend: 'float64' }),
    trainNetwork,
    digits: (size) => {
      const known = digits.get(size) ?? readDigits(size);
      digits.set(size, known);
      return known;
    },
    builtin: (id) => locateModel(id).text,
  };
}
