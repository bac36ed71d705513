import { distanceTo } from '../model/affineSet.js';
import { learningRateValue } from '../model/constants.js';
import { distancesOf, endsOf, seriesOf, seriesSteps } from '../model/escapes.js';
import { decisiveLevel, type Evidence } from '../model/evidence.js';
import { initialPoint } from '../model/initialPoint.js';
import type { AffineSet, Model } from '../model/model.js';
import { comparedSizeNear, nearStarts } from '../model/nearStart.js';
import { normalProjection } from '../model/normalProjection.js';
import { passagesOf } from '../model/passages.js';
import { paceOf } from '../model/schedule.js';
import { branches } from '../numeric/branches.js';
import { measuredGrowth, measuredSteps } from '../numeric/measuredGrowth.js';
import { fold } from '../numeric/random.js';
import { replicaStream } from '../numeric/replicaStream.js';
import { arithmeticOf, floatResolution, measureFloatResolution, roundingsOfAStep } from './floatResolution.js';
import { deriveObjective } from './objective.js';
import { watchParting } from './parting.js';
import { type Geometry, type TrainOptions, trainReplicas } from './trainReplicas.js';
import { longestPeriod, type NearBand, type Replica, watchEscape, watchNear } from './watch.js';

/**
 * Trains an ensemble of replicas by SGD in TensorFlow.js and measures how many end on the set and how fast distance
 * grows near it (theory §6, §7); null for an SDE without data, which has no SGD.
 *
 * Most replicas start as the model file says and run to the horizon; others are kept very near the set and give the
 * exponent, per unit of t = η·step. Replica i draws from its own stream, so that the numbers depend on the
 * seed, the backend and nothing else. After an abort `completed` is below 1.
 */
export async function trainEnsemble(model: Model, set: AffineSet, options: TrainOptions): Promise<Evidence | null> {
  if (model.dynamics.kind === 'sde') return null;
  const { seed, backend, subspace = null } = options;
  const { epsilon, radius, horizon } = model.simulation;
  const objective = deriveObjective(model, model.dynamics);
  const learningRate = learningRateValue(model);
  const { from, until, rate, time } = paceOf(model, model.dynamics);
  const steps = until - from;
  const geometry: Geometry = {
    set,
    constants: model.constants,
    projection: normalProjection(set, model.constants, subspace),
  };
  const distanceOf = distanceTo(set, model.constants);
  const arithmetic = arithmeticOf(backend);
  const resolution = measureFloatResolution(backend, objective, { set, constants: model.constants, epsilon }, seed);
  const resolutionOf = floatResolution(set, model.constants, arithmetic, resolution);
  const isKept = resolution.keepsSet;
  const floor = Math.max(
    resolution.atBase,
    comparedSizeNear(set, model.constants) * arithmetic.rounding * roundingsOfAStep,
  );
  const escapeSteps = seriesSteps(steps).map((step) => from + step);
  const nearSteps = measuredSteps(steps, model.parameters.length);
  const band = nearBand(floor, epsilon, subspace !== null);
  const escapes = Array.from({ length: subspace === null ? model.simulation.trajectories : 0 }, (_, i): Replica => {
    const stream = replicaStream(fold(seed, branches.escapingReplicas), i);
    const settings = {
      distanceOf,
      resolutionOf: isKept ? resolutionOf : () => 0,
      epsilon,
      radius,
      recordedSteps: escapeSteps,
    };
    return { start: initialPoint(model, set, stream), stream, watcher: watchEscape(settings) };
  });
  const watched =
    subspace === null ? Math.ceil(model.simulation.trajectories * nearShare) : model.simulation.trajectories;
  const startAt = nearStarts(set, model.constants, geometry.projection.normals);
  const nears = Array.from({ length: isKept && band !== null ? watched : 0 }, (_, i): Replica => {
    const stream = replicaStream(fold(seed, branches.nearReplicas), i);
    return {
      start: startAt((band as NearBand).start, stream),
      stream,
      watcher: watchNear(distanceOf, band as NearBand, nearSteps),
    };
  });
  const parting =
    backend === 'float64' || escapes.length === 0
      ? null
      : watchParting(
          objective,
          escapes.slice(0, followed).map((_, i) => {
            const stream = replicaStream(fold(seed, branches.escapingReplicas), i);
            return { start: initialPoint(model, set, stream), stream };
          }),
          distanceOf,
          resolution.atBase,
        );
  const ofNears = { ...options, ...(options.kept && { kept: { ...options.kept, key: `${options.kept.key} near` } }) };
  const ofEscapes = { ...options, ...(parting !== null && { parting }) };
  // near replicas begin with the model's piece of a schedule, the others with the schedule
  const later = { ...objective, rate: (step: number) => rate(from + step) };
  const completed =
    from === 0
      ? await trainReplicas(objective, [...escapes, ...nears], steps, geometry, ofEscapes)
      : ((await trainReplicas(objective, escapes, until, geometry, ofEscapes)) +
          (await trainReplicas(later, nears, steps, geometry, ofNears))) /
        2;
  parting?.dispose();
  const ends = escapes.flatMap(({ watcher }) => (watcher.kind === 'escape' ? [watcher.outcome()] : []));
  const recorded = nears.flatMap(({ watcher }) => (watcher.kind === 'near' ? [watcher.outcome()] : []));
  const timeAfter = (step: number): number => (step === Infinity ? step : time(from + step) - time(from));
  const [begin, middle, end] = nearSteps.map(timeAfter);
  const ofGradient = band === null ? 0 : resolution.roundedRate / band.start;
  const rounding = (roundings * arithmetic.rounding) / learningRate + ofGradient;
  return {
    process: 'sgd',
    method: subspace === null ? 'nonlinear' : 'block',
    subsample: null,
    backend: backend === 'float64' ? 'float64' : backend.name,
    ...endsOf(ends),
    exponent: measuredGrowth(recorded, [begin, middle, end], rounding, decisiveLevel),
    trajectories: subspace === null ? ends.length : recorded.length,
    dt: learningRate,
    horizon: from === 0 ? horizon : time(until),
    completed,
    parting: parting && { replicas: parting.replicas, median: medianOf(parting.steps()) },
    distances: distancesOf(ends, resolution.atBase),
    directions: null,
    passages: completed < 1 ? null : passagesOf(ends, model.simulation, timeAfter, seriesSteps(steps).map(timeAfter)),
    series: seriesOf(ends, escapeSteps.map(time), epsilon, resolution.atBase),
  };
}

/** Enough for a median, too few to cost anything. */
const followed = 8;

/** The step after which half have parted. */
function medianOf(steps: readonly (number | null)[]): number | null {
  const sorted = steps.map((step) => step ?? Infinity).sort((a, b) => a - b);
  const median = sorted[Math.ceil(sorted.length / 2) - 1];
  return Number.isFinite(median) ? median : null;
}

/** Half as many replicas tell the sign of the exponent wherever the fraction is worth telling. */
const nearShare = 1 / 2;

/** Roundings of a step that show in log-distance. */
const roundings = 16;

/**
 * Half way, in logarithms, between what is resolved and epsilon; a quarter of the way to either is left alone. Null where
 * nothing very near is resolved. What is kept in a subspace is projected after every step.
 */
function nearBand(resolution: number, epsilon: number, isProjected: boolean): NearBand | null {
  const start = Math.sqrt(resolution * epsilon);
  const factor = Math.sqrt(epsilon / start);
  const [below, above] = [start / factor, start * factor];
  const isFar = below > resolution * decades && above < epsilon / decades;
  return factor < narrowestBand ? null : { start, below, above, period: isFar && !isProjected ? longestPeriod : 1 };
}

/** A distance seldom changes by so much in a few steps. */
const decades = 1e10;

/** A band of less than this is left at almost every step. */
const narrowestBand = 1.5;
