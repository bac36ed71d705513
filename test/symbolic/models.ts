import { readFileSync } from 'node:fs';
import { builtinModels } from '../../src/model/builtin/index.js';
import type { Model } from '../../src/model/model.js';
import { readModel } from '../../src/model/readModel.js';
import type { Derivation } from '../../src/symbolic/derivation.js';
import { deriveSet } from '../../src/symbolic/derive.js';

/** A model that comes with the package, by its id in theory §8. */
export function builtin(id: (typeof builtinModels)[number]['id']): Model {
  const { file } = builtinModels.find((model) => model.id === id) as (typeof builtinModels)[number];
  return readModel(readFileSync(new URL(`../../src/model/builtin/${file}`, import.meta.url), 'utf8'), file);
}

export interface LossModelText {
  readonly parameters: readonly string[];
  readonly output: string | readonly string[];
  /** each a list of equations */
  readonly sets: readonly (readonly string[])[];
  readonly loss?: string;
  readonly inputs?: readonly string[];
  readonly targets?: readonly string[];
  readonly constants?: Readonly<Record<string, number>>;
  readonly noise?: Readonly<Record<string, string | number>>;
  readonly samples?: readonly (readonly number[])[];
  readonly base?: Readonly<Record<string, string>>;
}

/** theory §2 with one sample a step. */
export const minibatch = { kind: 'minibatch', batch: 1, sampling: 'with-replacement' };

/** A model with a loss, read from the text of a model file as a user would write it. */
export function lossModel(text: LossModelText): Model {
  const { parameters, output, sets, loss = 'squared', inputs = ['x'], targets = ['y'] } = text;
  const constants = { eta: 0.1, zeta: 1, ...text.constants };
  const samples = text.samples ?? [
    [1, 1.5],
    [-0.5, 2],
    [2, -0.75],
  ];
  return readModel(
    JSON.stringify({
      name: 'model under test',
      parameters,
      inputs,
      targets,
      output,
      loss,
      constants,
      learningRate: 'eta',
      noise: [text.noise ?? { kind: 'label', std: 'zeta', batch: 1 }],
      data: { samples },
      sets: sets.map((equations) => ({
        name: equations.join(', '),
        equations,
        ...(text.base === undefined ? {} : { base: text.base }),
      })),
      simulate: { horizon: 1, dt: 0.1, trajectories: 1, init: { normal: 0.1 }, epsilon: 0.1 },
    }),
    'model-under-test.json',
  );
}

/** The derivations of all sets, in the order of the file. */
export function derivations(model: Model): Derivation[] {
  return model.sets.map((set) => deriveSet(model, set));
}
