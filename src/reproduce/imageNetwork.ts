import { meanOf } from '../numeric/statistics.js';
import { hiddenUnits } from '../sgd/network/hiddenUnits.js';
import { type Layer, weightCount } from '../sgd/network/layer.js';
import { accuracyOf, fanInStart, type NetworkTraining } from '../sgd/network/trainNetwork.js';
import { countUnits } from '../sgd/network/units.js';
import type { Cell, ImageWork, Laboratory } from './experiment.js';
import { type Findings, seriesIn } from './findings.js';
import type { Picture } from './picture.js';

/** A network on images, how it is trained, and when its neurons are counted. */
interface ImageRun {
  readonly layers: readonly Layer[];
  readonly images: (laboratory: Laboratory) => Promise<ImageWork>;
  readonly start?: NetworkTraining['start'];
  readonly batch: number;
  readonly eta: number;
  readonly weightDecay: number;
  readonly replica: number;
  readonly recordedSteps: readonly number[];
}

/** Digits of so many pixels a side, trained on in doubles. */
export const digitsOf =
  (size: 7 | 12): ImageRun['images'] =>
  async ({ digits, trainNetwork }) => ({ ...digits(size), trainNetwork, accuracyOf });

const momentum = 0.9;
/** τ₁ and τ₂ of the paper's figures */
const threshold = 0.1;

/**
 * Trains one replica by SGD with momentum and counts the independent neurons of each hidden layer after the
 * recorded steps: series `layer 1`, `layer 2`, …, `independent` over all layers, `accuracy` on the test images.
 */
function imageCell(id: string, run: ImageRun): Cell {
  const { layers, images, start = fanInStart, batch, eta, weightDecay, replica, recordedSteps } = run;
  return {
    id,
    run: async (laboratory, { seed, signal }) => {
      const work = await images(laboratory);
      const training = { layers, samples: work.train, batch, rate: () => eta, momentum, weightDecay, start };
      const recorded = await work.trainNetwork(training, recordedSteps, { seed, replica, signal });
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
        accuracy: recorded.map((weights) => work.accuracyOf(layers, weights, work.test)),
      };
    },
  };
}

/** One learning rate and weight decay of an experiment on images. */
export interface ImageConfiguration {
  /** which network, where there are several */
  readonly network?: string;
  readonly eta: number;
  readonly weightDecay: number;
}

const configurationName = ({ network, eta, weightDecay }: ImageConfiguration): string =>
  `${network === undefined ? '' : `${network} `}eta ${eta} decay ${weightDecay}`;

/** A cell for each configuration and replica. */
export function imageCells(
  configurations: readonly ImageConfiguration[],
  replicas: number,
  run: Omit<ImageRun, 'eta' | 'weightDecay' | 'replica'>,
): Cell[] {
  return configurations.flatMap((configuration) =>
    Array.from({ length: replicas }, (_, replica) =>
      imageCell(`${configurationName(configuration)} replica ${replica}`, { ...run, ...configuration, replica }),
    ),
  );
}

/** What every replica of a configuration has at the recorded step of an index. */
export function overReplicas(
  found: Findings,
  configuration: ImageConfiguration,
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
  configurations: readonly ImageConfiguration[],
  series: string,
  recordedSteps: readonly number[],
): Picture {
  const curves = configurations.map((configuration) => ({
    name: curveName(configuration),
    style: 'line' as const,
    points: recordedSteps.map((step, look) => ({
      x: step * configuration.eta,
      y: meanOf(overReplicas(found, configuration, series, look)),
    })),
  }));
  const axes = { x: { label: 't = η·step' }, y: { label: 'independent neurons' } };
  return { name: 'independent', title, panels: [{ ...axes, curves }] };
}

function curveName({ network, eta, weightDecay }: ImageConfiguration): string {
  return `${network === undefined ? '' : `${network}, `}η = ${eta}${weightDecay === 0 ? ', no decay' : ''}`;
}

/** The number of hidden units of a network that are counted. */
export function hiddenCount(layers: readonly Layer[]): number {
  const none = layers.map((layer) => new Float64Array(weightCount(layer)));
  return hiddenUnits(layers, none).reduce((sum, units) => sum + (units?.count ?? 0), 0);
}
