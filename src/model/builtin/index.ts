/**
 * The models that come with the package, in the order of theory §8, one YAML file each in this folder.
 *
 * M8 is an experiment and no file. `M2-paper` and `M4-large` are M2 and M4 at learning rates where SGD and its SDE part.
 */
export const builtinModels = [
  { id: 'M1', file: 'm1-quartic-well.yaml', about: 'a double well whose noise grows with the weight' },
  { id: 'M2', file: 'm2-tanh-neuron.yaml', about: 'label noise against the signal of one neuron' },
  { id: 'M2-paper', file: 'm2-paper.yaml', about: 'M2 at a learning rate where SGD is not its SDE' },
  { id: 'M3', file: 'm3-two-neurons.yaml', about: 'two neurons become one, at a base point that moves' },
  { id: 'M4', file: 'm4-scalar-chain.yaml', about: 'two linear layers under minibatch noise' },
  { id: 'M4-large', file: 'm4-large-step.yaml', about: 'M4 at a step where SGD is not its SDE' },
  { id: 'M5', file: 'm5-diagonal-mode.yaml', about: 'a mode of a linear network dies of residual noise' },
  { id: 'M6', file: 'm6-logistic-neuron.yaml', about: 'logistic loss, batches without label noise' },
  { id: 'M7', file: 'm7-weight-decay.yaml', about: 'weight decay joins the noise' },
  { id: 'M9', file: 'm9-relu-neuron.yaml', about: 'a kink on the set' },
  { id: 'M10', file: 'm10-sigmoid-neuron.yaml', about: 'no vanishing neuron; equal neurons stay equal' },
] as const satisfies readonly { readonly id: string; readonly file: string; readonly about: string }[];
