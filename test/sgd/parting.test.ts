import { expect, it } from 'vitest';
import { distanceTo } from '../../src/model/affineSet.js';
import type { LossDynamics } from '../../src/model/model.js';
import { replicaStream } from '../../src/numeric/replicaStream.js';
import { trainEnsemble } from '../../src/sgd/ensemble.js';
import { deriveObjective } from '../../src/sgd/objective.js';
import { openTrainer } from '../../src/sgd/openTrainer.js';
import { watchParting } from '../../src/sgd/parting.js';
import { builtin } from '../builtin.js';
import { describeBackends } from './backends.js';

const model = builtin('M4');
const [set] = model.sets;
const distanceOf = distanceTo(set, model.constants);
const objective = deriveObjective(model, model.dynamics as LossDynamics);
const twins = () =>
  Array.from({ length: 4 }, (_, i) => ({ start: Float64Array.of(0.3, -0.2), stream: replicaStream(3, i) }));

describeBackends('single precision', (opened) => {
  it('takes the same draws as doubles and parts from them by roundings alone', async () => {
    const follow = (disturb: number): readonly (number | null)[] => {
      const replicas = twins();
      const trainer = openTrainer(
        opened(),
        objective,
        replicas.map(({ start }) => start),
        replicas.map(({ stream }) => stream),
      );
      const parting = watchParting(objective, twins(), distanceOf, 1e-30);
      for (let step = 0; step <= 40; step++) {
        if (step > 0) trainer.step();
        parting.see(
          step,
          trainer.read().map((column) => Array.from(column, (x) => x * (step >= 25 ? disturb : 1))),
        );
      }
      trainer.dispose();
      parting.dispose();
      return parting.steps();
    };
    expect(follow(1)).toEqual([null, null, null, null]);
    // a change of two hundredths is seen at the step at which it is made
    expect(follow(1.02)).toEqual([25, 25, 25, 25]);
  });

  it('of an ensemble says when it parts', async () => {
    const small = { ...model, simulation: { ...model.simulation, trajectories: 10 } };
    const evidence = await trainEnsemble(small, set, { seed: 1, backend: opened() });
    expect(evidence?.parting?.replicas).toBe(8);
    expect(evidence?.parting?.median ?? Infinity).toBeGreaterThan(20);
    expect((await trainEnsemble(small, set, { seed: 1, backend: 'float64' }))?.parting).toBeNull();
  });

  it('holds no tensor after 10,000 steps that it did not hold before', { timeout: 60_000 }, () => {
    const { tf } = opened();
    const replicas = twins();
    const trainer = openTrainer(
      opened(),
      objective,
      replicas.map(({ start }) => start),
      replicas.map(({ stream }) => stream),
    );
    for (let i = 0; i < 10; i++) trainer.step();
    const before = tf.memory();
    for (let i = 0; i < (process.env.CHECK_FULL ? 10_000 : 500); i++) trainer.step();
    const after = tf.memory();
    expect([after.numTensors, after.numDataBuffers, after.numBytes]).toEqual([
      before.numTensors,
      before.numDataBuffers,
      before.numBytes,
    ]);
    trainer.dispose();
  });
});
