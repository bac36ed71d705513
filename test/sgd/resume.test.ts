import { expect, it } from 'vitest';
import { printModelFile } from '../../src/model/printModel.js';
import { readModel } from '../../src/model/readModel.js';
import { trainEnsemble } from '../../src/sgd/ensemble.js';
import type { TrainingCheckpoint, TrainingState } from '../../src/sgd/trainingCheckpoint.js';
import { describeBackends } from './backends.js';

/** Momentum, batches in epochs, label noise, a schedule: everything that a step depends on beside θ. */
const model = readModel(
  `
name: pair
parameters: [u, v]
inputs: [x]
targets: [y]
output: u*tanh(v*x)
loss: squared
constants: { eta: 0.1 }
data: { samples: [[1, 1], [-1, -0.5], [2, 1], [0.4, 0.3], [1.5, 2]] }
learningRate: { schedule: [{ until: 60, rate: eta }, { rate: eta/2 }] }
momentum: 0.5
noise: [{ kind: label, std: 1, batch: 2, sampling: epochs }]
sets: [{ name: zero, equations: [u, v] }]
simulate: { horizon: 15, trajectories: 12, init: { normal: 0.3 } }
`,
  'pair',
);

/** A checkpoint that writes at every occasion, and aborts the run at a given one. */
function checkpointThatAborts(
  at: number,
  states: Map<string, TrainingState>,
  controller: AbortController,
): TrainingCheckpoint {
  let occasions = 0;
  return {
    keptTraining: (key) => structuredClone(states.get(key)),
    keepTraining: (key, state) => {
      states.set(key, structuredClone(state()));
      if (++occasions === at) controller.abort();
    },
  };
}

describeBackends('training that is ended and resumed', (opened) => {
  const tensors = [['in tensors', () => opened()] as const];
  const cases = [...tensors, ['in doubles', () => 'float64' as const] as const];

  it.each(cases)('%s ends with the bits of an undisturbed run', async (_, backend) => {
    const [set] = model.sets;
    const undisturbed = await trainEnsemble(model, set, { seed: 3, backend: backend() });
    const states = new Map<string, TrainingState>();
    let runs = 0;
    for (;;) {
      const controller = new AbortController();
      const checkpoint = checkpointThatAborts(3, states, controller);
      const evidence = await trainEnsemble(model, set, {
        seed: 3,
        backend: backend(),
        signal: controller.signal,
        kept: { checkpoint, key: printModelFile(model) },
      });
      runs++;
      if (evidence?.completed !== 1) continue;
      expect(evidence).toEqual(undisturbed);
      break;
    }
    expect(runs).toBeGreaterThan(2);
  });
});
