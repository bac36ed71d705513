import { branches } from '../numeric/branches.js';
import { fold, randomStream } from '../numeric/random.js';
import type { Backend } from './backend.js';
import type { Objective } from './objective.js';
import { openTrainer } from './openTrainer.js';

/** Whether single steps from a point stay on a set; where they do not, nothing is to be measured near it. */
export function keepsSet(
  backend: Backend | 'float64',
  objective: Objective,
  point: readonly number[],
  seed: number,
  isOn: (theta: ArrayLike<number>) => boolean,
): boolean {
  const streams = Array.from({ length: probes }, (_, i) => randomStream(fold(seed, branches.probes), i));
  const trainer = openTrainer(
    backend,
    objective,
    streams.map(() => point),
    streams,
  );
  trainer.step();
  const columns = trainer.read();
  trainer.dispose();
  return streams.every((_, i) => isOn(columns.map((column) => column[i])));
}

/** A batch or a noise that leaves the set is seldom missed by so many. */
const probes = 16;
