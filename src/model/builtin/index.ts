/**
 * The models that come with the package, in the order of theory §8, one YAML file each in this folder.
 *
 * M8 is an experiment and no file. `M2-paper` and `M4-large` are M2 and M4 at learning rates where SGD and its SDE part.
 */
export const builtinModels = [
  { id: 'M1', file: 'm1-quartic-well.yaml' },
  { id: 'M2', file: 'm2-tanh-neuron.yaml' },
  { id: 'M2-paper', file: 'm2-paper.yaml' },
  { id: 'M3', file: 'm3-two-neurons.yaml' },
  { id: 'M4', file: 'm4-scalar-chain.yaml' },
  { id: 'M4-large', file: 'm4-large-step.yaml' },
  { id: 'M5', file: 'm5-diagonal-mode.yaml' },
  { id: 'M6', file: 'm6-logistic-neuron.yaml' },
  { id: 'M7', file: 'm7-weight-decay.yaml' },
  { id: 'M9', file: 'm9-relu-neuron.yaml' },
  { id: 'M10', file: 'm10-sigmoid-neuron.yaml' },
] as const satisfies readonly { readonly id: string; readonly file: string }[];
