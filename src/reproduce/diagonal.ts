import { fromNumber } from '../arithmetic/rational.js';
import { readModel } from '../model/readModel.js';
import { itemBranch } from '../numeric/branches.js';
import { fold } from '../numeric/random.js';
import type { CellOptions, Laboratory } from './experiment.js';
import { matrixEntries, teacherOverlaps, teacherSquare, trainingModes } from './experiments/diagonalData.js';

/** A run of the diagonal linear network: full rate until the drop, a tenth of it afterwards. */
export interface DiagonalRun {
  /** standard deviation of the residual noise, one a mode and step */
  readonly sigma: number;
  readonly replicas: number;
  /** steps at the full rate, and after the drop */
  readonly before: number;
  readonly after: number;
  /** steps between two looks */
  readonly every: number;
}

/** u v of every mode at every look: looks × modes × replicas, in one array. */
export interface DiagonalPath {
  readonly steps: readonly number[];
  readonly products: Float64Array;
}

/** Learning rate of the authors' code. */
export const diagonalRate = 3 / 1024;

/** By what the rate is divided at the drop. */
const drop = 10;

/**
 * Trains u v to the 64 training modes from u = v = 1, each with a noise of its own: 64 times the built-in model M5.
 *
 * Its noise is Gaussian and of the full batch, so that the Euler–Maruyama chain with dt = η is SGD itself. Null after
 * an abort.
 */
export async function runDiagonal(
  { sigma, replicas, before, after, every }: DiagonalRun,
  { builtin, observe }: Laboratory,
  { seed, signal }: CellOptions,
): Promise<DiagonalPath | null> {
  const looks = (steps: number, first: number): number[] => {
    return Array.from({ length: Math.floor(steps / every) + 1 - first }, (_, i) => (i + first) * every);
  };
  const phases = [
    { eta: diagonalRate, recordedSteps: looks(before, 0) },
    { eta: diagonalRate / drop, recordedSteps: looks(after, 1) },
  ];
  const steps = phases.flatMap(({ recordedSteps }, i) => recordedSteps.map((step) => step + i * before));
  const modes = trainingModes.length;
  const products = new Float64Array(steps.length * modes * replicas);
  for (const [mode, s] of trainingModes.entries()) {
    let starts = Array.from({ length: replicas }, () => Float64Array.of(1, 1));
    let look = 0;
    for (const [phase, { eta, recordedSteps }] of phases.entries()) {
      const set = new Map(Object.entries({ eta, sigma, s }).map(([name, value]) => [name, fromNumber(value)]));
      const model = readModel(builtin('M5'), 'M5', { set });
      const chain = { ...model, simulation: { ...model.simulation, dt: eta } };
      const branch = fold(fold(seed, itemBranch(mode)), itemBranch(phase));
      const options = { seed: branch, recordedSteps, starts, keepsPoints: true, signal };
      const outcomes = await observe(chain, model.sets[0], options);
      if (outcomes?.length !== replicas) return null;
      const points = outcomes.map((outcome) => outcome.points ?? new Float64Array(0));
      // from the floor on a mode is dead
      const at = (replica: number, i: number): number => points[replica][i] || 0;
      for (const k of recordedSteps.keys()) {
        for (let r = 0; r < replicas; r++) {
          products[((look + k) * modes + mode) * replicas + r] = at(r, 2 * k) * at(r, 2 * k + 1);
        }
      }
      const end = 2 * (recordedSteps.length - 1);
      starts = starts.map((_, r) => Float64Array.of(at(r, end), at(r, end + 1)));
      look += recordedSteps.length;
    }
  }
  return { steps, products };
}

/** What a look at the modes of one replica gives: `products` × 64. */
export interface DiagonalLook {
  /** mean square of U diag(uv) Vᵀ − W, the teacher */
  readonly test: number;
  /** the sum over the modes of (uv − s)², which is the training loss up to a factor and a constant */
  readonly train: number;
  /** modes above 0.05 */
  readonly alive: number;
}

/** The losses of a replica at one look. */
export function lookAt({ products }: DiagonalPath, look: number, replica: number, replicas: number): DiagonalLook {
  let [test, train, alive] = [teacherSquare, 0, 0];
  for (const [mode, s] of trainingModes.entries()) {
    const x = products[(look * trainingModes.length + mode) * replicas + replica];
    test += x * x - 2 * x * teacherOverlaps[mode];
    train += (x - s) ** 2;
    if (x > aliveAbove) alive++;
  }
  return { test: test / matrixEntries, train, alive };
}

const aliveAbove = 0.05;

/**
 * The stationary law of a mode, Gamma with shape s/c − 1/2 and scale c = ησ² where s > c/2, else a point at 0 (theory §8,
 * M5 on u = v): its mean and its second moment.
 */
export function stationaryMoments(s: number, sigma: number): readonly [number, number] {
  const c = diagonalRate * sigma ** 2;
  const mean = Math.max(0, s - c / 2);
  return [mean, mean * mean + c * mean];
}
