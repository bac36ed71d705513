import { meanOf } from '../numeric/statistics.js';
import { hiddenUnits } from '../sgd/network/hiddenUnits.js';
import { type Layer, matrixOf } from '../sgd/network/layer.js';
import { accuracyOf, fanInStart } from '../sgd/network/trainNetwork.js';
import { countUnits } from '../sgd/network/units.js';
import type { Cell } from './experiment.js';
import { type Findings, seriesIn } from './findings.js';
import type { Picture } from './picture.js';

/** A network on digits, how it is trained, and when its neurons are counted. */
interface DigitRun {
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
function digitCell(id: string, run: DigitRun): Cell {
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

/** One learning rate and weight decay of an experiment on digits. */
export interface DigitConfiguration {
  readonly eta: number;
  readonly weightDecay: number;
}

const configurationName = ({ eta, weightDecay }: DigitConfiguration): string => `eta ${eta} decay ${weightDecay}`;

/** A cell for each configuration and replica. */
export function digitCells(
  configurations: readonly DigitConfiguration[],
  replicas: number,
  run: Omit<DigitRun, 'eta' | 'weightDecay' | 'replica'>,
): Cell[] {
  return configurations.flatMap((configuration) =>
    Array.from({ length: replicas }, (_, replica) =>
      digitCell(`${configurationName(configuration)} replica ${replica}`, { ...run, ...configuration, replica }),
    ),
  );
}

/** What every replica of a configuration has at the recorded step of an index. */
export function overReplicas(
  found: Findings,
  configuration: DigitConfiguration,
  series: string,
  look: number,
): number[] {
  const ids = [...found.keys()].filter((id) => id.startsWith(`${configurationName(configuration)} replica`));
  return ids.map((id) => seriesIn(found, id, series)[look]);
}

/** A series over t = η·step, a curve a configuration, mean over replicas. */
export function neuronsPicture(
  title: string,
  found: Findings,
  configurations: readonly DigitConfiguration[],
  series: string,
  recordedSteps: readonly number[],
): Picture {
  const curves = configurations.map((configuration) => ({
    name: configuration.weightDecay === 0 ? `η = ${configuration.eta}, no decay` : `η = ${configuration.eta}`,
    style: 'line' as const,
    points: recordedSteps.map((step, look) => ({
      x: step * configuration.eta,
      y: meanOf(overReplicas(found, configuration, series, look)),
    })),
  }));
  const axes = { x: { label: 't = η·step' }, y: { label: 'independent neurons' } };
  return { name: 'independent', title, panels: [{ ...axes, curves }] };
}

/** The number of hidden units of a network. */
export function hiddenCount(layers: readonly Layer[]): number {
  const units = layers.flatMap((layer) => matrixOf(layer)?.units ?? []);
  return units.slice(0, -1).reduce((sum, count) => sum + count, 0);
}
