import { distanceTo, orthonormalNormal } from '../model/affineSet.js';
import { valueAt } from '../model/constants.js';
import { decisiveLevel, type Evidence } from '../model/evidence.js';
import { initialPoint } from '../model/initialPoint.js';
import type { AffineSet, Model } from '../model/model.js';
import { estimateGrowth } from '../numeric/growth.js';
import { growthSample, recordingSteps } from '../numeric/growthWindow.js';
import { fold, type RandomStream, randomStream } from '../numeric/random.js';
import { wilsonInterval } from '../numeric/statistics.js';
import type { Backend } from './backend.js';
import { floatResolution } from './floatResolution.js';
import { deriveObjective, type Objective } from './objective.js';
import { medianSeries } from './series.js';
import { openTrainer } from './trainer.js';
import { type Replica, watchEscape, watchNear } from './watch.js';

export interface TrainOptions {
  readonly seed: number;
  readonly backend: Backend;
  readonly onProgress?: (fraction: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Trains an ensemble of replicas by SGD in TensorFlow.js and measures how many end on the set and how fast distance
 * grows near it (theory §6, §7); null for an SDE without data, which has no SGD.
 *
 * One half of the replicas starts as the model file says and runs to the horizon; the other starts very near the set and
 * gives the exponent, per unit of t = η·step. Replica i draws from its own stream, so that the numbers depend on the
 * seed, the backend and nothing else. After an abort `completed` is below 1.
 */
export async function trainEnsemble(model: Model, set: AffineSet, options: TrainOptions): Promise<Evidence | null> {
  if (model.dynamics.kind === 'sde') return null;
  const { seed, backend, onProgress, signal } = options;
  const { trajectories, epsilon, horizon } = model.simulation;
  const objective = deriveObjective(model, model.dynamics);
  const { learningRate } = objective;
  const steps = Math.max(1, Math.round(horizon / learningRate));
  const distanceOf = distanceTo(set, model.constants);
  const resolutionOf = floatResolution(set, model.constants);
  const watch = { distanceOf, resolutionOf, epsilon, recordedSteps: recordingSteps(steps) };
  const base = set.base.map((value) => valueAt(value, model.constants));
  const nearDistance = Math.sqrt(resolutionOf(base) * epsilon);
  const isKept = keepsSet(backend, objective, base, seed, (theta) => distanceOf(theta) <= resolutionOf(theta));
  const nears = isKept && nearDistance < epsilon ? trajectories : 0;
  const replicas: Replica[] = Array.from({ length: trajectories + nears }, (_, i) => {
    const isEscape = i < trajectories;
    const stream = randomStream(
      fold(seed, isEscape ? branches.escape : branches.near),
      isEscape ? i : i - trajectories,
    );
    const start = isEscape ? initialPoint(model, set, stream) : nearStart(base, set, nearDistance, stream);
    return { start, stream, watcher: isEscape ? watchEscape(watch) : watchNear(watch) };
  });
  const completed = await train(backend, objective, replicas, steps, onProgress, signal);
  const escapes = replicas.flatMap(({ watcher }) => (watcher.kind === 'escape' ? [watcher.outcome()] : []));
  const watched = replicas.flatMap(({ watcher }) => (watcher.kind === 'near' ? [watcher.outcome()] : []));
  const { logGrowth, duration } = growthSample(watched, watch.recordedSteps, learningRate, model.parameters.length);
  const on = escapes.filter(({ end }) => end === 'on' || end === 'floorReached').length;
  return {
    process: 'sgd',
    method: 'nonlinear',
    backend: backend.name,
    fraction: wilsonInterval(on, trajectories, decisiveLevel),
    exponent: completed === 1 ? estimateGrowth(logGrowth, duration, decisiveLevel) : null,
    trajectories,
    dt: learningRate,
    horizon,
    diverged: escapes.filter(({ end }) => end === 'diverged').length,
    floorReached: escapes.filter(({ end }) => end === 'floorReached').length,
    completed,
    series: medianSeries(escapes, watch.recordedSteps, learningRate),
  };
}

/** Streams of the replicas, of those near the set, and of the probe, apart from one another and from the SDE's. */
const branches = { escape: 101, near: 102, probe: 103 } as const;

/** Trains group after group; returns the share of the work that was done. */
async function train(
  backend: Backend,
  objective: Objective,
  replicas: readonly Replica[],
  steps: number,
  onProgress?: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<number> {
  const widest = Math.max(
    1,
    objective.sampleCount * Number(objective.batches.length !== 1),
    ...objective.batches.map(({ size }) => size),
  );
  const groupSize = Math.max(1, Math.floor(entriesOfATensor / widest));
  const groups = Math.ceil(replicas.length / groupSize);
  for (let g = 0; g < groups; g++) {
    const group = replicas.slice(g * groupSize, (g + 1) * groupSize);
    const done = await trainGroup(
      backend,
      objective,
      group,
      steps,
      (share) => onProgress?.((g + share) / groups),
      signal,
    );
    if (done < 1) return (g + done) / groups;
  }
  return 1;
}

/** Enough for operations to outweigh their overhead, few enough for a step to stay within the processor's caches. */
const entriesOfATensor = 2 ** 16;

async function trainGroup(
  backend: Backend,
  objective: Objective,
  group: readonly Replica[],
  steps: number,
  onProgress: (fraction: number) => void,
  signal?: AbortSignal,
): Promise<number> {
  const starts = group.map(({ start }) => start);
  const streams = group.map(({ stream }) => stream);
  const trainer = openTrainer(backend, objective, starts, streams);
  const theta = new Float64Array(objective.parameters.length);
  try {
    for (let step = 0; step <= steps; step++) {
      if (step > 0) trainer.step();
      const columns = trainer.read();
      for (const [i, { watcher }] of group.entries()) {
        for (let j = 0; j < theta.length; j++) theta[j] = columns[j][i];
        watcher.see(step, theta);
      }
      if (group.every(({ watcher }) => watcher.isDone())) return 1;
      if (step % stepsBetweenPauses === 0) {
        onProgress(step / steps);
        await new Promise((resolve) => setTimeout(resolve));
        if (signal?.aborted) return step / (steps + 1);
      }
    }
    return 1;
  } finally {
    trainer.dispose();
  }
}

/** Some hundredths of a second: Ctrl-C is heard and the progress bar moves. */
const stepsBetweenPauses = 32;

/** Whether single steps from the base point stay on the set; where they do not, nothing is to be measured near it. */
function keepsSet(
  backend: Backend,
  objective: Objective,
  base: readonly number[],
  seed: number,
  isOn: (theta: ArrayLike<number>) => boolean,
): boolean {
  const streams = Array.from({ length: probes }, (_, i) => randomStream(fold(seed, branches.probe), i));
  const trainer = openTrainer(
    backend,
    objective,
    streams.map(() => base),
    streams,
  );
  trainer.step();
  const columns = trainer.read();
  trainer.dispose();
  return streams.every((_, i) => isOn(columns.map((column) => column[i])));
}

const probes = 16;

/** The base point plus a step of the given length in a normal direction drawn uniformly. */
function nearStart(base: readonly number[], set: AffineSet, distance: number, stream: RandomStream): Float64Array {
  const normal = orthonormalNormal(set);
  const direction = normal.map(() => stream.normal());
  const length = Math.hypot(...direction);
  const theta = Float64Array.from(base);
  for (const [i, row] of normal.entries()) {
    for (const [j, entry] of row.entries()) theta[j] += (entry * distance * direction[i]) / length;
  }
  return theta;
}
