import { InputError } from '../arithmetic/inputError.js';
import { openEngines } from '../openEngines.js';
import type { ImageWork, Laboratory } from '../reproduce/experiment.js';
import { observeEnsemble } from '../sde/observe.js';
import { openBackend } from '../sgd/backend.js';
import { tensorNetworks } from '../sgd/network/tensorTraining.js';
import { networkTrainer, trainNetwork } from '../sgd/network/trainNetwork.js';
import { observeTraining } from '../sgd/observe.js';
import { imageSamples } from './imageSamples.js';
import { readCifar, readMnist } from './imageSets.js';
import { locateModel } from './locate.js';

/** The engines of this package and its model files, for the experiments; `cifar` is the folder of these images. */
export function openLaboratory(threads: number | undefined, cifar?: string): Laboratory {
  const digits = new Map<number, ReturnType<Laboratory['digits']>>();
  let images: Promise<ImageWork> | null = null;
  return {
    ...openEngines({ ...(threads !== undefined && { threads }) }),
    observe: (model, set, options) =>
      observeEnsemble(model, set, { ...options, ...(threads !== undefined && { threads }) }),
    observeTraining: (model, set, options) => observeTraining(model, set, { ...options, backend: 'float64' }),
    trainNetwork,
    digits: (size) => {
      const known = digits.get(size) ?? imageSamples(readMnist(), imageCounts, digitShapes[size]);
      digits.set(size, known);
      return known;
    },
    cifar: () => {
      images ??= cifarWork(cifar);
      return images;
    },
    builtin: (id) => locateModel(id).text,
  };
}

async function cifarWork(folder: string | undefined): Promise<ImageWork> {
  if (folder === undefined) {
    throw new InputError(
      'deep-cifar',
      'no folder of images is named',
      '--cifar with that of the binary version of CIFAR-10',
    );
  }
  const { train, test } = imageSamples(readCifar(folder), imageCounts);
  const networks = tensorNetworks((await openBackend('auto')).tf);
  return { train, test, trainNetwork: networkTrainer(networks.begin), accuracyOf: networks.accuracyOf };
}

/** In doubles they take 300 MB. */
const imageCounts = { train: 10_000, test: 2000 };

/** How digits come to so many pixels a side: 28 averaged, or what is within their border. */
const digitShapes = { 7: { patch: 4, border: 0 }, 12: { patch: 2, border: 1 } } as const;
