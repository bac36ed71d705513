import { batchSize, constantValues, learningRateValue, momentumValue } from '../model/constants.js';
import type { Evidence } from '../model/evidence.js';
import type { Model } from '../model/model.js';
import type { VerifiedSet } from './resultSchema.js';

/** What the numbers of one set are at; trajectories, horizon and backend are null where nothing was measured. */
export function settingsJson(
  model: Model,
  evidence: { readonly sde: Evidence | null; readonly sgd: Evidence | null } | null,
): VerifiedSet['settings'] {
  const { dynamics, noise, simulation } = model;
  const data = dynamics.kind === 'loss' ? dynamics.data : null;
  const measured = evidence === null ? null : (evidence.sde ?? evidence.sgd);
  return {
    constants: Object.fromEntries(constantValues(model)),
    learningRate: learningRateValue(model),
    momentum: momentumValue(model),
    batch: noise.map((one) => (data === null || !('batch' in one) ? null : batchSize(one, data))),
    samples: data?.rows.length ?? null,
    dt: simulation.dt,
    trajectories: measured?.trajectories ?? null,
    horizon: measured?.horizon ?? null,
    scheme: simulation.scheme,
    backend: evidence?.sgd?.backend ?? null,
  };
}
