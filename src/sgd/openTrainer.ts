import type { ReplicaStream } from '../numeric/replicaStream.js';
import type { Backend } from './backend.js';
import { openBlockTrainer } from './blockTrainer.js';
import { openDoubleTrainer } from './doubleTrainer.js';
import type { Objective } from './objective.js';
import { openTensorTrainer } from './tensorTrainer.js';
import type { Trainer } from './trainer.js';

/**
 * SGD of a group of replicas, v ← βv − η ĝ and θ ← (1 − ηw)θ + v (Nesterov: θ ← (1 − ηw)θ + βv − η ĝ), where ĝ may be
 * clipped and w is 0 unless a decay is decoupled, in float32 tensors with gradients
 * of TensorFlow.js, or in doubles with symbolic gradients: in WebAssembly, or in JavaScript where that lacks an operation.
 *
 * starts: one θ a replica, d numbers each; streams: one a replica, which draws the same numbers in both.
 */
export function openTrainer(
  backend: Backend | 'float64',
  objective: Objective,
  starts: readonly ArrayLike<number>[],
  streams: readonly ReplicaStream[],
): Trainer {
  if (backend === 'float64') {
    return openBlockTrainer(objective, starts, streams) ?? openDoubleTrainer(objective, starts, streams);
  }
  return openTensorTrainer(backend, objective, starts, streams);
}
