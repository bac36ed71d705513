import type { Model } from '../model/model.js';
import { itemBranch } from '../numeric/branches.js';
import { fold } from '../numeric/random.js';
import { meanOf } from '../numeric/statistics.js';
import type { Cell, Laboratory } from './experiment.js';
import type { Found } from './findings.js';

/** How large an ensemble is, and after which steps it is looked at. */
export interface Ensemble {
  readonly trajectories: number;
  readonly steps: readonly number[];
}

/**
 * The share of an ensemble of the SDE that is within epsilon of the first set of a model after each of the steps. All
 * cells of a seed have the same starts and, by their branches, noises of their own. `modelOf` also gives what is said of the
 * cell beside.
 */
export function shareCell(
  id: string,
  branch: number,
  { trajectories, steps }: Ensemble,
  modelOf: (laboratory: Laboratory) => readonly [model: Model, about: Found],
): Cell {
  return {
    id,
    run: async (laboratory, { seed, signal }) => {
      const [model, about] = modelOf(laboratory);
      const ensemble = { ...model, simulation: { ...model.simulation, trajectories } };
      const options = { seed: fold(seed, itemBranch(branch)), startSeed: seed, recordedSteps: steps, signal };
      const outcomes = await laboratory.observe(ensemble, model.sets[0], options);
      if (outcomes?.length !== trajectories) return null;
      const near = Math.log(model.simulation.epsilon);
      const share = steps.map((_, k) => meanOf(outcomes.map(({ series }) => Number(series[k] < near))));
      return { ...about, trajectories, steps, share };
    },
  };
}
