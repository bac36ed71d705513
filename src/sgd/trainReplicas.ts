import type { Rational } from '../arithmetic/rational.js';
import { numberZero } from '../expression/syntax/expression.js';
import type { MeasureOptions } from '../model/evidence.js';
import type { AffineSet } from '../model/model.js';
import type { NormalProjection } from '../model/normalProjection.js';
import { rescaling } from '../model/rescaling.js';
import type { Backend } from './backend.js';
import type { Objective } from './objective.js';
import { openTrainer } from './openTrainer.js';
import type { Parting } from './parting.js';
import type { TrainingCheckpoint } from './trainingCheckpoint.js';
import type { Replica } from './watch.js';

/** The set that replicas are watched for, at the constants' values. */
export interface Geometry {
  readonly set: AffineSet;
  readonly constants: ReadonlyMap<string, Rational>;
  /** where replicas near the set are kept */
  readonly projection: NormalProjection;
}

/** How an ensemble of replicas is trained and watched. */
export interface TrainOptions extends MeasureOptions {
  /** `float64`: JavaScript doubles and symbolic gradients, evidence of another kind */
  readonly backend: Backend | 'float64';
  /** compares the first replicas with doubles; only where it is wanted */
  readonly parting?: Parting;
  /** where training is kept and what names the ensemble there; nowhere unless given */
  readonly kept?: { readonly checkpoint: TrainingCheckpoint; readonly key: string };
}

/** Trains replicas for a number of steps, group after group; returns the share of the work that was done. */
export async function trainReplicas(
  objective: Objective,
  replicas: readonly Replica[],
  steps: number,
  geometry: Geometry,
  options: Omit<TrainOptions, 'seed'>,
): Promise<number> {
  const { batches, sampleCount } = objective;
  const widest = Math.max(1, batches.length === 1 ? 0 : sampleCount, ...batches.map(({ size }) => size));
  const groupSize = Math.max(1, Math.floor(entriesOfATensor / widest));
  const groups = Math.ceil(replicas.length / groupSize);
  for (let g = 0; g < groups; g++) {
    const onProgress = (share: number): void => options.onProgress?.((g + share) / groups);
    const group = replicas.slice(g * groupSize, (g + 1) * groupSize);
    const { parting, ...others } = options;
    const own = {
      ...others,
      onProgress,
      ...(g === 0 && parting !== undefined && { parting }),
      ...keptAs(options.kept, g),
    };
    const done = await trainGroup(objective, group, steps, geometry, own);
    if (done < 1) return (g + done) / groups;
  }
  return 1;
}

/** Enough for operations to outweigh their overhead, few enough for a step to stay within the processor's caches. */
const entriesOfATensor = 2 ** 16;

async function trainGroup(
  objective: Objective,
  group: readonly Replica[],
  steps: number,
  geometry: Geometry,
  { backend, onProgress, signal, subspace, parting, kept }: Omit<TrainOptions, 'seed'>,
): Promise<number> {
  const starts = group.map(({ start }) => start);
  const streams = group.map(({ stream }) => stream);
  const trainer = openTrainer(backend, objective, starts, streams);
  const move = normalMove(geometry);
  const theta = new Float64Array(objective.parameters.length);
  const before = kept?.checkpoint.keptTraining(kept.key);
  if (before !== undefined) {
    trainer.restore(before.trainer);
    for (const [i, { watcher }] of group.entries()) watcher.restore(before.watchers[i]);
    if (before.parting !== null) parting?.restore(before.parting);
  }
  const keep = (step: number, final: boolean): void => {
    const watchers = () => group.map(({ watcher }) => watcher.save());
    const state = () => ({ step, trainer: trainer.save(), watchers: watchers(), parting: parting?.save() ?? null });
    kept?.checkpoint.keepTraining(kept.key, state, final);
  };
  try {
    for (let step = (before?.step ?? -1) + 1; step <= steps; step++) {
      if (step > 0) trainer.step();
      const columns = trainer.read();
      parting?.see(step, columns);
      const factors = new Map<number, number>();
      for (let i = 0; i < group.length; i++) {
        const { watcher } = group[i];
        if (step < watcher.due) continue;
        for (let j = 0; j < theta.length; j++) theta[j] = columns[j][i];
        const factor = watcher.see(step, theta) ?? 1;
        if (factor !== 1 || (watcher.kind === 'near' && subspace !== undefined)) factors.set(i, factor);
      }
      if (factors.size > 0) {
        trainer.adjust([...factors.keys()], (i, ...vectors) => move(factors.get(i) ?? 1, ...vectors));
      }
      if (step % stepsBetweenPauses === 0) {
        onProgress?.(step / steps);
        await new Promise((resolve) => setTimeout(resolve));
        keep(step, signal?.aborted ?? false);
        if (signal?.aborted) return step / (steps + 1);
      }
    }
    keep(steps, true);
    return 1;
  } finally {
    trainer.dispose();
  }
}

function keptAs(kept: TrainOptions['kept'], group: number): Pick<TrainOptions, 'kept'> {
  return kept === undefined ? {} : { kept: { ...kept, key: `${kept.key} group ${group}` } };
}

/** Some hundredths of a second: Ctrl-C is heard and the progress bar moves. */
const stepsBetweenPauses = 32;

/** Rescales the normal part of θ and of its velocity, projected on the subspace that replicas are kept in. */
function normalMove({ set, constants, projection }: Geometry) {
  const rescalePoint = rescaling(set, constants);
  const rescaleVector = rescaling({ ...set, offsets: set.offsets.map(() => numberZero) }, constants);
  return (factor: number, theta: Float64Array, velocity: Float64Array): void => {
    projection.project(theta);
    if (factor !== 1) rescalePoint(theta, factor);
    if (velocity.length > 0 && factor !== 1) rescaleVector(velocity, factor);
  };
}
