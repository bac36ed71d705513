import { predict } from '../prediction/predict.js';
import { simulateEnsemble } from '../sde/ensemble.js';
import { openBackend } from '../sgd/backend.js';
import { trainEnsemble } from '../sgd/ensemble.js';
import { deriveSet } from '../symbolic/derive.js';
import type { Engines } from '../verify/engines.js';
import type { CommonOptions } from './options.js';

/** The engines of this package, with threads and backend as the user chose; the backend is opened when first needed. */
export function openEngines({ threads, backend: choice = 'auto' }: CommonOptions): Engines {
  let opened: ReturnType<typeof openBackend> | null = null;
  return {
    derive: deriveSet,
    predict,
    simulate: (model, set, options) =>
      simulateEnsemble(model, set, { ...options, ...(threads === undefined ? {} : { threads }) }),
    train: async (model, set, { precision, ...options }) => {
      if (model.dynamics.kind === 'sde') return null;
      if (precision === 'double') return trainEnsemble(model, set, { ...options, backend: 'float64' });
      opened ??= openBackend(choice);
      return trainEnsemble(model, set, { ...options, backend: await opened });
    },
  };
}
