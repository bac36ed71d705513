import { predict } from './prediction/predict.js';
import type { Checkpoint } from './sde/checkpoint.js';
import { simulateEnsemble } from './sde/ensemble.js';
import { openBackend } from './sgd/backend.js';
import type { BackendChoice } from './sgd/backendChoice.js';
import { trainEnsemble } from './sgd/ensemble.js';
import { deriveSet } from './symbolic/derive.js';
import type { Engines } from './verify/engines.js';

/** How the engines of this package run; neither changes what is measured beyond rounding. */
export interface EngineOptions {
  /** how many threads simulate; one a core unless given */
  readonly threads?: number;
  /** where ensembles of the SDE keep what was done; nowhere unless given */
  readonly checkpoint?: Checkpoint;
  /** the backend of TensorFlow.js that trains; `auto` unless given */
  readonly backend?: BackendChoice;
}

/** The engines of this package; the backend is opened when first needed. */
export function openEngines({ threads, checkpoint, backend: choice = 'auto' }: EngineOptions = {}): Engines {
  let opened: ReturnType<typeof openBackend> | null = null;
  return {
    derive: deriveSet,
    predict,
    simulate: (model, set, options) =>
      simulateEnsemble(model, set, {
        ...options,
        ...(threads !== undefined && { threads }),
        ...(checkpoint && { checkpoint }),
      }),
    train: async (model, set, { precision, ...options }) => {
      if (model.dynamics.kind === 'sde') return null;
      if (precision === 'double') return trainEnsemble(model, set, { ...options, backend: 'float64' });
      opened ??= openBackend(choice);
      return trainEnsemble(model, set, { ...options, backend: await opened });
    },
  };
}
