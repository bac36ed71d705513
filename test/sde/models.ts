import type { Model, SchemeName } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import { builtinTexts, modelText, quarticWell, tanhNeuron } from '../model/modelTexts.js';

type Changes = Readonly<Record<string, string | undefined>>;

/** An SDE without data, the quartic well with some keys of its file replaced. */
export function sdeModel(changes: Changes): Model {
  return readModel(modelText(quarticWell, changes), 'sde.yaml');
}

/** An SDE in x (or other parameters) with noise columns and the origin as its set, and how it steps. */
export function oneNoise(scheme: SchemeName, drift: string, diffusion: string, parameters = '[x]'): Model {
  return sdeModel({
    parameters,
    constants: '{}',
    potential: undefined,
    drift,
    noise: `[{ kind: explicit, diffusion: ${diffusion} }]`,
    sets: `[{ name: origin, equations: ${parameters} }]`,
    claims: undefined,
    simulate: `{ horizon: 4, dt: 0.1, trajectories: 40, init: { normal: 0.5 }, epsilon: 0.01, scheme: ${scheme} }`,
  });
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
