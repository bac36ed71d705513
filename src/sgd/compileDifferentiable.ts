import type { Tensor } from '@tensorflow/tfjs-core';
import { compileTensor } from '../expression/compile/tensor.js';
import type { Expression } from '../expression/syntax/expression.js';
import type { Backend } from './backend.js';
import { finiteBranches } from './finiteBranches.js';
import { tensorOperations } from './tensorOperations.js';

/**
 * Several expressions over TensorFlow.js tensors, to be differentiated by it: values in the order of the names, one
 * tensor an output (see compileTensor).
 *
 * A branch that is not taken leaves the gradient alone. Throws InputError for a name that is not among `names`, and for
 * mean(…) and var(…).
 */
export function compileDifferentiable(
  backend: Pick<Backend, 'tf'>,
  outputs: readonly Expression[],
  names: readonly string[],
): (values: readonly Tensor[]) => Tensor[] {
  return compileTensor(outputs.map(finiteBranches), names, tensorOperations(backend));
}
