import { checkClaims } from '../../src/claims/checkClaims.js';
import type { Finding } from '../../src/claims/finding.js';
import { readModel } from '../../src/model/readModel.js';

/** Model files of two lines a key, to which tests add their claims. */
export const models = {
  neuron: `
name: neuron
parameters: [w1, w2]
inputs: [x]
targets: [y]
output: w2*tanh(w1*x)
loss: squared
constants: { eta: 0.02, zeta: 12 }
learningRate: eta
noise: [{ kind: label, std: zeta, batch: 1, sampling: none }]
data: { samples: [[0.5, 0.4], [-1.2, -1.3], [2, 1.7], [-0.3, 0.1]] }
sets:
  - { name: A, equations: [w1, w2] }
  - { name: diagonal, equations: [w1 - w2] }
simulate: { horizon: 25, dt: 0.01, trajectories: 20, init: { normal: 0.001 }, epsilon: 0.01 }
`,
  chain: `
name: chain
parameters: [w1, w2, w3]
inputs: [x]
targets: [y]
output: w1*w2*w3*x
loss: squared
constants: { eta: 0.05 }
learningRate: eta
noise: [{ kind: minibatch, batch: 1, sampling: with-replacement }]
data: { samples: [[-1.5, 0.3], [-0.7, -0.4], [0.2, 0.5]] }
sets:
  - { name: all, equations: [w1, w2, w3] }
  - { name: two, equations: [w1, w2], base: { w3: 2 } }
  - { name: one, equations: [w1] }
simulate: { horizon: 25, dt: 0.01, trajectories: 20, init: { normal: 0.001 }, epsilon: 0.01 }
`,
  pair: `
name: pair
parameters: [w1, w2, a1, a2]
inputs: [x]
targets: [y]
output: a1*tanh(w1*x) + a2*tanh(w2*x)
loss: squared
constants: { eta: 0.3, zeta: 1 }
learningRate: eta
noise: [{ kind: label, std: zeta, batch: full, sampling: none }]
data: { samples: [[-1.5, 0.3], [-0.7, -0.4], [0.2, 0.5], [0.9, -0.2]] }
sets:
  - { name: identical, equations: [w1 - w2, a1 - a2], base: { w1: 0.7, w2: 0.7, a1: 0.5, a2: 0.5 } }
  - { name: swapped, equations: [w1 - a2, a1 - w2] }
simulate: { horizon: 25, dt: 0.01, trajectories: 20, init: { normal: 0.001 }, epsilon: 0.01 }
`,
  well: `
name: well
parameters: [theta]
constants: { mu: 1.5, zeta: 2 }
potential: theta^4/4 - mu*theta^2/2
noise: [{ kind: explicit, diffusion: [[zeta*theta]] }]
sets: [{ name: top, equations: [theta] }]
simulate: { horizon: 25, dt: 0.0025, trajectories: 20, init: { normal: 0.001 }, epsilon: 0.01 }
`,
} as const;

/** The finding of one claim, written as in a model file, about a model with the lines of `changes` in instance of its own. */
export function findingOf(
  model: keyof typeof models,
  claim: string,
  changes: Readonly<Record<string, string>> = {},
  options: { readonly seed?: number; readonly path?: string } = {},
): Finding {
  let text: string = models[model];
  for (const [key, line] of Object.entries(changes)) text = text.replace(new RegExp(`^${key}:.*$`, 'm'), line);
  const read = readModel(`${text}claims: [${claim}]\n`, model);
  const [finding] = checkClaims(read, read.claims, { seed: 1, ...options });
  return finding;
}
