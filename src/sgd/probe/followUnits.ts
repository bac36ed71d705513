import { decisiveLevel, type RunOptions } from '../../model/evidence.js';
import { branches } from '../../numeric/branches.js';
import type { Estimate } from '../../numeric/estimate.js';
import { estimateGrowth } from '../../numeric/growth.js';
import { fold, randomStream } from '../../numeric/random.js';
import { hiddenUnits } from '../network/hiddenUnits.js';
import { sizesOf } from '../network/layer.js';
import { type NetworkTraining, openTraining } from '../network/trainNetwork.js';
import type { Units } from '../network/units.js';
import { type BatchBlocks, openBlockReader } from './blockReader.js';
import { Tangent } from './tangent.js';
import { addBatch } from './unitHessians.js';
import { UnitRecord } from './unitRecord.js';
import { type CollapseThresholds, offsetFrom, standing, type UnitSet } from './unitSet.js';

/** How long a training is gone on with, and how often. */
export interface FollowPlan extends CollapseThresholds {
  readonly eta: number;
  /** steps along which tangent vectors are carried; in the first half they turn, in the second growth and curvature count */
  readonly steps: number;
  /** steps after which collapses are counted, at least `steps` */
  readonly horizon: number;
  /** continuations, each with batches of its own */
  readonly replicas: number;
}

/** What became of a set in the continuations. */
export interface Followed {
  /** growth of the distance to the set per unit of t = η·step, linearised there; null where it was not finite */
  readonly exponent: Estimate | null;
  /** continuations in which the unit had collapsed onto the set at the horizon */
  readonly collapsed: number;
  readonly record: UnitRecord;
}

/**
 * Goes on with a training from its start. For every set, at each step, the unit is put on the set, the other weights as they
 * are, and a tangent vector normal to the set, which begins as the unit's own distance from it, is carried along with the Hessian
 * of the very batch, y ← (I − η Ĥ) y (theory §6). Null after an abort.
 */
export async function followUnits(
  training: Omit<NetworkTraining, 'rate'>,
  sets: readonly UnitSet[],
  plan: FollowPlan,
  { seed, signal, onProgress }: RunOptions,
): Promise<readonly Followed[] | null> {
  const { layers, batch, labelNoise = 0 } = training;
  const { steps, horizon, replicas, eta } = plan;
  const stride = Math.ceil((steps * replicas) / keptSteps(training));
  const found: { record: UnitRecord; growth: Float64Array; collapsed: number }[] = [];
  for (let replica = 0; replica < replicas; replica++) {
    const stream = randomStream(fold(seed, branches.followedUnits), replica);
    const open = openTraining(training, stream);
    const reader = openBlockReader(training, open.weights, batch);
    const begin = hiddenUnits(layers, open.weights);
    const offsets = sets.map((set) => offsetFrom(begin[set.layer] as Units, set));
    const tangents = offsets.map((offset) => new Tangent(offset, stream));
    for (let step = 0; step < horizon; step++) {
      if (step % stepsBetweenPauses === 0) {
        await new Promise((resolve) => setImmediate(resolve));
        if (signal?.aborted) return null;
        onProgress?.((replica + step / horizon) / replicas);
      }
      const drawn = open.draw();
      const blocks = step < steps ? reader(drawn) : null;
      for (const [i, set] of blocks === null ? [] : sets.entries()) {
        const noisy = (blocks as BatchBlocks).losses(set);
        if (found.length === i) {
          const record = new UnitRecord(offsets[i], noisy.inputs, noisy.outputs, steps, replicas);
          found.push({ record, growth: new Float64Array(replicas), collapsed: 0 });
        }
        const { record, growth } = found[i];
        record.add(replica, step, noisy, tangents[i].y);
        if ((step + replica) % stride === 0) {
          const clean = labelNoise === 0 ? noisy : (blocks as BatchBlocks).cleanLosses(set);
          const x = Float64Array.from(noisy.x);
          record.kept[record.windowOf(step)].push({ clean: { ...clean, x }, noisy: { ...noisy, x } });
        }
        const grown = tangents[i].advance((y, out) => addBatch(noisy, 1, y, out), eta, training);
        if (step >= record.half) growth[replica] += grown;
      }
      open.advance(eta);
    }
    const end = hiddenUnits(layers, open.weights);
    for (const [i, set] of sets.entries())
      if (standing(end[set.layer] as Units, set, plan) === 'collapsed') found[i].collapsed++;
  }
  const durations = new Float64Array(replicas).fill((steps - Math.floor(steps / 2)) * eta);
  return found.map(({ growth, ...others }) => ({
    ...others,
    exponent: growth.every(Number.isFinite) ? estimateGrowth(growth, durations, decisiveLevel) : null,
  }));
}

/** Ctrl-C is heard within a moment, also where a step carries hundreds of tangents. */
const stepsBetweenPauses = 16;
/** Steps that are kept one by one: all of a small network's, and some hundred megabytes of a large one's. */
function keptSteps({ layers, batch }: Omit<NetworkTraining, 'rate'>): number {
  const widest = Math.max(...layers.map((layer) => sizesOf(layer).inputs + sizesOf(layer).outputs));
  return Math.max(fewestSteps, Math.floor(keptNumbers / batch / widest));
}

const keptNumbers = 2 ** 17;
const fewestSteps = 64;
