import type { MeasureOptions } from './model/evidence.js';
import type { AffineSet, Model } from './model/model.js';
import { printModelFile } from './model/printModel.js';
import { predict } from './prediction/predict.js';
import type { Checkpoint } from './sde/checkpoint.js';
import { simulateEnsemble } from './sde/ensemble.js';
import { openBackend } from './sgd/backend.js';
import type { BackendChoice } from './sgd/backendChoice.js';
import { trainEnsemble } from './sgd/ensemble.js';
import type { TrainingCheckpoint } from './sgd/trainingCheckpoint.js';
import { deriveSet } from './symbolic/derive.js';
import type { Engines } from './verify/engines.js';

/** How the engines of this package run; neither changes what is measured beyond rounding. */
export interface EngineOptions {
  /** how many threads simulate; one a core unless given */
  readonly threads?: number;
  /** where ensembles and training keep what was done; nowhere unless given */
  readonly checkpoint?: Checkpoint & TrainingCheckpoint;
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
      if (precision !== 'double') opened ??= openBackend(choice);
      const backend = precision === 'double' || opened === null ? 'float64' : await opened;
      const name = backend === 'float64' ? backend : backend.name;
      const kept = checkpoint && { checkpoint, key: keyOf(model, set, name, options) };
      return trainEnsemble(model, set, { ...options, backend, ...(kept && { kept }) });
    },
  };
}

/** What training depends on, in words: equal keys are equal numbers. */
function keyOf(model: Model, set: AffineSet, backend: string, { seed, subspace }: MeasureOptions): string {
  const piece = model.dynamics.kind === 'loss' ? (model.dynamics.schedule?.piece ?? null) : null;
  return JSON.stringify([printModelFile(model), piece, set.name, backend, seed, subspace ?? null]);
}
