import { hiddenUnits } from '../sgd/network/hiddenUnits.js';
import { type Layer, matrixOf } from '../sgd/network/layer.js';
import { accuracyOf, fanInStart } from '../sgd/network/trainNetwork.js';
import { countUnits } from '../sgd/network/units.js';
import type { Cell } from './experiment.js';

/** A network on digits, how it is trained, and when its neurons are counted. */
export interface DigitRun {
  readonly layers: readonly Layer[];
  /** pixels of an image, a side */
  readonly size: 7 | 12;
  readonly eta: number;
  readonly weightDecay: number;
  readonly replica: number;
  readonly recordedSteps: readonly number[];
}

const batch = 8;
const momentum = 0.9;
/** τ₁ and τ₂ of the paper's figures */
const threshold = 0.1;

/**
 * Trains one replica on digits by SGD with momentum and counts the independent neurons of each hidden layer after the
 * recorded steps: series `layer 1`, `layer 2`, …, `independent` over all layers, `accuracy` on the test digits.
 */
export function digitCell(id: string, run: DigitRun): Cell {
  const { layers, size, eta, weightDecay, replica, recordedSteps } = run;
  return {
    id,
    run: async ({ trainNetwork, digits }, { seed, signal }) => {
      const { train, test } = digits(size);
      const training = { layers, samples: train, batch, rate: () => eta, momentum, weightDecay, start: fanInStart };
      const recorded = await trainNetwork(training, recordedSteps, { seed, replica, ...(signal && { signal }) });
      if (recorded === null) return null;
      const counts = recorded.map((weights) =>
        hiddenUnits(layers, weights).flatMap((units) =>
          units === null ? [] : [countUnits(units, threshold, threshold).independent],
        ),
      );
      const hidden = counts[0].map((_, layer) => [`layer ${layer + 1}`, counts.map((one) => one[layer])] as const);
      return {
        steps: recordedSteps,
        ...Object.fromEntries(hidden),
        independent: counts.map((one) => one.reduce((sum, count) => sum + count, 0)),
        accuracy: recorded.map((weights) => accuracyOf(layers, weights, test)),
      };
    },
  };
}

/** The number of hidden units of a network. */
export function hiddenCount(layers: readonly Layer[]): number {
  const units = layers.flatMap((layer) => matrixOf(layer)?.units ?? []);
  return units.slice(0, -1).reduce((sum, count) => sum + count, 0);
}
