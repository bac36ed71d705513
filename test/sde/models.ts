import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { builtinTexts, modelText, quarticWell, tanhNeuron } from '../model/modelTexts.js';

type Changes = Readonly<Record<string, string | undefined>>;

/** An SDE without data, the quartic well with some keys of its file replaced. */
export function sdeModel(changes: Changes): Model {
  return readModel(modelText(quarticWell, changes), 'sde.yaml');
}

/** A loss on data, the tanh neuron with some keys of its file replaced. */
export function lossModel(changes: Changes): Model {
  return readModel(modelText(tanhNeuron, changes), 'loss.yaml');
}

/** A model that ships, by id, with some of its simulation settings replaced. */
export function builtinModel(id: string, simulation: Partial<Model['simulation']> = {}): Model {
  const model = readModel(builtinTexts.get(id) as string, id);
  return { ...model, simulation: { ...model.simulation, ...simulation } };
}

/** The `simulate` key of a model file. */
export function simulate(horizon: number, dt: number, trajectories: number, initialScale = 0.001): string {
  return `{ horizon: ${horizon}, dt: ${dt}, trajectories: ${trajectories}, init: { normal: ${initialScale} }, epsilon: 0.01 }`;
}
