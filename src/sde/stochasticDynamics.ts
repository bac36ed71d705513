import type { Model } from '../model/model.js';
import { noSdeReason } from '../model/noSde.js';
import { deriveDiffusion, type NoiseColumns } from './diffusion.js';
import { type Drift, deriveDrift } from './drift.js';

/** The SDE that a model stands for, or why there is none. */
export type StochasticDynamics =
  | { readonly status: 'derived'; readonly drift: Drift; readonly diffusion: readonly NoiseColumns[] }
  | { readonly status: 'none'; readonly reason: string };

/**
 * The stochastic gradient flow of a model, dθ = −∇L dt + √η Σ^{1/2} dW in time t = η·step, or the SDE it states
 * (theory §1, §2), in symbols.
 *
 * A model with momentum has none (theory §6). Throws InputError where a noise does not fit the dynamics.
 */
export function deriveStochasticDynamics(model: Model): StochasticDynamics {
  const reason = noSdeReason(model);
  if (reason !== null) return { status: 'none', reason };
  return { status: 'derived', drift: deriveDrift(model), diffusion: deriveDiffusion(model) };
}
