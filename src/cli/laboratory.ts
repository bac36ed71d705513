import { openEngines } from '../openEngines.js';
import type { Laboratory } from '../reproduce/experiment.js';
import { observeEnsemble } from '../sde/observe.js';
import { observeTraining } from '../sgd/observe.js';
import { locateModel } from './locate.js';

/** The engines of this package and its model files, for the experiments. */
export function openLaboratory(threads: number | undefined): Laboratory {
  return {
    ...openEngines({ ...(threads !== undefined && { threads }) }),
    observe: (model, set, options) =>
      observeEnsemble(model, set, { ...options, ...(threads !== undefined && { threads }) }),
    observeTraining: (model, set, options) => observeTraining(model, set, { ...options, backend: 'float64' }),
    builtin: (id) => locateModel(id).text,
  };
}
