import { readFileSync } from 'node:fs';
import { builtinModels } from '../../src/model/builtin/index.js';

/** The texts of the models that ship, by id. */
export const builtinTexts: ReadonlyMap<string, string> = new Map(
  builtinModels.map(({ id, file }) => [
    id,
    readFileSync(new URL(`../../src/model/builtin/${file}`, import.meta.url), 'utf8'),
  ]),
);

/** A small model with a loss; each test replaces what it is about. Keys in the file's order, values as YAML. */
export const tanhNeuron: Readonly<Record<string, string>> = {
  name: 'neuron',
  parameters: '[w1, w2]',
  inputs: '[x]',
  targets: '[y]',
  output: 'w2 * tanh(w1 * x)',
  loss: 'squared',
  constants: '{ eta: 0.5, zeta: 1 }',
  data: '{ samples: [[0.5, 0.47], [-1.2, -1.31]] }',
  learningRate: 'eta',
  noise: '[{ kind: label, std: zeta, batch: 1, sampling: none }]',
  sets: '[{ name: vanishing neuron, equations: [w1, w2] }]',
};

/** A small SDE without data. */
export const quarticWell: Readonly<Record<string, string>> = {
  name: 'well',
  parameters: '[theta]',
  constants: '{ mu: 1.5, zeta: 2 }',
  potential: 'theta^4/4 - mu*theta^2/2',
  noise: '[{ kind: explicit, diffusion: [[zeta*theta]] }]',
  sets: '[{ name: hilltop, equations: [theta] }]',
};

/** The YAML text of a model with some keys replaced, added, or (undefined) left out. */
export function modelText(
  base: Readonly<Record<string, string>>,
  changes: Readonly<Record<string, string | undefined>> = {},
): string {
  return Object.entries({ ...base, ...changes })
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}: ${value}\n`)
    .join('');
}
